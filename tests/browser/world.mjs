// A gateway of its own for each test file: the real binary on a free port, with an empty directory, stopped when the file is done.
// `Demo` is what `gatehouse demo` starts; `Served` is `gatehouse serve` before a small application that lives here.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Application } from './application.mjs';
import { Browser } from './browser.mjs';
import { MailServer } from './mail.mjs';
import { PASSWORD } from './visitor.mjs';

const run = promisify(execFile);
const BINARY = process.env.GATEHOUSE_BIN ?? fileURLToPath(new URL('../../target/debug/gatehouse', import.meta.url));
/** The environment without this file's own setting, which the gateway would take for a key of its configuration. */
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GATEHOUSE_')));
/** A start takes a fraction of a second; a machine that compiles at the same time may take longer. */
const START_LIMIT = 30_000;

/** A process that is ready once it has written a line that `isReady` knows. */
class Gateway {
  static async start(argv, isReady) {
    const gateway = new Gateway();
    gateway.lines = [];
    gateway.process = spawn(BINARY, argv, { stdio: ['ignore', 'pipe', 'pipe'], env: ENVIRONMENT });
    // A test run that is interrupted leaves nothing behind.
    gateway.reaper = () => gateway.process.kill('SIGKILL');
    process.once('exit', gateway.reaper);
    gateway.ended = new Promise((resolve) => gateway.process.once('exit', resolve));
    await new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`${argv[0]}: ${why}\n${gateway.lines.join('\n')}`));
      const limit = setTimeout(() => fail('not ready in time'), START_LIMIT);
      gateway.process.once('error', (error) => fail(error.message));
      gateway.process.once('exit', (code) => fail(`ended with ${code}`));
      for (const stream of [gateway.process.stdout, gateway.process.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          gateway.lines.push(line);
          if (isReady(line)) {
            clearTimeout(limit);
            resolve();
          }
        });
      }
    });
    return gateway;
  }

  async stop() {
    this.process.kill('SIGTERM');
    await this.ended;
    process.removeListener('exit', this.reaper);
  }
}

