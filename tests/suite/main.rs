//! The end-to-end suite: a file a subject.

mod framing;
mod scratch;
mod sign_in;
mod targets;
