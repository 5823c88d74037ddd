//! The audit log for programs: JSON lines, or a table for spreadsheets. Exporting is itself written down.

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use gatehouse_auth_core::{
    audit::{Actor, Event, What},
    change::Change,
    ports::{EventQuery, Stored},
};
use gatehouse_pages::Console;
use http::{Response, StatusCode, header};
use tracing::error;

use super::{Asked, query};
use crate::{
    rfc3339,
    routes::{form, signed::Signed},
};

/// Events that are read at a time: an export of years goes out at flat memory.
const AT_ONCE: u32 = 500;

/// In which form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::routes) enum Format {
    Csv,
    JsonLines,
}

/// `GET /audit/export.…`
pub(in crate::routes) async fn get(
    format: Format,
    console: Console,
    signed: Signed,
    form::Asked(asked): form::Asked<Asked>,
) -> Response<Body> {
    let query = match query(&signed, console, &asked, AT_ONCE).await {
        Ok(query) => query,
        Err(error) => return signed.unavailable(&error),
    };
    if let Err(error) = write_down(&signed).await {
        return signed.unavailable(&error);
    }
    let head = (format == Format::Csv).then(|| Bytes::from_static(HEAD));
    let state = State { signed, format, query, head };
    let body = Body::from_stream(stream::try_unfold(state, State::next));
    let (kind, name) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "audit.csv"),
        Format::JsonLines => ("application/jsonl; charset=utf-8", "audit.jsonl"),
    };
    Response::builder()
        .status(StatusCode::OK)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(body)
        .unwrap_or_default()
}

async fn write_down(signed: &Signed) -> Stored<()> {
    let outside = &signed.site.keeper.outside;
    let event = Event::new(outside.clock.now(), What::AuditExported, Actor::User(signed.user().id))
        .about(signed.user().account, signed.user().id)
        .within(signed.session().record());
    outside.directory.apply(Change { audit: vec![event], ..Change::default() }).await.map(drop)
}

/// An export on its way.
struct State {
    signed: Signed,
    format: Format,
    /// What is still to be read.
    query: Option<EventQuery>,
    head: Option<Bytes>,
}

impl State {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, std::io::Error> {
        if let Some(head) = self.head.take() {
            return Ok(Some((head, self)));
        }
        let Some(mut query) = self.query.take() else { return Ok(None) };
        let events = self.signed.site.keeper.outside.directory.events(&query).await.map_err(|error| {
            error!(request.id = %self.signed.visit.id, %error, "an export broke off");
            std::io::Error::other("the directory does not answer")
        })?;
        let mut chunk = Vec::new();
        for (_, event) in &events {
            match self.format {
                Format::JsonLines => {
                    serde_json::to_writer(&mut chunk, event)?;
                    chunk.push(b'\n');
                }
                Format::Csv => line(&mut chunk, event),
            }
        }
        if events.len() >= AT_ONCE as usize {
            query.older_than = events.last().map(|(id, _)| *id);
            self.query = Some(query);
        }
        Ok(Some((Bytes::from(chunk), self)))
    }
}

const HEAD: &[u8] = b"at,what,actor,actor_user,account,user,portal,network,detail\r\n";

/// One line (RFC 4180).
fn line(out: &mut Vec<u8>, event: &Event) {
    let (actor, actor_user) = match event.actor {
        Actor::Visitor => ("visitor", None),
        Actor::User(user) => ("user", Some(user.to_string())),
        Actor::CommandLine => ("command-line", None),
        Actor::Gateway => ("gateway", None),
    };
    let detail: Vec<String> = event.detail.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let cells = [
        rfc3339::format(event.at),
        event.what.as_str().to_owned(),
        actor.to_owned(),
        actor_user.unwrap_or_default(),
        event.account.map(|account| account.to_string()).unwrap_or_default(),
        event.user.map(|user| user.to_string()).unwrap_or_default(),
        event.portal.clone().unwrap_or_default(),
        event.network.clone().unwrap_or_default(),
        detail.join("; "),
    ];
    out.extend_from_slice(cells.map(|text| cell(&text)).join(",").as_bytes());
    out.extend_from_slice(b"\r\n");
}

/// A cell. What a spreadsheet would take for a formula is marked as text.
fn cell(text: &str) -> String {
    let marked = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if marked.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", marked.replace('"', "\"\"")) } else { marked }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_never_two() {
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("@x"), "'@x");
        assert_eq!(cell("-1,2"), "\"'-1,2\"");
        assert_eq!(cell("say \"a\",\nb"), "\"say \"\"a\"\",\nb\"");
    }
}
