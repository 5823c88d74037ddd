//! A gateway of its own for every test: its data, its clock, its application, on ports that nobody else has.

use std::{fmt::Write as _, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use gatehouse::{Parts, Running, compile};
use gatehouse_auth_core::{
    account::AccountKind,
    flow::{
        administer::{AdministerError, Administrator, NewUser, UserEdit},
        rotate_keys::{Keeping, Takeover},
    },
    identifier::Folded,
    master_key::MasterKeys,
    permission::{Level, Preset},
    portal::Admission,
    ports::Clock as _,
    secret::TypedPassword,
    testing::{HandClock, InlineHashing},
    time::Timestamp,
    user::{User, UserState},
};
use gatehouse_config::{Config, value::Listen};
use tempfile::TempDir;

use crate::{
    gates::Gates,
    legacy_app::LegacyApp,
    mailbox::Mailbox,
    patience::{LONG, eventually},
    person::{Browser, Person},
    raw::{Answer, Connection},
    shared::Shared,
};

/// The host of the portal `calls`.
pub const HOST: &str = "calls.localhost";
/// Everybody's password.
pub const PASSWORD: &str = "harbour violet anvil teaspoon";
/// Everybody's account.
pub const ACCOUNT: &str = "ACME";

/// What is special about a world.
#[derive(Clone, Debug)]
pub struct Settings {
    listen: String,
    server: String,
    tables: String,
    upstream: Option<String>,
    title: String,
    portal: String,
    rules: String,
    portals: String,
    has_hashing_pool: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: r#""127.0.0.1:0""#.to_owned(),
            server: String::new(),
            tables: String::new(),
            upstream: None,
            title: "Call Records".to_owned(),
            portal: String::new(),
            rules: String::new(),
            portals: String::new(),
            has_hashing_pool: false,
        }
    }
}

impl Settings {
    /// A further place to listen.
    pub fn listen(&mut self, place: &str) -> &mut Self {
        let _ = write!(self.listen, ", {place:?}");
        self
    }

    /// A line of `[server]`.
    pub fn server(&mut self, line: &str) -> &mut Self {
        let _ = writeln!(self.server, "{line}");
        self
    }

    /// Whole tables, such as `[session]`.
    pub fn tables(&mut self, text: &str) -> &mut Self {
        let _ = writeln!(self.tables, "{text}");
        self
    }

    /// Another upstream than the world's own application, as TOML.
    pub fn upstream(&mut self, value: &str) -> &mut Self {
        self.upstream = Some(value.to_owned());
        self
    }

    /// Another title of the portal `calls`.
    pub fn title(&mut self, title: &str) -> &mut Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Forgets every further portal.
    pub fn no_other_portal(&mut self) -> &mut Self {
        self.portals.clear();
        self
    }

    /// A line of the portal `calls`.
    pub fn portal(&mut self, line: &str) -> &mut Self {
        let _ = writeln!(self.portal, "{line}");
        self
    }

    /// A rule of the portal `calls`, and after it tables of the portal's such as `[portal.identity]`.
    pub fn rule(&mut self, path: &str, access: &str, more: &str) -> &mut Self {
        let _ = writeln!(self.rules, "[[portal.rule]]\npath = {path:?}\naccess = {access:?}\n{more}");
        self
    }

    /// A table of the portal `calls`, such as `[portal.identity]`.
    pub fn portal_table(&mut self, text: &str) -> &mut Self {
        let _ = writeln!(self.rules, "{text}");
        self
    }

    /// A further portal in front of the same application, at `http://NAME.localhost` unless the lines say where.
    pub fn another_portal(&mut self, name: &str, lines: &str) -> &mut Self {
        let url = if lines.contains("url = ") { String::new() } else { format!("url = \"http://{name}.localhost\"\n") };
        let _ = writeln!(
            self.portals,
            "[[portal]]\nname = {name:?}\ntitle = \"Portal {name}\"\nupstream = \"UPSTREAM\"\n{url}{lines}"
        );
        self
    }

    /// Mail, by the world's own server, and this way back in at the portal `calls`.
    pub fn recovery(&mut self, flow: &str) -> &mut Self {
        self.mail();
        self.portal(&format!("recovery = {flow:?}"))
    }

    /// Mail, by the world's own server.
    pub fn mail(&mut self) -> &mut Self {
        if !self.tables.contains("[mail]") {
            self.tables("[mail]\nurl = \"MAILBOX\"\nfrom = \"Call Records <no-reply@calls.example>\"\ntimeout = \"2s\"");
        }
        self
    }

    /// The real hashing pool in place of hashing where it is asked for.
    pub fn hashing_pool(&mut self) -> &mut Self {
        self.has_hashing_pool = true;
        self
    }

