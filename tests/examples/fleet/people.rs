//! Whoever has an account, and a browser at one gateway or at all of them.

use gatehouse::compile;
use gatehouse_auth_core::{
    account::AccountKind,
    flow::administer::{Administrator, NewUser},
    identifier::Folded,
    permission::{Level, Preset},
    secret::TypedPassword,
};
use gatehouse_tests::{
    Person,
    gates::Gates,
    world::{ACCOUNT, HOST, PASSWORD},
};

use crate::fleet::Fleet;

/// So many people of one account, each with a browser of theirs at these gates.
pub(crate) async fn people(fleet: &Fleet, count: usize, gates: impl Fn(usize) -> Gates) -> anyhow::Result<Vec<Person>> {
    let (office, config) = fleet.office().await?;
    let portals = compile::admissions(&config);
    let administrator = Administrator::at_the_command_line(&office.outside, &portals);
    administrator.add_account(ACCOUNT.parse()?, "Acme".to_owned(), AccountKind::Customer).await?;
    let mut people = Vec::with_capacity(count);
    for number in 0..count {
        let new = NewUser {
            username: format!("person{number}").parse()?,
            email: None,
            name: format!("Person {number}"),
            level: Level::Staff,
            roles: Preset::User.roles(),
            password: TypedPassword::new(PASSWORD.to_owned()),
            language: None,
        };
        let user = administrator.add_user(&Folded::of(ACCOUNT), new).await?;
        people.push(Person::new(user, gatehouse_tests::Browser::new(gates(number), HOST)));
    }
    office.close().await;
    Ok(people)
}
