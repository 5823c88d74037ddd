// An authenticator app as people have one: it scans the picture on the screen, and from then on shows six digits, new ones every half minute.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Seconds that a code is shown. */
const STEP = 30;
/** With less than this of a step left, the code before it may be refused by the time it is posted. */
const MARGIN = 12;

export class Authenticator {
  /** Scans the QR code of the page that is open. */
  static async scans(visitor) {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-phone-'));
    try {
      const picture = join(folder, 'screen.png');
      await writeFile(picture, await visitor.page.screenshot());
      const { stdout } = await run('zbarimg', ['--quiet', '--raw', picture]);
      return new Authenticator(stdout.trim());
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  constructor(address) {
    assert.match(address, /^otpauth:\/\/totp\//, 'what an authenticator app understands');
    const uri = new URL(address);
    this.label = decodeURIComponent(uri.pathname.split('/').pop());
    this.issuer = uri.searchParams.get('issuer');
    this.secret = uri.searchParams.get('secret');
    // What apps take for granted where it is not said, and what many take for granted whatever is said.
    for (const [name, expected] of [['algorithm', 'SHA1'], ['digits', '6'], ['period', String(STEP)]]) {
      assert.equal(uri.searchParams.get(name) ?? expected, expected, name);
    }
    this.lastStep = 0;
  }

  /** The code of a step. */
  async of(step) {
    const { stdout } = await run('oathtool', ['--totp', '--base32', '--now', `@${step * STEP}`, this.secret]);
    return stdout.trim();
  }

  /**
   * A code that was not shown before. A code is taken once, and those one step ago and one step ahead are taken too: so there are three in
   * half a minute, and nobody has to wait for the next.
   */
  async code() {
    const now = Date.now() / 1000;
    const step = Math.floor(now / STEP);
    const first = STEP - (now % STEP) > MARGIN ? step - 1 : step;
    this.lastStep = Math.max(first, this.lastStep + 1);
    assert.ok(this.lastStep <= step + 1, 'this app has shown every code that counts now');
    return this.of(this.lastStep);
  }

  /** The code that was shown last. */
  async sameCode() {
    return this.of(this.lastStep);
  }

  /** Six digits that are none of the codes that count now or soon. */
  async wrongCode() {
    const step = Math.floor(Date.now() / 1000 / STEP);
    const near = await Promise.all([-2, -1, 0, 1, 2, 3].map((away) => this.of(step + away)));
    return ['000000', '111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !near.includes(code));
  }
}
