//! From `[mail]` to who takes messages, and how they are sent.

use std::{fs, path::Path, sync::Arc};

use anyhow::Context as _;
use gatehouse_config::{
    Config,
    section::Mail,
    value::{MailScheme, MailServer, MailUrl, Mailbox as WrittenMailbox},
};
use lettre::message::Mailbox;

use super::{
    post::{Folder, Post, Security, Smtp, SmtpSettings},
    sender::Sending,
};
use crate::secret_file::secret;

/// Who takes messages; `None` where the configuration names nobody.
pub fn post(config: &Config) -> anyhow::Result<Option<Arc<dyn Post>>> {
    let mail = &config.mail;
    Ok(match &mail.url {
        None => None,
        Some(MailUrl::Folder(_)) => {
            let folder = config.mail_folder().context("mail.url: a folder has a path")?;
            Some(Arc::new(Folder::open(folder).context("mail.url")?))
        }
        Some(MailUrl::Server(server)) => Some(Arc::new(Smtp::new(settings(mail, server)?).context("mail.url")?)),
    })
}

/// Whether there is everything that sending takes. Nothing is made, and nobody is connected to.
pub fn look(config: &Config) -> anyhow::Result<()> {
    let mail = &config.mail;
    match &mail.url {
        None => return Ok(()),
        Some(MailUrl::Folder(_)) => {}
        Some(MailUrl::Server(server)) => drop(settings(mail, server)?),
    }
    sending(mail).map(drop)
}

/// How messages are sent, from whom.
pub fn sending(mail: &Mail) -> anyhow::Result<Sending> {
    let from = mail.from.as_ref().context("mail.from: who writes is missing")?;
    Ok(Sending {
        from: mailbox(from).context("mail.from")?,
        reply_to: mail.reply_to.as_ref().map(mailbox).transpose().context("mail.reply_to")?,
        timeout: mail.timeout.as_std(),
        concurrency: u32::from(mail.concurrency),
        give_up_after: mail.give_up_after.as_std(),
    })
}

fn mailbox(written: &WrittenMailbox) -> anyhow::Result<Mailbox> {
    let name = written.name.as_ref().map(|name| name.as_str().to_owned());
    Ok(Mailbox::new(name, written.address.as_str().parse()?))
}

fn settings(mail: &Mail, server: &MailServer) -> anyhow::Result<SmtpSettings> {
    let credentials = match (&server.credentials, &mail.username) {
        (Some(credentials), _) => Some((credentials.username.as_str().to_owned(), credentials.password.expose().to_owned())),
        (None, Some(username)) => Some((username.as_str().to_owned(), password(mail)?)),
        (None, None) => None,
    };
    Ok(SmtpSettings {
        host: server.host.clone(),
        port: server.port,
        security: match server.scheme {
            MailScheme::Smtp => Security::Plain,
            MailScheme::Smtps => Security::Tls,
            MailScheme::StartTls => Security::StartTls,
        },
        credentials,
        authority: mail.ca_file.as_deref().map(|file| read(file, "mail.ca_file")).transpose()?,
        timeout: mail.timeout.as_std(),
        connections: u32::from(mail.concurrency),
    })
}

fn password(mail: &Mail) -> anyhow::Result<String> {
    let secret = secret(mail.password.as_ref(), mail.password_file.as_deref(), "mail.password_file")?;
    secret.map(|secret| secret.as_str().to_owned()).context("mail.password: it is missing")
}

fn read(file: &Path, key: &'static str) -> anyhow::Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("{key}: {}", file.display()))
}
