// A world whose accounts ask for a second factor, each in its own way; and what everybody does who is asked.

import assert from 'node:assert/strict';

import { Authenticator } from './authenticator.mjs';
import { Harbour } from './harbour.mjs';
import { PASSWORD } from './visitor.mjs';

const PORTALS = [
  {
    name: 'crm',
    title: 'Northwind CRM',
    sign_in: 'username-or-email',
    recovery: 'link',
    rules: [{ path: '/admin*', access: 'mfa' }],
  },
  { name: 'door', title: 'Front Door', sign_in: 'username', passkey_sign_in: true },
];
const ACCOUNTS = [
  { id: 'ASKED', name: 'Asked Everyone', mfa: 'enabled' },
  { id: 'CHOICE', name: 'Choice of Theirs', mfa: 'available' },
];
const admin = (account, username, name) => ({ account, username, name, email: `${username}@example.com`, level: 'company', preset: 'admin' });
const PEOPLE = [admin('ASKED', 'asma', 'Asma Karimi'), admin('CHOICE', 'chloe', 'Chloe Martin')];

/** The heading of the first page that asks for a second factor, and of the first of its set-up. */
export const READY = 'Have your authenticator app ready';

export class Guarded extends Harbour {
  async begin() {
    await super.begin({ portals: PORTALS, accounts: ACCOUNTS, people: PEOPLE });
  }

  /** An account of a test's own, with somebody who administers it. */
  async accountOfItsOwn(mfa) {
    const count = (this.accountsOfTheirOwn = (this.accountsOfTheirOwn ?? 0) + 1);
    const account = { id: `OWN-${count}`, name: `Own Company ${count}`, mfa };
    await this.addAccount(account);
    const boss = admin(account.id, `boss${count}`, `Bo Ström ${count}`);
    await this.addPerson(boss);
    return { account, boss };
  }

  /** Somebody new who decides for themselves where their account lets them. */
  async newcomer(account, person = {}) {
    return super.newcomer(account, { preset: 'user', ...person });
  }

  /** Somebody in a browser of their own who has given their password, on the way to `path`. */
  async afterPassword(t, { username }, path = '/', options = {}) {
    const visitor = await this.visitor(t, 'crm', options);
    await visitor.goesTo(path);
    await visitor.tries({ username, password: PASSWORD });
    return visitor;
  }

  /** Somebody in a browser of their own at a page of ours, signed in by password alone. */
  async at(t, page, username, options) {
    const visitor = await this.visitor(t, 'crm', options);
    await visitor.goesTo(`/_auth/${page}`);
    await visitor.signsInAt(username, `/_auth/${page}`);
    return visitor;
  }

  /** Somebody signs in, and is asked for nothing but their password. */
  async isLetInByPassword(t, person) {
    const visitor = await this.afterPassword(t, person, '/calls');
    await visitor.isPastTheGate();
    await visitor.sees(`Ledger of ${person.username}`);
    return visitor;
  }

  /** Somebody new with an authenticator app, and the browser in which they set it up and are signed in. */
  async guarded(t, account = 'ASKED', person = {}) {
    const ines = await this.newcomer(account, person);
    const visitor = await this.afterPassword(t, ines, '/_auth/account/mfa');
    await visitor.sees(new RegExp(`${READY}|My MFA`));
    // Where nobody is asked, they ask for it.
    if (visitor.place() === '/_auth/account/mfa') {
      await switchOf(visitor).check();
      await visitor.presses('Save');
      await visitor.follows('Set it up now');
    }
    return { ines, visitor, ...(await setsUp(visitor)) };
  }
}

/** The links beside the page. */
export function places(visitor) {
  return visitor.page.getByRole('navigation', { name: 'Account and company' });
}

/** The box on “My MFA” with which one decides for oneself. */
export function switchOf(visitor) {
  return visitor.page.getByLabel('Ask for a code when I sign in');
}

/** From the first page of the set-up to its end: the app, and the recovery codes. */
export async function setsUp(visitor) {
  await visitor.sees(READY);
  await visitor.presses('Continue');
  const app = await scans(visitor);
  await entersCode(visitor, await app.code(), 'Turn on and continue');
  const codes = await readsCodes(visitor);
  await finishes(visitor);
  return { app, codes };
}

/** The app, once the page that shows its secret is there. */
export async function scans(visitor) {
  await visitor.sees('Set up your authenticator app');
  return Authenticator.scans(visitor);
}

/** Types a code into the page that asks for it, and gives the answer. */
export async function entersCode(visitor, code, button = 'Continue') {
  await visitor.page.locator('#code').fill(code);
  return visitor.presses(button);
}

/** The recovery codes on the page. */
export async function readsCodes(visitor) {
  await visitor.sees('Save your recovery codes');
  return visitor.page.locator('#codes li').allInnerTexts();
}

/** Has kept them, and goes on to where it all began. */
export async function finishes(visitor) {
  await visitor.page.getByLabel('I have saved these codes somewhere safe').check();
  await visitor.presses('Finish');
  await visitor.page.waitForURL((url) => !/^\/_auth\/(enrol|login)/.test(url.pathname));
}

/** Past the page of a browser that is new for somebody, which says what they will need. */
export async function isReady(visitor) {
  await visitor.sees(READY);
  assert.equal(visitor.place().split('?')[0], '/_auth/code/ready');
  await visitor.follows('Continue');
  await visitor.sees('Enter your code');
}

/** Without a second factor there is no way in. */
export async function isStillOutside(visitor, path = '/') {
  const page = await visitor.context.newPage();
  await page.goto(path);
  assert.equal(new URL(page.url()).pathname, '/_auth/login');
  await page.close();
}
