//! COSE keys, good and bad.

use super::*;

fn key(hex: &str) -> Result<Algorithm, Refusal> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(hex.replace(' ', "").as_bytes()).expect("hex");
    PublicKey::parse(&bytes).map(|key| key.algorithm())
}

#[test]
fn keys_of_the_three_algorithms_are_read() {
    let (x, n) = ("11".repeat(32), "ff".repeat(256));
    assert_eq!(key(&format!("a5 0102 0326 2001 215820{x} 225820{x}")), Ok(Algorithm::Es256));
    assert_eq!(key(&format!("a4 0101 0327 2006 215820{x}")), Ok(Algorithm::EdDsa));
    assert_eq!(key(&format!("a4 0103 03390100 20590100{n} 2143010001")), Ok(Algorithm::Rs256));
}

#[test]
fn keys_that_are_none_of_their_algorithm_are_refused() {
    let (x, n) = ("11".repeat(32), "ff".repeat(256));
    for hex in [
        // Another curve, another type, a short coordinate, a missing one, a compressed point.
        format!("a5 0102 0326 2002 215820{x} 225820{x}"),
        format!("a5 0101 0326 2001 215820{x} 225820{x}"),
        format!("a5 0102 0326 2001 21581f{} 225820{x}", "11".repeat(31)),
        format!("a4 0102 0326 2001 215820{x}"),
        format!("a4 0101 0327 2004 215820{x}"),
        format!("a5 0101 0327 2006 215820{x} 225820{x}"),
        // Moduli of 1024 and 8192 bits and with a leading zero, an exponent of five bytes.
        format!("a4 0103 03390100 205880{} 2143010001", "ff".repeat(128)),
        format!("a4 0103 03390100 20590400{} 2143010001", "ff".repeat(1024)),
        format!("a4 0103 03390100 20590101 00{n} 2143010001"),
        format!("a4 0103 03390100 20590100{n} 21450100000001"),
        format!("a3 0103 03390100 20590100{n}"),
    ] {
        assert_eq!(key(&hex), Err(Refusal::BadKey), "{hex}");
    }
}

#[test]
fn algorithms_that_were_not_asked_for_are_refused() {
    let x = "11".repeat(32);
    for number in ["3822", "3823", "382f", "20", "05"] {
        assert_eq!(key(&format!("a5 0102 03{number} 2001 215820{x} 225820{x}")), Err(Refusal::WrongAlgorithm), "{number}");
    }
    assert_eq!(key(&format!("a4 0102 2001 215820{x} 225820{x}")), Err(Refusal::WrongAlgorithm), "none");
}

#[test]
fn what_is_no_cose_key_is_refused() {
    let x = "11".repeat(32);
    for hex in [
        String::new(),
        "f6".to_owned(),
        "bf ff".to_owned(),
        format!("a5 0102 0326 2001 215820{x} 225820"),
        format!("a5 0102 0326 2001 215820{x} 225820{x} 00"),
        // A parameter twice, one too many, a compressed point's sign, a length that nothing has.
        format!("a6 0102 0326 0326 2001 215820{x} 225820{x}"),
        format!("a6 0102 0326 04 8102 2001 215820{x} 225820{x}"),
        format!("a5 0102 0326 2001 215820{x} 22f5"),
        "bbffffffffffffffff 0102".to_owned(),
        "a1 01 5bffffffffffffffff".to_owned(),
    ] {
        assert_eq!(key(&hex), Err(Refusal::Unreadable("public key")), "{hex}");
    }
}

#[test]
fn a_point_off_the_curve_verifies_nothing() {
    let hex = format!("a501020326200121582011{x}225820{x}11", x = "11".repeat(31));
    let bytes = data_encoding::HEXLOWER.decode(hex.as_bytes()).expect("hex");
    let key = PublicKey::from_stored(&bytes).expect("the shape of a key");
    assert!(!key.verifies(b"", &[]));
    assert!(!key.verifies(b"anything", &[0x30, 0x06, 2, 1, 1, 2, 1, 1]));
}
