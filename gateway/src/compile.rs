//! From the configuration, which is as operators write it, to portals, which are as requests need them.

use std::{collections::BTreeSet, fs};

use anyhow::Context as _;
use gatehouse_auth_core::{
    identifier::Folded,
    mfa::passkey::{RelyingParty, Unfit},
    password::{Parameters, PasswordPolicy},
    permission::Level,
    portal::{Admission, Admitted, Lifetimes, SignInKind},
    recovery::{AfterTemporary, RecoveryFlow, Terms},
    throttle::{Limit, Limits},
};
use gatehouse_config::{
    Config, portal as written,
    section::{Limit as WrittenLimit, Session},
    value::{PathPattern, Scheme, Upstream},
};
use gatehouse_pages::{Brand, Contact, Language, assets, theme::Theme};
use ipnet::IpNet;

use crate::{
    gate::{
        cookies::CookieJar,
        host::Host,
        identity_headers::Profile,
        rule::{Access, Demands, Rule, Rules},
        target::EncodedSlash,
    },
    portal::{Identity, Look, Portal, Portals},
    proxy::{Address, Timeouts, Upstreams},
};

/// Every portal, ready to be judged by.
pub fn portals(config: &Config) -> anyhow::Result<Portals> {
    let portals = config
        .portals
        .iter()
        .enumerate()
        .map(|(index, portal)| {
            let hosts: Option<Vec<Host>> =
                portal.authorities().map(|authority| Host::parse(authority.to_string().as_bytes())).collect();
            let hosts = hosts.with_context(|| format!("portal {}: a host has no normal form", portal.name))?;
            Ok((compile(index, portal, &config.session)?, hosts))
        })
        .collect::<anyhow::Result<_>>()?;
    Ok(Portals::new(portals)?)
}

/// Every portal's upstream, in the order of the portals.
pub fn upstreams(config: &Config) -> anyhow::Result<Vec<Upstreams>> {
    config
        .portals
        .iter()
        .map(|portal| {
            let addresses = portal.upstreams.iter().map(address).collect();
            let timeouts = Timeouts {
                connect: portal.timeouts.connect.as_std(),
                read: portal.timeouts.read.as_std(),
                write: portal.timeouts.write.as_std(),
            };
            Upstreams::new(addresses, timeouts).map_err(|error| anyhow::anyhow!("portal {}: upstream: {error}", portal.name))
        })
        .collect()
}

/// The terms of signing in at every portal.
pub fn admissions(config: &Config) -> Vec<Admission> {
    config.portals.iter().map(|portal| admission(portal, &config.session)).collect()
}

/// What new passwords cost.
pub fn parameters(config: &Config) -> anyhow::Result<Parameters> {
    let argon2 = &config.password.argon2;
    let memory_kib = u32::try_from(argon2.memory.bytes() / 1024).context("password.argon2.memory")?;
    Ok(Parameters::new(memory_kib, argon2.iterations, argon2.lanes)?)
}

/// What is asked of new passwords.
pub fn policy(config: &Config) -> PasswordPolicy {
    PasswordPolicy { min_length: usize::from(config.password.min_length), required_score: config.password.required_score }
}

/// How many failures are too many.
pub fn limits(config: &Config) -> Limits {
    Limits { typed: limit(&config.limits.typed), person: limit(&config.limits.person), network: limit(&config.limits.network) }
}

/// How long what is mailed is good, and how often it is asked for.
pub fn recovery(config: &Config) -> Terms {
    Terms {
        link_life: config.recovery.link_life.as_std(),
        temporary_life: config.recovery.temporary_life.as_std(),
        request_life: config.recovery.request_life.as_std(),
        typed: limit(&config.limits.recovery),
        network: limit(&config.limits.recovery_network),
        letters: limit(&config.limits.letters),
    }
}

fn limit(limit: &WrittenLimit) -> Limit {
    Limit { failures: limit.failures, window: limit.window.as_std(), pause: limit.pause.as_std() }
}

/// A network, as the gate compares it.
pub fn network(network: &gatehouse_config::value::Network) -> anyhow::Result<IpNet> {
    network.to_string().parse().with_context(|| format!("{network} is no network"))
}

fn compile(index: usize, portal: &written::Portal, session: &Session) -> anyhow::Result<Portal> {
    let is_secure = portal.url.is_secure_context();
    let url = portal.url.to_string();
    if portal.passkey_sign_in {
        passkeys(portal).with_context(|| format!("portal {}: passkey_sign_in", portal.name))?;
    }
    let origins = portal.allowed_origins.iter().map(ToString::to_string);
    let own = portal.authorities().map(|authority| format!("{}://{authority}", portal.url.scheme.as_str()));
    Ok(Portal {
        index,
        is_https: portal.url.scheme == Scheme::Https,
        authority: portal.url.host_header(),
        prefix: portal.prefix.as_str().to_owned(),
        admission: admission(portal, session),
        rules: rules(portal)?,
        cookies: CookieJar::new(is_secure),
        encoded_slash: match portal.encoded_slash {
            written::EncodedSlash::Refuse => EncodedSlash::Refuse,
            written::EncodedSlash::Keep => EncodedSlash::Keep,
        },
        origins: own.chain(origins).collect(),
        identity: Identity {
            profile: match portal.identity.profile {
                written::Profile::Gatehouse => Profile::Gatehouse,
                written::Profile::Authelia => Profile::Authelia,
                written::Profile::None => Profile::None,
            },
            lifetime: portal.identity.lifetime.as_std(),
            assertion_header: portal.identity.assertion_header.as_str().to_owned(),
        },
        look: look(portal)?,
        url,
    })
}

