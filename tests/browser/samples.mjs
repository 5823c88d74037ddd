// Every page in every state, as the pages' own samples write them, served under the headers that the gateway sends.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A build that is up to date takes no time; `GATEHOUSE_PREVIEW` names one that was made elsewhere. */
const CARGO = ['cargo', 'run', '--quiet', '--locked', '--package', 'gatehouse-pages', '--example', 'preview', '--'];
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml' };
const KEPT = ['content-security-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy', 'permissions-policy', 'referrer-policy', 'x-content-type-options'];

export class Samples {
  /** Serves them with the headers of `answer`, a page of the gateway's. */
  static async start(answer) {
    const samples = new Samples();
    samples.headers = Object.fromEntries(KEPT.map((name) => [name, answer.headers()[name]]));
    samples.folder = await mkdtemp(join(tmpdir(), 'gatehouse-samples-'));
    const [program, ...argv] = process.env.GATEHOUSE_PREVIEW ? [process.env.GATEHOUSE_PREVIEW] : CARGO;
    await run(program, [...argv, samples.folder], { cwd: ROOT });
    const files = await readdir(join(samples.folder, '_auth'));
    samples.names = files.filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -'.html'.length)).sort();
    samples.server = createServer((request, response) => samples.answer(request, response));
    await new Promise((resolve) => samples.server.listen(0, '127.0.0.1', resolve));
    samples.origin = `http://127.0.0.1:${samples.server.address().port}`;
    return samples;
  }

  address(name) {
    return `${this.origin}/_auth/${name}.html`;
  }

  async answer(request, response) {
    const { pathname } = new URL(request.url, this.origin);
    const file = join(this.folder, normalize(pathname));
    const content = await readFile(file).catch(() => null);
    if (content === null) {
      // A browser stays where it is: the page that moves on by itself is looked at too.
      response.writeHead(204).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)], ...(extname(file) === '.html' ? this.headers : {}) }).end(content);
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.folder, { recursive: true });
  }
}
