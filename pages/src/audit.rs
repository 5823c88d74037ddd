//! What happened, as those see it who may read the audit log.

mod event;
mod filters;
mod page;
mod row;
#[cfg(test)]
mod tests;

pub use event::{EventText, event_sentence};
pub use filters::AuditFilters;
pub use page::AuditPage;
pub use row::{AuditActor, AuditOutcome, AuditRow};
