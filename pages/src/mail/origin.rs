//! From where, with what and when somebody did what a letter is about.

/// Where a request came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The network address, such as `203.0.113.24`.
    pub network: String,
    /// The browser and its system, as [`device_name`](super::device_name) puts them.
    pub device: String,
    /// The time, as [`moment`](super::moment()) puts it.
    pub at: String,
}
