use gatehouse_tests::World;

#[tokio::test]
async fn a_visitor_signs_in_and_lands_where_they_wanted() {
    let began = std::time::Instant::now();
    let world = World::new().await;
    println!("world {:?}", began.elapsed());
    let mut ada = world.person("ada").await;
    println!("person {:?}", began.elapsed());
    assert!(ada.opens("/records?day=1").await.leads_to_sign_in());
    ada.signs_in().await;
    println!("signed in {:?}", began.elapsed());
    assert!(ada.gets_through().await);
    println!("through {:?}", began.elapsed());
    println!("{}", world.app.takes_one().head);
}
