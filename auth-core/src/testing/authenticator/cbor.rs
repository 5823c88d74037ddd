//! CBOR as authenticators write it (RFC 8949 §4.2.1), by hand: nothing that the verifier reads with has a part in it.

/// An integer.
pub(super) fn number(number: i64) -> Vec<u8> {
    match u64::try_from(number) {
        Ok(number) => head(0, number),
        // -1 is written as 0, and so on down.
        Err(_) => head(1, (-1 - number).unsigned_abs()),
    }
}

/// A byte string.
pub(super) fn bytes(bytes: &[u8]) -> Vec<u8> {
    [head(2, length(bytes)), bytes.to_vec()].concat()
}

/// A text string.
pub(super) fn text(text: &str) -> Vec<u8> {
    [head(3, length(text.as_bytes())), text.as_bytes().to_vec()].concat()
}

/// A map of what is written already, in this order.
pub(super) fn map(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut written = head(5, length(entries));
    for (key, value) in entries {
        written.extend_from_slice(key);
        written.extend_from_slice(value);
    }
    written
}

fn length<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).expect("64 bits count everything")
}

/// Type and argument, in the fewest bytes.
fn head(major: u8, argument: u64) -> Vec<u8> {
    let first = |low: u8| (major << 5) + low;
    let [.., a, b, c, d] = argument.to_be_bytes();
    match argument {
        0..=23 => vec![first(d)],
        24..=0xff => vec![first(24), d],
        0x100..=0xffff => vec![first(25), c, d],
        0x1_0000..=0xffff_ffff => vec![first(26), a, b, c, d],
        _ => [&[first(27)], argument.to_be_bytes().as_slice()].concat(),
    }
}