    fn to_toml(&self, data_dir: &Path, app: &str) -> String {
        let Self { listen, server, tables, title, portal, rules, portals, .. } = self;
        let data_dir = data_dir.display().to_string();
        let upstream = self.upstream.clone().unwrap_or_else(|| format!("{app:?}"));
        let portals = portals.replace("UPSTREAM", app);
        let argon2 = if tables.contains("[password") {
            ""
        } else {
            "[password]\nargon2 = { memory = \"8MiB\", iterations = 1, lanes = 1 }\n"
        };
        format!(
            "[server]\nlisten = [{listen}]\nmanagement = \"127.0.0.1:0\"\ndata_dir = {data_dir:?}\n{server}\n{argon2}{tables}\n\
             [[portal]]\nname = \"calls\"\ntitle = {title:?}\nurl = \"http://{HOST}\"\nupstream = {upstream}\n{portal}\n{rules}\n{portals}"
        )
    }
}

/// A gateway and everything around it.
pub struct World {
    /// The application behind it.
    pub app: LegacyApp,
    /// The mail server, where the settings say that there is mail.
    pub mailbox: Mailbox,
    /// Its time.
    pub clock: Arc<HandClock>,
    settings: Settings,
    portals: Vec<Admission>,
    running: Option<Running>,
    /// The other gateway, where there are two.
    other: Option<Running>,
    gates: Option<Gates>,
    shared: Option<Shared>,
    data_dir: TempDir,
}

