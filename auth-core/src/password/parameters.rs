//! What one Argon2id run costs.

use argon2::{Algorithm, Argon2, Params, Version};
use thiserror::Error;
use zeroize::Zeroizing;

/// Argon2id's cost parameters (RFC 9106).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parameters {
    memory_kib: u32,
    iterations: u32,
    lanes: u32,
}

/// Parameters that Argon2 cannot run with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("Argon2 needs at least 8 KiB a lane, one iteration and one lane")]
pub struct ParametersError;

impl Parameters {
    /// Memory in KiB, iterations, lanes.
    pub fn new(memory_kib: u32, iterations: u32, lanes: u32) -> Result<Self, ParametersError> {
        Params::new(memory_kib, iterations, lanes, Some(32)).map_err(|_| ParametersError)?;
        Ok(Self { memory_kib, iterations, lanes })
    }

    /// Memory in KiB.
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Iterations.
    pub fn iterations(self) -> u32 {
        self.iterations
    }

    /// Lanes.
    pub fn lanes(self) -> u32 {
        self.lanes
    }

    /// What a run costs in memory passes, to which its time is proportional.
    pub fn cost(self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.iterations)
    }

    /// Parameters whose run makes up the difference between this run and a costlier one; `None` when there is none to make up.
    pub fn shortfall(self, costliest: Self) -> Option<Self> {
        let missing = costliest.cost().checked_sub(self.cost())?;
        let iterations = missing.div_ceil(u64::from(costliest.memory_kib)).max(1);
        let memory_kib = u32::try_from(missing / iterations).ok()?;
        Self::new(memory_kib, u32::try_from(iterations).ok()?, 1).ok()
    }

    /// One run: 32 bytes from `password` and `salt`.
    pub(super) fn run(self, password: &[u8], salt: &[u8]) -> Zeroizing<[u8; 32]> {
        let params = Params::new(self.memory_kib, self.iterations, self.lanes, Some(32)).expect("checked when made");
        let mut out = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password, salt, out.as_mut())
            .expect("salt and output have lengths that Argon2 accepts");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortfall_makes_up_the_difference() {
        let cheap = Parameters::new(8 * 1024, 1, 1).expect("valid");
        let dear = Parameters::new(64 * 1024, 3, 1).expect("valid");
        let filler = cheap.shortfall(dear).expect("there is a difference");
        let total = cheap.cost() + filler.cost();
        assert!(total.abs_diff(dear.cost()) <= u64::from(filler.iterations()), "{total} against {}", dear.cost());
        assert_eq!(dear.shortfall(dear), None);
        assert_eq!(dear.shortfall(cheap), None);
    }
}
