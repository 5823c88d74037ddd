//! Hashing without a pool.

use async_trait::async_trait;

use crate::{
    mfa::{CodeSearch, SetCreation},
    password::{Creation, PasswordRecord, Verdict, Verification},
    ports::{Busy, Hashing},
};

/// Runs every job where it is asked for, and is never busy.
#[derive(Clone, Copy, Debug, Default)]
pub struct InlineHashing;

#[async_trait]
impl Hashing for InlineHashing {
    async fn verify(&self, verification: Verification) -> Result<Verdict, Busy> {
        Ok(verification.run())
    }

    async fn create(&self, creation: Creation) -> Result<PasswordRecord, Busy> {
        Ok(creation.run())
    }

    async fn create_set(&self, creation: SetCreation) -> Result<Vec<PasswordRecord>, Busy> {
        Ok(creation.run())
    }

    async fn search(&self, search: CodeSearch) -> Result<Option<PasswordRecord>, Busy> {
        Ok(search.run())
    }
}
