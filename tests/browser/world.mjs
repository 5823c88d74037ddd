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

/** `serve`, with one portal `ledger` before an application that says nothing about caching. People: maya and tomasz, of HARBOUR. */
export class Served extends World {
  async begin() {
    this.folder = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
    this.application = await Application.start();
    [this.port, this.management] = await Promise.all([freePort(), freePort()]);
    this.config = join(this.folder, 'gatehouse.toml');
    await writeFile(this.config, configuration(this));
    await this.command('account', 'add', '--id', 'HARBOUR', '--name', 'Harbour Contact');
    for (const [username, name] of [['maya', 'Maya Okafor'], ['tomasz', 'Tomasz Zieliński']]) {
      await this.commandWithPassword('user', 'add', '--account', 'HARBOUR', '--username', username, '--name', name);
    }
    await this.serve();
  }

  async serve() {
    this.gateway = await Gateway.start(['serve', '--config', this.config], (line) => line.includes('"serving"'));
  }

  /** Runs `gatehouse ARGV…` on this world's directory, while it is served or not. */
  async command(...argv) {
    await run(BINARY, [...argv, '--config', this.config], { env: ENVIRONMENT });
  }

  async commandWithPassword(...argv) {
    const running = run(BINARY, [...argv, '--password-stdin', '--config', this.config], { env: ENVIRONMENT });
    running.child.stdin.end(`${PASSWORD}\n`);
    await running;
  }

  /** Behind the gateway's back, since no public door moves its clock: every session was last used so long ago. */
  async behindTheGatewaySessionsWereLastUsed({ minutesAgo }) {
    await this.gateway.stop();
    const sql = `UPDATE sessions SET last_seen_at = last_seen_at - ${minutesAgo} * 60000;`;
    await run('sqlite3', [join(this.folder, 'data', 'gatehouse.db'), sql]);
    await this.serve();
  }

  async stop() {
    await super.stop();
    await this.application?.stop();
    await rm(this.folder, { recursive: true });
  }
}

function configuration({ port, management, application, folder }) {
  return `
[server]
listen = ["127.0.0.1:${port}"]
management = "127.0.0.1:${management}"
data_dir = ${JSON.stringify(join(folder, 'data'))}
shutdown_grace = "1s"

[[portal]]
name = "ledger"
title = "Harbour Ledger"
url = "http://ledger.localhost:${port}"
upstream = "http://127.0.0.1:${application.port}"
sign_in = "username"
`;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
