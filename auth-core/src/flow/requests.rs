//! R4: somebody of the account decides whether a person gets a new password.

use std::collections::{BTreeSet, HashMap};

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend},
    flow::Outside,
    letter::Purpose,
    ports::{Deciders, StoreError, Stored},
    recovery::{Approval, Ending, Kind, Recovery, RecoveryId},
    session::{Authenticated, Session, SessionRecord},
    user::{Person, User, UserId},
};

/// The role of those who decide.
pub const APPROVE_RESETS: &str = "approve-resets";

/// Who of their account can approve a new password of `person`: nobody approves their own.
pub async fn approvers(outside: &Outside, person: &Person) -> Stored<Vec<User>> {
    let mut holders = outside.directory.holders(person.account.id, APPROVE_RESETS).await?;
    holders.retain(|holder| holder.id != person.user.id && holder.has_authority_over(&person.user));
    Ok(holders)
}

/// Who decides where nobody of the account can.
pub async fn operators(outside: &Outside) -> Stored<Vec<User>> {
    let mut operators = outside.directory.operators().await?;
    operators.retain(|operator| operator.holds(APPROVE_RESETS));
    Ok(operators)
}

/// A request and whose it is.
#[derive(Debug)]
pub struct Request {
    /// The request.
    pub recovery: Recovery,
    /// Whose.
    pub person: Person,
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A link is mailed.
    Approve,
    /// No link is mailed.
    Decline,
    /// The link that was mailed is good for nothing any more.
    TakeBack,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is no such request, or it is none of theirs.
    #[error("there is no such request")]
    NoRequest,
    /// Nobody approves their own.
    #[error("nobody approves their own request")]
    Own,
    /// Somebody else was quicker, or it ended otherwise.
    #[error("the request has been decided, or is over")]
    Over,
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

/// Somebody who may decide, in a session of theirs.
pub struct Decider<'a> {
    /// The outside.
    pub outside: &'a Outside,
    /// Who.
    pub me: &'a Session<Authenticated>,
    /// Whether they decide as an operator, about what nobody of an account could.
    pub as_operator: bool,
}

impl Decider<'_> {
    /// The requests that wait for this person, and those whose link is on its way.
    pub async fn requests(&self) -> Stored<Vec<Request>> {
        let whose = if self.as_operator { Deciders::Operators } else { Deciders::Account(self.me.person().account.id) };
        let mut requests = open(self.outside, whose).await?;
        requests.retain(|request| self.concerns(&request.recovery, &request.person));
        Ok(requests)
    }

    /// One request, however it stands.
    pub async fn request(&self, id: RecoveryId) -> Stored<Option<Request>> {
        let recovery = self.outside.directory.recovery(id).await?.filter(|recovery| recovery.kind == Kind::Approval);
        let Some(recovery) = recovery else { return Ok(None) };
        let person = self.outside.directory.person(recovery.user).await?;
        Ok(person.filter(|person| self.concerns(&recovery, person)).map(|person| Request { recovery, person }))
    }

    /// Decides about a request.
    pub async fn decide(&self, id: RecoveryId, decision: Decision) -> Result<Request, DecideError> {
        let request = self.request(id).await?.ok_or(DecideError::NoRequest)?;
        let me = &self.me.person().user;
        let by = By { user: me.id, actor: Actor::User(me.id), session: Some(self.me.record()) };
        decide(self.outside, request, decision, by).await
    }

    /// Whether a request is this person's to see: of their account and authority, or fallen to the operators.
    fn concerns(&self, recovery: &Recovery, person: &Person) -> bool {
        if self.as_operator {
            return recovery.is_for_operators;
        }
        // Those that fell to the operators are theirs alone, but whoever asked may see how it stands.
        let me = &self.me.person().user;
        me.id == person.user.id || (me.has_authority_over(&person.user) && !recovery.is_for_operators)
    }
}

/// Who decides, and how.
pub struct By<'a> {
    /// Who.
    pub user: UserId,
    /// Who did it, for the audit log.
    pub actor: Actor,
    /// The session it was done in, where it was at a page.
    pub session: Option<&'a SessionRecord>,
}

/// Decides about a request that is this decider's.
pub async fn decide(outside: &Outside, request: Request, decision: Decision, by: By<'_>) -> Result<Request, DecideError> {
    if request.person.user.id == by.user {
        return Err(DecideError::Own);
    }
    let now = outside.clock.now();
    let recovery = &request.recovery;
    let id = recovery.id;
    let is_timely = match decision {
        Decision::Approve | Decision::Decline => recovery.is_waiting(now),
        Decision::TakeBack => recovery.is_on_its_way(now),
    };
    if !is_timely {
        return Err(DecideError::Over);
    }
    let approval = Approval { by: by.user, at: now };
    let expires_at = now.after(outside.recovery.request_life);
    let (spend, purpose, what) = match decision {
        Decision::Approve => {
            (Spend::Approve { recovery: id, approval, expires_at }, Some(Purpose::Approved { recovery: id }), What::Approved)
        }
        Decision::Decline => {
            (Spend::Decline { recovery: id, approval }, Some(Purpose::Declined { recovery: id }), What::Declined)
        }
        Decision::TakeBack => {
            (Spend::EndRecovery { recovery: id, at: now, ending: Ending::TakenBack }, None, What::ApprovalTakenBack)
        }
    };
    let mut event = Event::new(now, what, by.actor).about(request.person.account.id, request.person.user.id);
    if let Some(session) = by.session {
        event = event.within(session);
    }
    let change = Change {
        spend: vec![spend],
        letters: purpose.and_then(|purpose| outside.letter(&recovery.portal, now, purpose)).into_iter().collect(),
        audit: vec![event],
        ..Change::default()
    };
    match outside.directory.apply(change).await? {
        Applied::Done => Ok(request),
        Applied::AlreadySpent(_) | Applied::Taken => Err(DecideError::Over),
    }
}

/// The requests that fell to the operators.
pub async fn of_operators(outside: &Outside) -> Stored<Vec<Request>> {
    open(outside, Deciders::Operators).await
}

/// People in one question to the directory, which takes no list of any length.
const AT_ONCE: usize = 500;

/// The requests that are not over, and whose they are.
async fn open(outside: &Outside, whose: Deciders) -> Stored<Vec<Request>> {
    let directory = &outside.directory;
    let recoveries = directory.requests(whose, outside.clock.now()).await?;
    let ids: Vec<UserId> = recoveries.iter().map(|recovery| recovery.user).collect();
    let (mut users, mut accounts) = (HashMap::new(), HashMap::new());
    for ids in ids.chunks(AT_ONCE) {
        users.extend(directory.users_named(ids).await?.into_iter().map(|user| (user.id, user)));
    }
    for id in users.values().map(|user| user.account).collect::<BTreeSet<_>>() {
        accounts.extend(directory.account(id).await?.map(|account| (id, account)));
    }
    let request = |recovery: Recovery| {
        let user = users.get(&recovery.user)?.clone();
        let account = accounts.get(&user.account)?.clone();
        Some(Request { recovery, person: Person { user, account } })
    };
    Ok(recoveries.into_iter().filter_map(request).collect())
}
