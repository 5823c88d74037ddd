use gatehouse_tests::{World, world::HOST};

#[tokio::test]
async fn scratch() {
    let world = World::new().await;
    for t in ["/public/x y", "/public/x y z", "/public/x  HTTP/1.1", "/public/x HTTP/1.1 /adm", "/public/x HTTP/1.0"] {
        let a = world.sends(format!("GET {t} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")).await;
        println!(
            "{t:?} {:?} {:?}",
            a.map(|a| a.status),
            world.app.takes().iter().map(|r| r.line().to_owned()).collect::<Vec<_>>()
        );
    }
    for body in [
        "0x2\r\nab\r\n0\r\n\r\n",
        "-1\r\nab\r\n0\r\n\r\n",
        "+2\r\nab\r\n0\r\n\r\n",
        "11111111111111111\r\nab\r\n0\r\n\r\n",
        "g\r\nab\r\n0\r\n\r\n",
        "\r\nab\r\n0\r\n\r\n",
        "\r\nGET /public/smuggled HTTP/1.1\r\nHost: calls.localhost\r\n\r\n",
        ";\r\nab\r\n0\r\n\r\n",
        "2\nab\n0\n\n",
        "2\nab\r\n0\r\n\r\n",
        "2\r\nab0\r\n\r\n",
        "2\r\nabcdef\r\n0\r\n\r\n",
        "2;a\nb\r\nab\r\n0\r\n\r\n",
        "2 \r\nab\r\n0\r\n\r\n",
        "2\r\nab\r\n0\r\n",
        "5\r\nab",
        "0\r\nGET /public/smuggled HTTP/1.1\r\nHost: calls.localhost\r\n\r\n",
    ] {
        for fin in [true, false] {
            let mut connection = world.connection().await;
            connection.send(format!("POST /public/x HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\n\r\n{body}")).await;
            if fin {
                connection.end().await;
            }
            let a = tokio::time::timeout(std::time::Duration::from_secs(2), connection.answer_if_any()).await;
            let rest = tokio::time::timeout(std::time::Duration::from_secs(1), connection.until_closed()).await;
            println!(
                "{body:?} {fin} {:?} {:?} rest {:?}",
                a.map(|a| a.map(|a| a.status)),
                world.app.takes().iter().map(|r| (r.line().to_owned(), r.body.clone())).collect::<Vec<_>>(),
                rest.map(|r| String::from_utf8_lossy(&r).into_owned())
            );
        }
    }
}
