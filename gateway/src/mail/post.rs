//! Who takes a message: an SMTP server, or a folder.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::PathBuf, time::Duration};

use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    transport::smtp::{
        PoolConfig,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};

use super::{Outgoing, message::Unsendable};

/// Takes messages. Whoever says that a message was taken has it for good.
#[async_trait]
pub trait Post: Send + Sync {
    /// Hands one message over.
    async fn deliver(&self, outgoing: &Outgoing) -> Result<(), Undelivered>;
}

/// Why a message was not taken. The reason is for the log: it names no address and holds nothing of the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// It may be taken later.
    #[error("{0}")]
    ForNow(String),
    /// It never will be: nobody lives at that address.
    #[error("{0}")]
    ForGood(String),
}

impl From<Unsendable> for Undelivered {
    fn from(unsendable: Unsendable) -> Self {
        Self::ForGood(unsendable.to_string())
    }
}

/// An SMTP server.
pub struct Smtp(AsyncSmtpTransport<Tokio1Executor>);

/// How to reach an SMTP server.
#[derive(Debug)]
pub struct SmtpSettings {
    /// Its host, which its certificate must name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is secured.
    pub security: Security,
    /// The user name and password.
    pub credentials: Option<(String, String)>,
    /// Certificates of a private authority, as PEM.
    pub authority: Option<Vec<u8>>,
    /// How long anything may take.
    pub timeout: Duration,
    /// How many connections are kept.
    pub connections: u32,
}

/// How a connection is secured. Certificates are verified always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all.
    Plain,
    /// By STARTTLS, or not used (RFC 3207).
    StartTls,
    /// From the beginning (RFC 8314).
    Tls,
}

impl Smtp {
    /// A server that is reached like this. Nothing is connected yet.
    pub fn new(settings: SmtpSettings) -> anyhow::Result<Self> {
        let tls = || -> anyhow::Result<TlsParameters> {
            let mut parameters = TlsParameters::builder(settings.host.clone());
            if let Some(certificate) = &settings.authority {
                parameters = parameters.add_root_certificate(Certificate::from_pem(certificate)?);
            }
            Ok(parameters.build_rustls()?)
        };
        let security = match settings.security {
            Security::Plain => Tls::None,
            Security::StartTls => Tls::Required(tls()?),
            Security::Tls => Tls::Wrapper(tls()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.clone())
            .port(settings.port)
            .tls(security)
            .timeout(Some(settings.timeout))
            .hello_name(ClientId::default())
            .pool_config(PoolConfig::new().max_size(settings.connections));
        if let Some((user, password)) = settings.credentials {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self(builder.build()))
    }
}

#[async_trait]
impl Post for Smtp {
    async fn deliver(&self, outgoing: &Outgoing) -> Result<(), Undelivered> {
        let message = outgoing.to_message()?;
        self.0.send(message).await.map(drop).map_err(|error| undelivered(&error))
    }
}

/// What a server's refusal means. Only a refusal of the recipient is for good: one of ours (a password, a command, a policy that an
/// operator can mend) concerns every letter, and none is lost over it.
fn undelivered(error: &lettre::transport::smtp::Error) -> Undelivered {
    match error.status().map(u16::from) {
        // A policy (RFC 3463, 5.7): about the sender, the relay or the content, not about the recipient.
        Some(code) if error.to_string().contains("5.7.") => {
            Undelivered::ForNow(format!("the server refused by its policy ({code})"))
        }
        Some(code @ (550 | 551 | 553 | 555 | 556)) => Undelivered::ForGood(format!("the server refused the recipient ({code})")),
        Some(code) => Undelivered::ForNow(format!("the server answered {code}")),
        None if error.is_tls() => Undelivered::ForNow("the connection could not be secured".to_owned()),
        None if error.is_timeout() => Undelivered::ForNow("the server did not answer in time".to_owned()),
        None => Undelivered::ForNow("the server could not be reached, or broke off".to_owned()),
    }
}

/// A folder into which every message is written as a file of its own.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes the folder if there is none.
    pub fn open(path: PathBuf) -> anyhow::Result<Self> {
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

#[async_trait]
impl Post for Folder {
    async fn deliver(&self, outgoing: &Outgoing) -> Result<(), Undelivered> {
        let bytes = outgoing.to_message()?.formatted();
        let file = self.0.join(format!("{}.eml", outgoing.letter));
        let unfinished = self.0.join(format!(".{}.part", outgoing.letter));
        let written = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
            let mut part = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
            part.write_all(&bytes)?;
            part.sync_all()?;
            // Whoever watches the folder never sees half a message; a letter that is tried again replaces itself.
            fs::rename(unfinished, file)
        });
        match written.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Undelivered::ForNow(format!("the folder cannot be written to: {}", error.kind()))),
            Err(_) => Err(Undelivered::ForNow("writing broke off".to_owned())),
        }
    }
}
