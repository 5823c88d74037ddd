//! One message as it leaves.

use data_encoding::BASE64;
use gatehouse_auth_core::{letter::LetterId, time::Timestamp};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

/// A message, before it is put into the form of RFC 5322.
#[derive(Clone)]
pub struct Outgoing {
    /// The letter's name: the message's, too, however often its delivery is tried.
    pub letter: LetterId,
    /// When the letter was asked for.
    pub date: Timestamp,
    /// The sender: a mailbox, as the configuration has it.
    pub from: Mailbox,
    /// Where answers go, if elsewhere.
    pub reply_to: Option<Mailbox>,
    /// The address.
    pub to: String,
    /// The language (BCP 47).
    pub language: &'static str,
    /// The subject.
    pub subject: String,
    /// The words, as text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outgoing({})", self.letter)
    }
}

/// Why a message cannot be put into form. Nothing of it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// The address is none that mail can be sent to.
    #[error("the address is none that mail can be sent to")]
    Address,
    /// A value would break out of its header.
    #[error("a header would hold a line break or a control character")]
    Header,
    /// The rest.
    #[error("the message cannot be put into form")]
    Form,
}

impl Outgoing {
    /// The message in the form of RFC 5322. Values with control characters are refused here, whatever is done about them further on,
    /// and bodies go in base64, of which no line can be taken for SMTP's own (RUSTSEC-2026-0561).
    pub fn to_message(&self) -> Result<Message, Unsendable> {
        if self.subject.chars().any(char::is_control) {
            return Err(Unsendable::Header);
        }
        let to: Address = self.to.parse().map_err(|_| Unsendable::Address)?;
        let id = format!("<{}@{}>", self.letter, self.from.email.domain());
        let part = |kind: ContentType, body: &str| {
            SinglePart::builder().header(kind).header(ContentTransferEncoding::Base64).body(body.to_owned())
        };
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .raw_header(subject(&self.subject))
            .message_id(Some(id))
            .date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(u64::try_from(self.date.as_secs()).unwrap_or(0)))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", self.language));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        let parts = MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, &self.text))
            .singlepart(part(ContentType::TEXT_HTML, &self.html));
        builder.multipart(parts).map_err(|_| Unsendable::Form)
    }
}

/// The subject, in base64 where it holds what a reader could take for an encoded word (RFC 2047 §2): a name must not decode into another,
/// and line breaks that nobody saw.
fn subject(text: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str("Subject");
    if !text.contains("=?") {
        return HeaderValue::new(name, text.to_owned());
    }
    let mut words = vec![String::new()];
    for c in text.chars() {
        // An encoded word has 75 characters at most, and no character across two of them (RFC 2047 §5).
        match words.last_mut() {
            Some(word) if word.len() + c.len_utf8() <= 45 => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let encoded: Vec<String> = words.iter().map(|word| format!("=?utf-8?b?{}?=", BASE64.encode(word.as_bytes()))).collect();
    HeaderValue::dangerous_new_pre_encoded(name, text.to_owned(), encoded.join("\r\n "))
}

fn header(name: &'static str, value: &'static str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    use gatehouse_auth_core::ports::SystemEntropy;
    use proptest::prelude::*;

    use super::*;

    fn outgoing(subject: &str, to: &str, body: &str) -> Outgoing {
        Outgoing {
            letter: LetterId::random(&SystemEntropy),
            date: Timestamp::from_millis(1_800_000_000_000),
            from: "Call Records <no-reply@calls.example>".parse().expect("a mailbox"),
            reply_to: None,
            to: to.to_owned(),
            language: "en",
            subject: subject.to_owned(),
            text: body.to_owned(),
            html: format!("<p>{body}</p>"),
        }
    }

    #[test]
    fn a_message_carries_what_mail_programs_go_by() {
        let outgoing = outgoing("Your password – reset", "ada@acme.example", "Hello Ada");
        let message = String::from_utf8(outgoing.to_message().expect("a message").formatted()).expect("ASCII");
        for line in [
            format!("Message-ID: <{}@calls.example>", outgoing.letter),
            "Auto-Submitted: auto-generated".to_owned(),
            "Content-Language: en".to_owned(),
            "To: ada@acme.example".to_owned(),
            "Content-Type: multipart/alternative".to_owned(),
        ] {
            assert!(message.lines().any(|own| own.starts_with(&line)), "{line}\n{message}");
        }
        assert_eq!(message.matches("Content-Transfer-Encoding: base64").count(), 2, "{message}");
    }

    #[test]
    fn no_value_breaks_out_of_its_header() {
        for subject in ["a\r\nBcc: eve@evil.example", "a\nb", "a\rb", "a\0b", "a\u{85}b"] {
            assert_eq!(outgoing(subject, "ada@acme.example", "x").to_message().err(), Some(Unsendable::Header), "{subject:?}");
        }
        for to in [
            "ada@acme.example\r\nRCPT TO:<eve@evil.example>",
            "ada@acme.example, eve@evil.example",
            "<ada@acme.example>",
            "a b@c",
        ] {
            assert_eq!(outgoing("x", to, "x").to_message().err(), Some(Unsendable::Address), "{to:?}");
        }
    }

    #[test]
    fn a_subject_that_looks_encoded_says_what_it_says() {
        for text in ["=?utf-8?q?Ada=0d=0aBcc:_eve@evil.example?= asked", &"é=?".repeat(40)] {
            let message = outgoing(text, "ada@acme.example", "x").to_message().expect("a message").formatted();
            let message = String::from_utf8(message).expect("ASCII");
            let (_, rest) = message.split_once("Subject: ").expect("a subject");
            let (value, _) = rest.split_once("\r\nMessage-ID").expect("the next header");
            let words = value.split("\r\n ").map(|word| {
                assert!(word.len() <= 75, "{word}");
                let base64 = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?=")).expect("an encoded word");
                String::from_utf8(BASE64.decode(base64.as_bytes()).expect("base64")).expect("whole characters")
            });
            assert_eq!(words.collect::<String>(), text);
        }
    }

    proptest! {
        #[test]
        fn one_message_stays_one_message(subject in "\\PC{0,60}", body in "(?s).{0,200}") {
            let message = outgoing(&subject, "ada@acme.example", &body).to_message().expect("a message").formatted();
            let text = String::from_utf8(message).expect("encoded bodies are ASCII");
            let (head, _) = text.split_once("\r\n\r\n").expect("a head and a body");
            let names: Vec<_> = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).filter_map(|line| line.split_once(':')).map(|(name, _)| name.to_ascii_lowercase()).collect();
            let expected = ["from", "to", "subject", "message-id", "date", "auto-submitted", "content-language", "mime-version", "content-type"];
            prop_assert_eq!(names.len(), expected.len(), "{}", head);
            prop_assert!(expected.iter().all(|name| names.iter().any(|own| own == name)), "{}", head);
            prop_assert!(!text.split("\r\n").any(|line| line == "."), "a line that would end the message");
            prop_assert!(text.replace("\r\n", "").chars().all(|c| !matches!(c, '\r' | '\n')), "a bare line break");
        }
    }
}
