//! How high a person stands, and whether they may sign in.

/// Authority: people act only on people of the same or a lower level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Highest.
    Company,
    /// Below company.
    Global,
    /// Below global.
    Staff,
    /// Lowest.
    Team,
}

impl Level {
    /// Every level, highest first.
    pub const ALL: [Self; 4] = [Self::Company, Self::Global, Self::Staff, Self::Team];

    /// Its value in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Global => "global",
            Self::Staff => "staff",
            Self::Team => "team",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Company => "level-company",
            Self::Global => "level-global",
            Self::Staff => "level-staff",
            Self::Team => "level-team",
        }
    }
}

/// Whether a person may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserState {
    /// They may.
    Active,
    /// They left, or are not to be let in for now.
    Disabled,
    /// An administrator locked them out.
    Locked,
}

impl UserState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Active, Self::Disabled, Self::Locked];

    /// Its value in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Locked => "locked",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Active => "user-active",
            Self::Disabled => "user-disabled",
            Self::Locked => "user-locked",
        }
    }
}
