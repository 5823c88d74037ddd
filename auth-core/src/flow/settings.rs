//! How to reach a customer, as its administrators keep it.

use crate::{
    account::{Account, ContactDetails},
    audit::{Actor, Event, What},
    change::{Change, Write},
    flow::Outside,
    letter::Purpose,
    ports::Stored,
    session::{Authenticated, Session},
};

/// Saves what changed, writes it down, and tells every operator. Whether anything changed.
pub async fn save(outside: &Outside, me: &Session<Authenticated>, name: String, contact: ContactDetails) -> Stored<bool> {
    let (now, user) = (outside.clock.now(), &me.person().user);
    let Some(account) = outside.directory.account(user.account).await? else { return Ok(false) };
    let fields = changed(&account, &name, &contact);
    if fields.is_empty() {
        return Ok(false);
    }
    let portal = &me.record().portal;
    let told = |operator| Purpose::SettingsChanged { account: account.id, by: user.id, fields: fields.clone(), operator };
    let operators = outside.directory.operators().await?;
    let change = Change {
        write: vec![Write::ContactDetails { account: account.id, name, contact }],
        letters: operators.iter().filter_map(|operator| outside.letter(portal, now, told(operator.id))).collect(),
        audit: vec![
            Event::new(now, What::SettingsChanged, Actor::User(user.id))
                .about_account(account.id)
                .within(me.record())
                .with("fields", fields.join(" ")),
        ],
        ..Change::default()
    };
    outside.directory.apply(change).await?;
    Ok(true)
}

fn changed(account: &Account, name: &str, contact: &ContactDetails) -> Vec<String> {
    let before = &account.contact;
    let fields = [
        ("name", account.name != name),
        ("contact", before.person != contact.person),
        ("phone", before.phone != contact.phone),
        ("address", before.address != contact.address),
        ("billing_email", before.billing_email != contact.billing_email),
    ];
    fields.into_iter().filter(|(_, has_changed)| *has_changed).map(|(field, _)| field.to_owned()).collect()
}
