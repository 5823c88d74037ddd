// A mail server as one finds them outside: it speaks TLS by a certificate of its own authority, and takes letters only from who signs in.

import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('mail_server.py', import.meta.url));
/** Debian's, for which its package of the server is made. */
const PYTHON = '/usr/bin/python3';
const USERNAME = 'gatehouse';
const PASSWORD = 'a password for mail';
/** Letters leave when the page is long there; on a busy machine it takes a moment. */
const PATIENCE = 15_000;

export class MailServer {
  static async start() {
    const server = new MailServer();
    server.folder = await mkdtemp(join(tmpdir(), 'gatehouse-mail-'));
    server.letters = [];
    server.waiting = new Set();
    try {
      await server.certify();
      await server.open();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  file(name) {
    return join(this.folder, name);
  }

  /** An authority, and a certificate from it: rustls takes no authority for a server. */
  async certify() {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const authority = ['req', '-x509', ...key, '-days', '30', '-subj', '/CN=An authority of the tests', '-keyout', this.file('ca.key'), '-out', this.file('ca.pem')];
    const request = ['req', ...key, '-subj', '/CN=localhost', '-keyout', this.file('key.pem'), '-out', this.file('request.pem')];
    await Promise.all([run('openssl', authority), run('openssl', request)]);
    await writeFile(this.file('names'), 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n');
    await run('openssl', ['x509', '-req', '-days', '30', '-in', this.file('request.pem'), '-CA', this.file('ca.pem'), '-CAkey', this.file('ca.key'), '-CAcreateserial', '-extfile', this.file('names'), '-out', this.file('certificate.pem')]);
    await writeFile(this.file('password'), `${PASSWORD}\n`, { mode: 0o600 });
  }

  async open() {
    this.process = spawn(PYTHON, [PROGRAM, this.file('certificate.pem'), this.file('key.pem'), USERNAME, PASSWORD], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    const lines = createInterface({ input: this.process.stdout });
    const first = new Promise((resolve, reject) => {
      lines.once('line', resolve);
      this.process.once('error', reject);
      this.process.once('exit', (code) => reject(new Error(`the mail server ended with ${code}`)));
    });
    this.port = Number(await first);
    lines.on('line', (line) => {
      this.letters.push(new Letter(JSON.parse(line)));
      for (const look of this.waiting) look();
    });
  }

  /** The section of a gateway's configuration that hands letters over here. */
  configuration() {
    return `
[mail]
url = "smtp+starttls://localhost:${this.port}"
ca_file = ${JSON.stringify(this.file('ca.pem'))}
username = ${JSON.stringify(USERNAME)}
password_file = ${JSON.stringify(this.file('password'))}
from = "Harbour Contact <no-reply@harbour.example>"
`;
  }

  /** The letters that came for `address`, of a subject that holds `subjectPart`, oldest first. */
  lettersTo(address, subjectPart = '') {
    return this.letters.filter((letter) => letter.to.includes(address) && letter.subject.includes(subjectPart));
  }

  /** The next letter for `address` that no call has given yet, once it is there. */
  async letterTo(address, subjectPart = '') {
    const next = () => this.lettersTo(address, subjectPart).find((letter) => !letter.isRead);
    const letter = await new Promise((resolve, reject) => {
      const look = () => {
        const found = next();
        if (found) {
          clearTimeout(limit);
          this.waiting.delete(look);
          resolve(found);
        }
      };
      const came = () => this.letters.map(({ to, subject }) => `${to}: ${subject}`).join('\n');
      const limit = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`no letter “${subjectPart}” for ${address}; there came\n${came()}`));
      }, PATIENCE);
      this.waiting.add(look);
      look();
    });
    letter.isRead = true;
    return letter;
  }

  async stop() {
    this.process?.stdin.end();
    await this.ended;
    await rm(this.folder, { recursive: true });
  }
}

/** One letter: its envelope, and both of its bodies. */
class Letter {
  constructor(written) {
    Object.assign(this, written);
    this.isRead = false;
  }

  /** The one address in it that leads under a portal's prefix. */
  get link() {
    const links = new Set(this.text.match(/https?:\/\/\S+\/_auth\/\S+/g) ?? []);
    if (links.size !== 1) throw new Error(`“${this.subject}” has ${links.size} links:\n${this.text}`);
    return [...links][0];
  }

  /** The temporary password, which has a line of its own. */
  get password() {
    const line = this.text.split('\n').map((text) => text.trim()).find((text) => /^[A-Za-z0-9]+(-[A-Za-z0-9]+){2,}$/.test(text));
    if (!line) throw new Error(`“${this.subject}” holds no password:\n${this.text}`);
    return line;
  }
}
