//! The end-to-end suite: a file a subject.

mod framing;
mod house;
mod identity;
mod proxying;
mod sign_in;
mod targets;
