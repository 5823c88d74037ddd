//! Which assertions are believed.

use jsonwebtoken::{Header, get_current_timestamp};
use ring::hmac;
use serde_json::{Value, json};

use super::{
    super::issuer::{Issuer, claims, signing_input, token},
    Refusal, Verifier,
};

async fn refusal(issuer: &Issuer, assertion: &str) -> Option<Refusal> {
    issuer.verifier().verify(assertion).await.err()
}

#[tokio::test]
async fn a_good_assertion_is_believed() {
    let issuer = Issuer::start().await;
    let verified = issuer.verifier().verify(&issuer.sign(&json!({}))).await.expect("a good assertion");
    assert_eq!(verified.key, issuer.row.id);
    assert_eq!(verified.claims.person.name, "Henry Jäckson");
    assert_eq!(verified.claims.all.get("level"), Some(&json!("staff")));
}

#[tokio::test]
async fn claims_that_are_wrong_or_missing_are_refused() {
    let (issuer, now) = (Issuer::start().await, get_current_timestamp());
    for (changes, expected) in [
        (json!({ "aud": "crm" }), Refusal::Audience),
        (json!({ "aud": null }), Refusal::Claims),
        (json!({ "iss": "https://elsewhere.example" }), Refusal::Issuer),
        (json!({ "iss": null }), Refusal::Claims),
        (json!({ "exp": now - 40 }), Refusal::Expired),
        (json!({ "exp": null }), Refusal::Claims),
        (json!({ "nbf": now + 60 }), Refusal::NotYet),
        (json!({ "nbf": null }), Refusal::Claims),
        (json!({ "username": null }), Refusal::Claims),
    ] {
        assert_eq!(refusal(&issuer, &issuer.sign(&changes)).await, Some(expected), "{changes}");
    }
}

#[tokio::test]
async fn clocks_may_differ_by_half_a_minute() {
    let (issuer, now) = (Issuer::start().await, get_current_timestamp());
    for changes in [json!({ "exp": now - 20 }), json!({ "nbf": now + 20 })] {
        assert_eq!(refusal(&issuer, &issuer.sign(&changes)).await, None, "{changes}");
    }
}

#[tokio::test]
async fn tokens_of_another_kind_are_refused() {
    let issuer = Issuer::start().await;
    for kind in [Some("JWT".to_owned()), None] {
        let assertion = issuer.sign_with(&Header { typ: kind, ..issuer.header() }, &json!({}));
        assert_eq!(refusal(&issuer, &assertion).await, Some(Refusal::Type));
    }
}

#[tokio::test]
async fn critical_extensions_are_refused() {
    let issuer = Issuer::start().await;
    let header = Header { crit: Some(vec!["b64".to_owned()]), ..issuer.header() };
    assert_eq!(refusal(&issuer, &issuer.sign_with(&header, &json!({}))).await, Some(Refusal::Malformed));
}

#[tokio::test]
async fn unsigned_tokens_are_refused() {
    let issuer = Issuer::start().await;
    for none in ["none", "None", "nOnE"] {
        let header = json!({ "alg": none, "typ": "gatehouse+jwt", "kid": issuer.row.id });
        let refused = refusal(&issuer, &token(&header, &claims(&json!({})), b"")).await;
        assert_eq!(refused, Some(Refusal::Algorithm(none.to_owned())));
    }
}

#[tokio::test]
async fn the_public_key_is_no_hmac_secret() {
    let issuer = Issuer::start().await;
    let point = [&[4], issuer.row.public.as_slice()].concat();
    for secret in [issuer.row.public.clone(), point] {
        let (header, claims) = (header(&issuer, "HS256"), claims(&json!({})));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), signing_input(&header, &claims).as_bytes());
        let refused = refusal(&issuer, &token(&header, &claims, tag.as_ref())).await;
        assert_eq!(refused, Some(Refusal::Algorithm("HS256".to_owned())));
    }
    assert_eq!(issuer.was_asked(), 0, "such a token does not even cause a fetch");
}

#[tokio::test]
async fn changed_claims_and_other_peoples_signatures_are_refused() {
    let (issuer, other) = (Issuer::start().await, Issuer::start().await);
    let forged = other.sign_with(&issuer.header(), &json!({}));
    assert_eq!(refusal(&issuer, &forged).await, Some(Refusal::Signature));
    let good = issuer.sign(&json!({}));
    let (_, signature) = good.rsplit_once('.').expect("three parts");
    let changed = format!("{}.{signature}", signing_input(&header(&issuer, "ES256"), &claims(&json!({ "username": "root" }))));
    assert_eq!(refusal(&issuer, &changed).await, Some(Refusal::Signature));
    assert_eq!(refusal(&issuer, &token(&header(&issuer, "ES256"), &claims(&json!({})), b"")).await, Some(Refusal::Signature));
    assert_eq!(
        refusal(&issuer, &token(&header(&issuer, "ES256"), &claims(&json!({})), &[0; 64])).await,
        Some(Refusal::Signature)
    );
}

#[tokio::test]
async fn nonsense_is_refused() {
    let issuer = Issuer::start().await;
    for nonsense in ["", ".", "..", "a.b.c", "e30.e30.e30", "e30", "e30.e30.e30.e30.e30"] {
        assert_eq!(refusal(&issuer, nonsense).await, Some(Refusal::Malformed), "{nonsense}");
    }
}

#[tokio::test]
async fn unknown_keys_do_not_make_it_ask_again_and_again() {
    let (issuer, other) = (Issuer::start().await, Issuer::start().await);
    let (verifier, good, foreign) = (issuer.verifier(), issuer.sign(&json!({})), other.sign(&json!({})));
    assert!(verifier.verify(&good).await.is_ok());
    for _ in 0..20 {
        assert_eq!(verifier.verify(&foreign).await.err(), Some(Refusal::UnknownKey));
        assert!(verifier.verify(&good).await.is_ok(), "known keys go on being good");
    }
    assert_eq!(issuer.was_asked(), 1);
}

#[tokio::test]
async fn visitors_who_come_at_once_share_one_fetch() {
    let issuer = Issuer::start().await;
    let (verifier, good) = (issuer.verifier(), issuer.sign(&json!({})));
    let results = futures_util::future::join_all((0..20).map(|_| verifier.verify(&good))).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(issuer.was_asked(), 1);
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_is_said_so() {
    let issuer = Issuer::start().await;
    // Nothing listens on the discard port of a machine of this century.
    let address = "http://127.0.0.1:9/jwks.json".parse().expect("an address");
    let verifier = Verifier::new(address, "i".to_owned(), "a".to_owned());
    let refused = verifier.verify(&issuer.sign(&json!({}))).await.err();
    assert!(matches!(refused, Some(Refusal::KeysUnavailable(_))), "{refused:?}");
}

fn header(issuer: &Issuer, algorithm: &str) -> Value {
    json!({ "alg": algorithm, "typ": "gatehouse+jwt", "kid": issuer.row.id })
}
