//! Who of an account is asked for a second factor.

use std::{collections::BTreeMap, fmt, str::FromStr};

use thiserror::Error;

use crate::{
    permission::{Level, Role},
    user::User,
};

/// What an account has chosen for its people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum MfaSetting {
    /// Nobody is asked; what people have registered sleeps.
    Disabled,
    /// People decide for themselves.
    #[default]
    Available,
    /// Everybody is asked, and registers before they go on.
    Enabled,
}

impl MfaSetting {
    /// Every setting, as pages list them.
    pub const ALL: [Self; 3] = [Self::Available, Self::Enabled, Self::Disabled];

    /// Its name in commands, forms and stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Available => "available",
            Self::Enabled => "enabled",
        }
    }

    /// The setting of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.as_str() == name)
    }
}

/// Some of an account's people, of whom it wants more than of the rest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Those of this level.
    Level(Level),
    /// Those who hold this role.
    Role(Role),
}

impl Group {
    fn has(&self, user: &User) -> bool {
        match self {
            Self::Level(level) => user.level == *level,
            Self::Role(role) => user.roles.contains(role),
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level(level) => write!(f, "level.{}", level.as_str()),
            Self::Role(role) => write!(f, "role.{role}"),
        }
    }
}

/// Neither a level nor a role.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} is neither level.LEVEL nor role.ROLE")]
pub struct GroupError(String);

impl FromStr for Group {
    type Err = GroupError;

    fn from_str(name: &str) -> Result<Self, GroupError> {
        let group = match name.split_once('.') {
            Some(("level", level)) => level.parse().ok().map(Self::Level),
            Some(("role", role)) => role.parse().ok().map(Self::Role),
            _ => None,
        };
        group.ok_or_else(|| GroupError(name.to_owned()))
    }
}

/// What is asked of somebody. The later ones ask for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Demand {
    /// A second factor of any kind.
    Required,
    /// One that cannot be given away to a page that only looks like ours (ASVS 6.6.3, NIST SP 800-63B-4 §3.2.5).
    PhishingResistant,
}

impl Demand {
    /// Its name in forms and stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::PhishingResistant => "phishing-resistant",
        }
    }

    /// The demand of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Required, Self::PhishingResistant].into_iter().find(|demand| demand.as_str() == name)
    }
}

/// An account's policy: one setting for all, and what it demands of some besides. Where the setting is Disabled, those demands sleep too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MfaPolicy {
    /// For all.
    pub setting: MfaSetting,
    /// For some.
    pub demands: BTreeMap<Group, Demand>,
}

impl MfaPolicy {
    /// What the account asks of `user`; `None` where it leaves it to them, or asks nobody.
    pub fn demands_of(&self, user: &User) -> Option<Demand> {
        let of_all = match self.setting {
            MfaSetting::Disabled => return None,
            MfaSetting::Available => None,
            MfaSetting::Enabled => Some(Demand::Required),
        };
        let of_some = self.demands.iter().filter(|(group, _)| group.has(user)).map(|(_, demand)| *demand).max();
        of_all.max(of_some)
    }

    /// What is asked of `user` when they sign in: what the account demands, or what they have chosen themselves.
    pub fn asks(&self, user: &User) -> Option<Demand> {
        let is_own_choice = self.setting == MfaSetting::Available && user.wants_mfa;
        self.demands_of(user).or(is_own_choice.then_some(Demand::Required))
    }

    /// The demands as a store keeps them: `GROUP=DEMAND`, with a space between two. No name has either in it.
    pub fn demands_to_stored(&self) -> String {
        let demands = self.demands.iter().map(|(group, demand)| format!("{group}={}", demand.as_str()));
        demands.collect::<Vec<_>>().join(" ")
    }

    /// What a store gave back; `None` when it is nothing that was ever stored.
    pub fn demands_from_stored(stored: &str) -> Option<BTreeMap<Group, Demand>> {
        let pairs = stored.split(' ').filter(|pair| !pair.is_empty());
        let read = |pair: &str| {
            let (group, demand) = pair.split_once('=')?;
            Some((group.parse().ok()?, Demand::named(demand)?))
        };
        pairs.map(read).collect()
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing::people::{account, user};

    fn group(name: &str) -> Group {
        name.parse().expect("a group")
    }

    #[test]
    fn the_stricter_of_what_is_asked_of_somebody_counts() {
        let mut ada = user(&account("ACME"), "ada");
        ada.level = Level::Staff;
        ada.roles = ["manage-users".parse().expect("a role")].into();
        ada.wants_mfa = false;
        let policy = |setting, demands: &[(&str, Demand)]| MfaPolicy {
            setting,
            demands: demands.iter().map(|(name, demand)| (group(name), *demand)).collect(),
        };
        let (required, resistant) = (Demand::Required, Demand::PhishingResistant);
        for (setting, demands, asked) in [
            (MfaSetting::Available, &[][..], None),
            (MfaSetting::Enabled, &[], Some(required)),
            (MfaSetting::Available, &[("level.staff", required)], Some(required)),
            (MfaSetting::Available, &[("level.team", required)], None),
            (MfaSetting::Available, &[("level.staff", required), ("role.manage-users", resistant)], Some(resistant)),
            (MfaSetting::Enabled, &[("role.manage-users", resistant)], Some(resistant)),
            (MfaSetting::Disabled, &[("role.manage-users", resistant)], None),
        ] {
            assert_eq!(policy(setting, demands).asks(&ada), asked, "{setting:?} {demands:?}");
        }
        ada.wants_mfa = true;
        assert_eq!(policy(MfaSetting::Available, &[]).asks(&ada), Some(required), "by their own choice");
        assert_eq!(policy(MfaSetting::Available, &[]).demands_of(&ada), None);
        assert_eq!(policy(MfaSetting::Disabled, &[]).asks(&ada), None);
    }

    #[test]
    fn demands_read_back_as_stored() {
        let demands = [(group("level.company"), Demand::Required), (group("role.recordings"), Demand::PhishingResistant)];
        let policy = MfaPolicy { setting: MfaSetting::Available, demands: demands.into() };
        assert_eq!(MfaPolicy::demands_from_stored(&policy.demands_to_stored()), Some(policy.demands));
        assert_eq!(MfaPolicy::demands_from_stored(""), Some(BTreeMap::new()));
        for odd in ["level.company", "level.boss=required", "role.x=maybe", "x=required"] {
            assert_eq!(MfaPolicy::demands_from_stored(odd), None, "{odd}");
        }
    }
}