/** What both kinds have in common: a browser, and where the portals are. */
class World {
  static async start(options) {
    const world = new this();
    try {
      await world.begin(options);
      world.browser = await Browser.launch();
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  /** Somebody at a portal with a browser profile of their own. It is closed, and everything it complained of told, when the test ends. */
  async visitor(t, portal, options) {
    return this.browser.visitor(t, this.origin(portal), options);
  }

  origin(portal) {
    return `http://${portal}.localhost:${this.port}`;
  }

  async stop() {
    await this.browser?.close();
    await this.gateway?.stop();
  }
}

/** The demo: portals `calls` and `crm`; maya, tomasz and siti. */
export class Demo extends World {
  /** On a free port, unless the port will be seen. */
  async begin({ port = 0 } = {}) {
    this.gateway = await Gateway.start(['demo', '--listen', `127.0.0.1:${port}`], (line) => line.includes('Ctrl-C ends it.'));
    const text = this.gateway.lines.join('\n');
    this.port = Number(/http:\/\/calls\.localhost:(\d+)/.exec(text)[1]);
    assert.ok(text.includes(PASSWORD), 'the demo has another password by now');
  }
}

/** What a world is made of where a test file asks for nothing else: one portal, one customer, two people, no mail. */
const LEDGER = { name: 'ledger', title: 'Harbour Ledger', sign_in: 'username' };
const HARBOUR = { id: 'HARBOUR', name: 'Harbour Contact' };
const MAYA = { account: 'HARBOUR', username: 'maya', name: 'Maya Okafor' };
const TOMASZ = { account: 'HARBOUR', username: 'tomasz', name: 'Tomasz Zieliński' };
/** Everybody here comes from one address, and nobody here waits: what limits do is tested where the clock can be moved. */
const GENEROUS = { failures: 1000, window: '15m', pause: '1m' };

/** `serve`, with its portals before an application that says nothing about caching. */
export class Served extends World {
  /**
   * `portals` have the keys of the configuration, and `rules`; `accounts` are { id, name, recovery, mfa, operator }; `people` are
   * { account, username, name, email, level, preset, roles, language }, all with the one password unless `hasPassword` is false.
   * With `mail`, letters leave by a server of this world's own; `limits` are those of the configuration.
   */
  async begin({ portals = [LEDGER], accounts = [HARBOUR], people = [MAYA, TOMASZ], mail = false, limits = {} } = {}) {
    this.folder = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
    this.application = await Application.start();
    if (mail) this.mail = await MailServer.start();
    [this.port, this.management] = await Promise.all([freePort(), freePort()]);
    this.config = join(this.folder, 'gatehouse.toml');
    await writeFile(this.config, configuration(this, { portals, limits }));
    for (const account of accounts) await this.addAccount(account);
    for (const person of people) await this.addPerson(person);
    await this.serve();
  }

  async addAccount({ id, name, operator, ...account }) {
    const told = ['recovery', 'mfa'].filter((key) => account[key]).flatMap((key) => [`--${key}`, account[key]]);
    await this.command('account', 'add', '--id', id, '--name', name, ...told, ...(operator ? ['--operator'] : []));
  }

  async addPerson({ account, username, name, hasPassword = true, roles = [], ...person }) {
    const told = ['email', 'level', 'preset', 'language'].filter((key) => person[key]).flatMap((key) => [`--${key}`, person[key]]);
    const given = roles.flatMap((role) => ['--role', role]);
    const add = ['user', 'add', '--account', account, '--username', username, '--name', name, ...told, ...given];
    await (hasPassword ? this.commandWithPassword(...add) : this.command(...add));
  }

  async serve() {
    this.gateway = await Gateway.start(['serve', '--config', this.config], (line) => line.includes('"serving"'));
  }

  /** Runs `gatehouse ARGV…` on this world's directory, while it is served or not, and gives what it prints. */
  async command(...argv) {
    const { stdout } = await run(BINARY, [...argv, '--config', this.config], { env: ENVIRONMENT });
    return stdout;
  }

  async commandWithPassword(...argv) {
    const running = run(BINARY, [...argv, '--password-stdin', '--config', this.config], { env: ENVIRONMENT });
    running.child.stdin.end(`${PASSWORD}\n`);
    await running;
  }

  /** Behind the gateway's back, since no public door moves its clock: every session was last used so long ago. */
  async behindTheGatewaySessionsWereLastUsed({ minutesAgo }) {
    await this.behindTheGateway(`UPDATE sessions SET last_seen_at = last_seen_at - ${minutesAgo} * 60000;`);
  }

  /** Behind the gateway's back: everybody typed their password so long ago. */
  async behindTheGatewayPasswordsWereTyped({ minutesAgo }) {
    await this.behindTheGateway(`UPDATE sessions SET proved_at = proved_at - ${minutesAgo} * 60000;`);
  }

  /** Behind the gateway's back: changes its directory while it is down, since it remembers sessions while it is up. */
  async behindTheGateway(sql) {
    await this.gateway.stop();
    await run('sqlite3', [join(this.folder, 'data', 'gatehouse.db'), sql]);
    await this.serve();
  }

  /** Behind the gateway's back, while it runs: what was mailed to somebody, and what waits for an approval, is past its time. */
  async behindTheGatewayRecoveriesExpire(username) {
    const theirs = `user_id IN (SELECT id FROM users WHERE username = '${username}')`;
    const sql = `UPDATE recovery_secrets SET expires_at = 1 WHERE recovery_id IN (SELECT id FROM recoveries WHERE ${theirs});
UPDATE recoveries SET expires_at = 1 WHERE ${theirs};`;
    await run('sqlite3', ['-cmd', '.timeout 5000', join(this.folder, 'data', 'gatehouse.db'), sql]);
  }

  async stop() {
    await super.stop();
    await this.mail?.stop();
    await this.application?.stop();
    await rm(this.folder, { recursive: true });
  }
}

function configuration({ port, management, application, folder, mail }, { portals, limits }) {
  const limit = ([name, { failures, window, pause }]) => `${name} = { failures = ${failures}, window = "${window}", pause = "${pause}" }`;
  return `
[server]
listen = ["127.0.0.1:${port}"]
management = "127.0.0.1:${management}"
data_dir = ${JSON.stringify(join(folder, 'data'))}
shutdown_grace = "1s"
${mail?.configuration() ?? ''}
[limits]
${Object.entries({ recovery_network: GENEROUS, letters: GENEROUS, ...limits }).map(limit).join('\n')}
${portals.map((portal) => portalConfiguration(portal, { port, application })).join('')}`;
}

function portalConfiguration({ name, rules = [], ...keys }, { port, application }) {
  // A TOML value of these kinds is written as JSON writes it.
  const lines = (table) => Object.entries(table).map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join('\n');
  return `
[[portal]]
name = "${name}"
url = "http://${name}.localhost:${port}"
upstream = "http://127.0.0.1:${application.port}"
${lines(keys)}
${rules.map((rule) => `[[portal.rule]]\n${lines(rule)}`).join('\n')}
`;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
