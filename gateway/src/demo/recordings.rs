//! The recorded calls: invented people, and numbers that are set aside for stories.

/// A recorded call.
pub(super) struct Recording {
    /// Its number, which also decides what it sounds like.
    pub(super) id: u32,
    /// When it began (RFC 3339, to the minute).
    pub(super) began: &'static str,
    /// Who called.
    pub(super) from: &'static str,
    /// Who was called.
    pub(super) to: &'static str,
    /// Who took or made the call.
    pub(super) agent: &'static str,
    /// How long it took.
    pub(super) seconds: u32,
}

/// Every recording, latest first.
pub(super) const RECORDINGS: [Recording; 8] = [
    recording(4108, "2026-11-20 16:42", "020 7946 0142", "0800 555 0100", "Priya Raman", 9),
    recording(4107, "2026-11-20 15:17", "01632 960 871", "0800 555 0100", "Tom Adeyemi", 6),
    recording(4106, "2026-11-20 11:03", "0800 555 0100", "07700 900 318", "Priya Raman", 11),
    recording(4105, "2026-11-19 17:55", "029 2018 0467", "0800 555 0100", "Lena Fischer", 7),
    recording(4104, "2026-11-19 09:28", "07700 900 642", "0800 555 0100", "Tom Adeyemi", 12),
    recording(4103, "2026-11-18 14:10", "0800 555 0100", "0131 496 0233", "Marta Nowak", 8),
    recording(4102, "2026-11-18 10:36", "020 7946 0977", "0800 555 0100", "Lena Fischer", 5),
    recording(4101, "2026-11-17 13:21", "0161 496 0058", "0800 555 0100", "Marta Nowak", 10),
];

const fn recording(
    id: u32,
    began: &'static str,
    from: &'static str,
    to: &'static str,
    agent: &'static str,
    seconds: u32,
) -> Recording {
    Recording { id, began, from, to, agent, seconds }
}

impl Recording {
    /// The recording with this number.
    pub(super) fn find(id: u32) -> Option<&'static Self> {
        RECORDINGS.iter().find(|recording| recording.id == id)
    }

    /// Every recording in which all words of `search` stand somewhere.
    pub(super) fn search(search: &str) -> Vec<&'static Self> {
        let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        RECORDINGS.iter().filter(|recording| words.iter().all(|word| recording.text().contains(word))).collect()
    }

    /// How long it took, in minutes and seconds.
    pub(super) fn duration(&self) -> String {
        format!("{}:{:02}", self.seconds / 60, self.seconds % 60)
    }

    fn text(&self) -> String {
        format!("{} {} {} {}", self.began, self.from, self.to, self.agent).to_lowercase()
    }
}
