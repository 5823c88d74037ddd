//! What happened: of one's own account, or, for operators, of every account. `export` gives the same to programs.

pub(super) mod export;

use std::collections::HashMap;

use axum::body::Body;
use gatehouse_auth_core::{
    audit::{Actor, Event, What},
    identifier::Folded,
    ledger::EventId,
    portal::Admitted,
    ports::{EventQuery, Lookup, LookupBy, Stored},
    user::{User, UserId},
};
use gatehouse_pages::{
    AuditActor, AuditFilters, AuditOutcome, AuditPage, AuditRow, Console, EventText,
    mail::{device_name, moment},
};
use http::{Response, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{form, signed::Signed};
use crate::rfc3339;

/// Events on a page.
const ON_A_PAGE: u32 = 50;

/// The query of the page.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    who: String,
    #[serde(default)]
    event: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    older: Option<i64>,
}

/// `GET /audit`
pub(super) async fn get(console: Console, signed: Signed, form::Asked(asked): form::Asked<Asked>) -> Response<Body> {
    signed.shows(StatusCode::OK, page(&signed, console, &asked).await.map(|page| page.render()))
}

fn address(console: Console) -> &'static str {
    match console {
        Console::Company => "audit",
        Console::Operators => "operator/audit",
    }
}

/// Which events were asked for; `None` where that is nobody's.
async fn query(signed: &Signed, console: Console, asked: &Asked, most: u32) -> Stored<Option<EventQuery>> {
    let account = (console == Console::Company).then_some(signed.user().account);
    let user = match asked.who.trim() {
        "" => None,
        who => match whom(signed, console, who).await? {
            Some(user) => Some(user),
            None => return Ok(None),
        },
    };
    Ok(Some(EventQuery {
        account,
        user,
        what: What::from_stored(&asked.event),
        from: rfc3339::day(&asked.from),
        until: rfc3339::day(&asked.to).map(|day| day.after(std::time::Duration::from_hours(24))),
        older_than: asked.older.map(EventId),
        most,
    }))
}

/// The person of this username or email address.
async fn whom(signed: &Signed, console: Console, who: &str) -> Stored<Option<UserId>> {
    let who = Folded::of(who);
    let among = match console {
        Console::Company => Admitted::Only(vec![signed.session().person().account.key.folded().clone()]),
        Console::Operators => Admitted::AllCustomers,
    };
    let by = if who.as_str().contains('@') { LookupBy::Email(who) } else { LookupBy::Username(who) };
    let found = signed.site.keeper.outside.directory.candidates(&Lookup { by, among }).await?;
    Ok(found.first().map(|candidate| candidate.person.user.id))
}

async fn page<'a>(signed: &'a Signed, console: Console, asked: &Asked) -> Stored<AuditPage<'a>> {
    let frame = signed.frame().await?;
    let mut events = match query(signed, console, asked, ON_A_PAGE + 1).await? {
        Some(query) => signed.site.keeper.outside.directory.events(&query).await?,
        None => Vec::new(),
    };
    let has_more = events.len() > ON_A_PAGE as usize;
    events.truncate(ON_A_PAGE as usize);
    let names = Names::of(signed, events.iter().map(|(_, event)| event)).await?;
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let filters = format!(
        "who={}&event={}&from={}&to={}",
        encoded(&asked.who),
        encoded(&asked.event),
        encoded(&asked.from),
        encoded(&asked.to)
    );
    let to = |page: &str, query: &str| format!("{}?{query}", frame.brand.path(&format!("{}{page}", address(console))));
    let language = frame.language;
    Ok(AuditPage {
        console,
        filters: AuditFilters {
            who: asked.who.clone(),
            event: asked.event.clone(),
            from: asked.from.clone(),
            to: asked.to.clone(),
        },
        rows: events
            .iter()
            .map(|(_, event)| AuditRow {
                when: moment(language, event.at.as_millis()),
                rfc3339: rfc3339::format(event.at),
                who: names.actor(event),
                what: names.what(event),
                network: event.network.clone(),
                browser: event.detail.get("device").map(|device| device_name(language, device)),
                outcome: outcome(event.what),
            })
            .collect(),
        previous: asked.older.map(|_| to("", &filters)),
        next: events.last().filter(|_| has_more).map(|(id, _)| to("", &format!("{filters}&older={}", id.0))),
        csv: to("/export.csv", &filters),
        json_lines: to("/export.jsonl", &filters),
        frame,
    })
}

/// What people and accounts that events name are called.
struct Names {
    users: HashMap<UserId, User>,
    accounts: HashMap<gatehouse_auth_core::account::AccountId, String>,
}

impl Names {
    async fn of<'e>(signed: &Signed, events: impl Iterator<Item = &'e Event> + Clone) -> Stored<Self> {
        let directory = &signed.site.keeper.outside.directory;
        let mut ids: Vec<UserId> = events
            .clone()
            .flat_map(|event| {
                let actor = match event.actor {
                    Actor::User(user) => Some(user),
                    Actor::Visitor | Actor::CommandLine | Actor::Gateway => None,
                };
                [actor, event.user]
            })
            .flatten()
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let users = directory.users_named(&ids).await?.into_iter().map(|user| (user.id, user)).collect();
        let mut accounts = HashMap::new();
        for id in events.filter_map(|event| event.account.filter(|_| event.user.is_none())) {
            if let std::collections::hash_map::Entry::Vacant(vacant) = accounts.entry(id)
                && let Some(account) = directory.account(id).await?
            {
                vacant.insert(account.name);
            }
        }
        Ok(Self { users, accounts })
    }

    fn actor(&self, event: &Event) -> AuditActor {
        match event.actor {
            Actor::Visitor => AuditActor::Visitor,
            Actor::CommandLine => AuditActor::CommandLine,
            Actor::Gateway => AuditActor::Gateway,
            Actor::User(id) => match self.users.get(&id) {
                Some(user) => AuditActor::Person { name: user.name.clone(), username: user.username.to_string() },
                None => AuditActor::Person { name: id.to_string(), username: String::new() },
            },
        }
    }

    fn what(&self, event: &Event) -> EventText {
        let is_own = event.user.is_some_and(|user| event.actor == Actor::User(user));
        let person = event.user.filter(|_| !is_own).and_then(|user| self.users.get(&user)).map(|user| user.name.clone());
        let account = event.account.filter(|_| event.user.is_none()).and_then(|account| self.accounts.get(&account).cloned());
        EventText { kind: event.what.as_str().to_owned(), subject: person.or(account) }
    }
}

fn outcome(what: What) -> AuditOutcome {
    match what {
        What::SignInRefused | What::RecoveryRefused | What::StepUpRefused | What::Declined => AuditOutcome::Refused,
        What::LetterGivenUp => AuditOutcome::Failed,
        _ => AuditOutcome::Done,
    }
}
