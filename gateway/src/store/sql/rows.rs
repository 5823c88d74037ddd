//! A row's columns. What cannot be read is an error that names table and column, and never shows what is in it.

use sqlx::{Any, Decode, Row as _, Type, any::AnyRow};

use gatehouse_auth_core::{
    ports::{StoreError, Stored},
    secret::SecretDigest,
    time::Timestamp,
};

/// A row whose columns are called `table.column`.
#[derive(Clone, Copy)]
pub(super) struct Columns<'r>(pub(super) &'r AnyRow);

impl<'r> Columns<'r> {
    /// A number.
    pub(super) fn number(self, column: &'static str) -> Stored<i64> {
        self.get(column)
    }

    /// A number, where there is one.
    pub(super) fn number_if_any(self, column: &'static str) -> Stored<Option<i64>> {
        self.get(column)
    }

    /// A number that fits.
    pub(super) fn small_number(self, column: &'static str) -> Stored<u32> {
        u32::try_from(self.number(column)?).map_err(|_| unreadable(column))
    }

    /// A text.
    pub(super) fn text(self, column: &'static str) -> Stored<&'r str> {
        self.get(column)
    }

    /// A text, where there is one.
    pub(super) fn text_if_any(self, column: &'static str) -> Stored<Option<&'r str>> {
        self.get(column)
    }

    /// What a text means.
    pub(super) fn parsed<T>(self, column: &'static str, parse: impl FnOnce(&'r str) -> Option<T>) -> Stored<T> {
        parse(self.text(column)?).ok_or_else(|| unreadable(column))
    }

    /// What a text means, where there is one.
    pub(super) fn parsed_if_any<T>(self, column: &'static str, parse: impl FnOnce(&'r str) -> Option<T>) -> Stored<Option<T>> {
        let text = self.text_if_any(column)?;
        text.map(|text| parse(text).ok_or_else(|| unreadable(column))).transpose()
    }

    /// Bytes.
    pub(super) fn bytes(self, column: &'static str) -> Stored<&'r [u8]> {
        self.get(column)
    }

    /// Bytes, where there are any.
    pub(super) fn bytes_if_any(self, column: &'static str) -> Stored<Option<&'r [u8]>> {
        self.get(column)
    }

    /// A digest.
    pub(super) fn digest(self, column: &'static str) -> Stored<SecretDigest> {
        SecretDigest::from_bytes(self.bytes(column)?).ok_or_else(|| unreadable(column))
    }

    /// A digest, where there is one.
    pub(super) fn digest_if_any(self, column: &'static str) -> Stored<Option<SecretDigest>> {
        let bytes: Option<&[u8]> = self.get(column)?;
        bytes.map(|bytes| SecretDigest::from_bytes(bytes).ok_or_else(|| unreadable(column))).transpose()
    }

    /// A moment.
    pub(super) fn moment(self, column: &'static str) -> Stored<Timestamp> {
        self.number(column).map(Timestamp::from_millis)
    }

    /// A moment, where there is one.
    pub(super) fn moment_if_any(self, column: &'static str) -> Stored<Option<Timestamp>> {
        let number: Option<i64> = self.get(column)?;
        Ok(number.map(Timestamp::from_millis))
    }

    fn get<T: Decode<'r, Any> + Type<Any>>(self, column: &'static str) -> Stored<T> {
        self.0.try_get(column).map_err(|_| unreadable(column))
    }
}

/// Every row, or the first error.
pub(super) fn all<T>(rows: &[AnyRow], read: impl Fn(Columns<'_>) -> Stored<T>) -> Stored<Vec<T>> {
    rows.iter().map(|row| read(Columns(row))).collect()
}

/// What is said of a column that holds what Gatehouse never writes there.
pub(super) fn unreadable(column: &'static str) -> StoreError {
    StoreError::message(format!("{column} holds what Gatehouse cannot read"))
}