impl World {
    /// The usual one: a portal where people sign in by username, everything protected but `/public/*`.
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }

    /// The usual one with something special.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::default();
        change(&mut settings);
        settings.rule("/public/*", "anyone", "");
        let data_dir = folder();
        let (app, mailbox, clock) = (LegacyApp::start().await, Mailbox::start().await, Arc::new(HandClock::default()));
        let shared = Shared::if_asked_for(data_dir.path());
        let mut world = Self {
            app,
            mailbox,
            clock,
            settings,
            portals: Vec::new(),
            running: None,
            other: None,
            gates: None,
            shared,
            data_dir,
        };
        world.starts().await;
        world.account(ACCOUNT, AccountKind::Customer).await;
        world
    }

    fn plan(&self) -> (Config, Parts) {
        let text = self.settings.to_toml(self.data_dir.path(), &format!("http://{}", self.app.address()));
        let text = text.replace("MAILBOX", &self.mailbox.url());
        let text = self.shared.as_ref().map_or(String::new(), Shared::to_toml) + &text;
        let config = Config::from_toml(&text).unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"));
        let mut parts = Parts { clock: Some(self.clock.clone()), ..Parts::default() };
        if !self.settings.has_hashing_pool {
            parts.hashing = Some(Arc::new(InlineHashing));
        }
        (config, parts)
    }

    async fn starts(&mut self) {
        let (config, parts) = self.plan();
        self.portals = compile::admissions(&config);
        let running = gatehouse::start(&config, parts).await.expect("a gateway that starts");
        if self.shared.is_some() {
            let (mut config, parts) = self.plan();
            // Not where the first one listens.
            config.server.listen.retain(|listen| matches!(listen, Listen::Tcp(_)));
            self.other = Some(gatehouse::start(&config, parts).await.expect("a gateway that starts"));
        }
        self.gates = Some(Gates::of(&[&running].into_iter().chain(&self.other).collect::<Vec<_>>()));
        self.running = Some(running);
    }

    /// Stops the gateway; how many connections it had to cut.
    pub async fn stops(&mut self) -> usize {
        let cut = self.running.take().expect("it runs").stop().await;
        if let Some(other) = self.other.take() {
            other.stop().await;
        }
        cut
    }

    /// Stops the gateway and starts it with a changed configuration on the same data.
    pub async fn restarts(&mut self, change: impl FnOnce(&mut Settings)) {
        self.stops().await;
        change(&mut self.settings);
        self.starts().await;
    }

    /// The gateway, taken out so that it can be stopped beside other things.
    pub fn takes_gateway(&mut self) -> Running {
        self.running.take().expect("it runs")
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("it runs")
    }

    /// Where a gateway listens: where there are several, another one every time.
    pub fn address(&self) -> SocketAddr {
        self.gates.as_ref().expect("it has started").next()
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.data_dir.path()
    }

    /// Whether it has two gateways, which share what they keep.
    pub fn is_shared(&self) -> bool {
        self.shared.is_some()
    }

    /// Its directory, for what only a fault would do.
    pub fn behind_directory(&self) -> String {
        match &self.shared {
            Some(shared) => shared.directory().to_owned(),
            None => format!("sqlite://{}", self.data_dir.path().join("gatehouse.db").display()),
        }
    }

    /// What the command line does, on the stores of the gateway that runs.
    pub fn administrator(&self) -> Administrator<'_> {
        Administrator::at_the_command_line(self.running().outside(), &self.portals)
    }

    /// What its flows ask of the outside.
    pub fn outside(&self) -> &gatehouse_auth_core::flow::Outside {
        self.running().outside()
    }

    /// Opens an account.
    pub async fn account(&self, key: &str, kind: AccountKind) {
        let administrator = self.administrator();
        administrator.add_account(key.parse().expect("an Account ID"), format!("{key} Ltd"), kind).await.expect("a new account");
    }

    /// Somebody of the usual account, with the usual password, and a browser that has not been here yet.
    pub async fn person(&self, username: &str) -> Person {
        self.person_with(username, |_| ()).await
    }

    /// The same with something special.
    pub async fn person_with(&self, username: &str, change: impl FnOnce(&mut NewUser)) -> Person {
        self.person_of(ACCOUNT, username, change).await
    }

    /// Somebody of another account.
    pub async fn person_of(&self, account: &str, username: &str, change: impl FnOnce(&mut NewUser)) -> Person {
        let mut new = Self::newcomer(username);
        change(&mut new);
        let user = self.administrator().add_user(&Folded::of(account), new).await.expect("a new person");
        Person::new(user, self.browser())
    }

    /// Somebody called this, if the directory takes it.
    pub async fn person_if_taken(&self, username: &str, name: &str) -> Option<Person> {
        let mut new = Self::newcomer(username);
        name.clone_into(&mut new.name);
        let user = self.administrator().add_user(&Folded::of(ACCOUNT), new).await.ok()?;
        Some(Person::new(user, self.browser()))
    }

    /// Tries to add somebody to an account.
    pub async fn tries_to_add(&self, username: &str, account: &str) -> Result<User, AdministerError> {
        self.administrator().add_user(&Folded::of(account), Self::newcomer(username)).await
    }

    fn newcomer(username: &str) -> NewUser {
        NewUser {
            username: username.parse().expect("a username"),
            email: Some(format!("{username}@acme.example").parse().expect("an address")),
            name: format!("{username} of Acme"),
            level: Level::Staff,
            roles: Preset::User.roles(),
            password: TypedPassword::new(PASSWORD.to_owned()),
            language: None,
        }
    }

    /// Appoints a new signing key as `gatehouse keys rotate` does; its id.
    pub async fn rotates_keys(&self, takeover: Takeover) -> String {
        let file = std::fs::read_to_string(self.folder().join("master.key")).expect("the master key's file");
        let master = MasterKeys::parse(&file).expect("master keys");
        let outside = self.outside();
        let keeping =
            Keeping { directory: &*outside.directory, master: &master, clock: &*outside.clock, entropy: &*outside.entropy };
        keeping.rotate(takeover).await.expect("a directory").expect("nobody else rotates").id
    }

    /// A browser that nobody has signed in with.
    pub fn browser(&self) -> Browser {
        Browser::new(self.gates.clone().expect("it has started"), HOST)
    }

    /// Changes a person as `gatehouse user set` does.
    pub async fn sets(&self, person: &Person, edit: UserEdit) -> User {
        let username = Folded::of(&person.username);
        self.administrator().set_user(&Folded::of(ACCOUNT), &username, edit).await.expect("a change")
    }

    /// Tries to.
    pub async fn tries_to_set(&self, person: &Person, edit: UserEdit) -> Result<User, AdministerError> {
        self.administrator().set_user(&Folded::of(ACCOUNT), &Folded::of(&person.username), edit).await
    }

    /// Disables a person.
    pub async fn disables(&self, person: &Person) {
        self.sets(person, UserEdit { state: Some(UserState::Disabled), ..UserEdit::default() }).await;
    }

    /// Moves the clock.
    pub fn later(&self, span: Duration) {
        self.clock.advance(span);
    }

    /// Moves the clock back, as a correction of the machine's time does.
    pub fn earlier(&self, span: Duration) {
        self.clock.set(self.clock.now().before(span));
    }

    /// A socket to the gateway.
    pub async fn connection(&self) -> Connection {
        Connection::open(self.address()).await
    }

    /// Sends these bytes on a connection of their own, and what comes back, if anything does.
    pub async fn sends(&self, bytes: impl AsRef<[u8]>) -> Option<Answer> {
        let mut connection = self.connection().await;
        connection.send(bytes).await;
        connection.answer_if_any().await
    }

    /// A second gateway on the same directory and application.
    pub async fn another_gateway(&self) -> Running {
        let (config, parts) = self.plan();
        gatehouse::start(&config, parts).await.expect("a gateway that starts")
    }

    /// The audit log, as it is exported.
    pub async fn audit(&self) -> Vec<serde_json::Value> {
        let events = self.outside().directory.audit(Timestamp::from_millis(0), 0, 10_000).await.expect("a directory");
        events.iter().map(|event| serde_json::to_value(event).expect("JSON")).collect()
    }

    /// Waits until no letter waits any more: each was mailed, given up, or nobody's.
    pub async fn has_mailed_everything(&self) {
        let outbox = &self.outside().outbox;
        let is_empty = async || (outbox.waiting().await.expect("an outbox") == 0).then_some(());
        eventually("no letter waits", LONG, is_empty).await;
    }

    /// What the management address says.
    pub async fn asks_management(&self, path: &str) -> Answer {
        let mut connection = Connection::open(self.running().management()).await;
        connection.send(format!("GET {path} HTTP/1.1\r\nHost: management\r\n\r\n")).await;
        connection.answer().await
    }
}

/// A folder of its own, in memory where the machine has such a place: every commit waits for the disk.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a folder of its own")
}
