//! The end-to-end suite: a file a subject.

mod sign_in;