fn admission(portal: &written::Portal, session: &Session) -> Admission {
    Admission {
        portal: portal.name.as_str().to_owned(),
        kind: match portal.sign_in {
            written::SignIn::Username => SignInKind::Username,
            written::SignIn::Email => SignInKind::Email,
            written::SignIn::UsernameOrEmail => SignInKind::UsernameOrEmail,
            written::SignIn::AccountUsername => SignInKind::AccountUsername,
        },
        admitted: if portal.accounts.is_empty() {
            Admitted::AllCustomers
        } else {
            Admitted::Only(portal.accounts.iter().map(|account| Folded::of(account.as_str())).collect())
        },
        offers_remember: portal.remember_me,
        recovery: portal.recovery.map(|flow| match flow {
            written::RecoveryFlow::EmailedPassword => RecoveryFlow::EmailedPassword,
            written::RecoveryFlow::Link => RecoveryFlow::Link,
            written::RecoveryFlow::LinkThenTemporary => RecoveryFlow::LinkThenTemporary,
            written::RecoveryFlow::AdminApproval => RecoveryFlow::AdminApproval,
        }),
        after_temporary: match portal.after_temporary {
            written::AfterTemporary::Require => AfterTemporary::Require,
            written::AfterTemporary::Recommend => AfterTemporary::Recommend,
        },
        passkeys: passkeys(portal).ok().filter(|_| portal.passkeys),
        is_open_to_passkeys: portal.passkey_sign_in,
        serves_operators: portal.operators,
        lifetimes: Lifetimes {
            idle: session.idle.as_std(),
            absolute: session.absolute.as_std(),
            remember: session.remember.as_std(),
        },
    }
}

/// The portal as passkeys know it. They belong to the host of its url alone, however many it answers to.
fn passkeys(portal: &written::Portal) -> Result<RelyingParty, Unfit> {
    RelyingParty::new(&portal.url.to_string(), portal.title.as_str())
}

fn rules(portal: &written::Portal) -> anyhow::Result<Rules> {
    let rules = portal
        .rules
        .iter()
        .map(|rule| {
            let networks = rule.networks.iter().map(network).collect::<anyhow::Result<Vec<_>>>()?;
            let methods = rule.methods.iter().map(|method| method.as_str().parse()).collect::<Result<Vec<_>, _>>()?;
            let path = match &rule.path {
                PathPattern::Exactly(path) => path.clone(),
                PathPattern::Beginning(path) => format!("{path}*"),
            };
            Ok(match rule.access {
                written::Access::Anyone => Rule::new(&path, methods, networks, Access::Anyone),
                written::Access::Deny => Rule::new(&path, methods, networks, Access::Deny),
                written::Access::SignedIn | written::Access::Mfa => {
                    let roles = rule.roles.iter().map(|role| role.as_str().parse()).collect::<Result<BTreeSet<_>, _>>()?;
                    let demands = Demands {
                        roles: roles.into_iter().collect(),
                        levels: rule.levels.iter().copied().map(level).collect(),
                        networks,
                        second_factor: rule.access == written::Access::Mfa,
                    };
                    Rule::new(&path, methods, vec![], Access::SignedIn(demands))
                }
            })
        })
        .collect::<anyhow::Result<_>>()
        .with_context(|| format!("portal {}: rule", portal.name))?;
    Ok(Rules::new(rules))
}

fn level(level: written::Level) -> Level {
    match level {
        written::Level::Company => Level::Company,
        written::Level::Global => Level::Global,
        written::Level::Staff => Level::Staff,
        written::Level::Team => Level::Team,
    }
}

fn look(portal: &written::Portal) -> anyhow::Result<Look> {
    let prefix = portal.prefix.as_str();
    let in_assets = |name: &str| format!("{prefix}/assets/{name}");
    let accent = portal.brand.accent.to_string().parse().context("brand.accent")?;
    let theme = Theme::from_accent(accent).css();
    let logo = match &portal.brand.logo {
        None => None,
        Some(path) => {
            let bytes = fs::read(path).with_context(|| format!("brand.logo: {}", path.display()))?;
            let is_png = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"));
            Some((if is_png { "image/png" } else { "image/svg+xml" }, bytes))
        }
    };
    let logo_url = match &logo {
        None => assets::url(prefix, assets::Name::Logo),
        Some((kind, bytes)) => in_assets(&assets::hashed_name("logo", if *kind == "image/png" { "png" } else { "svg" }, bytes)),
    };
    let brand = Brand {
        title: portal.title.as_str().to_owned(),
        logo: logo_url,
        theme: Some(in_assets(&assets::hashed_name("theme", "css", theme.as_bytes()))),
        prefix: prefix.to_owned(),
        // Anything that is neither a mailbox nor a page is no link; the page then says to ask the administrator.
        support: portal.support.as_ref().and_then(|support| support.as_str().parse::<Contact>().ok()),
        help: portal.brand.help.as_ref().map(|link| link.as_str().to_owned()),
        privacy: portal.brand.privacy.as_ref().map(|link| link.as_str().to_owned()),
        names_gatehouse: true,
    };
    let language = portal.language.as_str().parse().unwrap_or(Language::English);
    Ok(Look { brand, language, accent, theme, logo })
}

fn address(upstream: &Upstream) -> Address {
    match upstream {
        Upstream::Http { host, port } => Address::Tcp { host: host.clone(), port: *port, tls: false },
        Upstream::Https { host, port } => Address::Tcp { host: host.clone(), port: *port, tls: true },
        Upstream::Unix(path) => Address::Unix(path.clone()),
    }
}
