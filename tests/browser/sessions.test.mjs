// A session's life: kept, not kept, ended here, ended elsewhere, run out.

import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { visitorWithProfile } from './browser.mjs';
import { Served } from './world.mjs';

let world;
before(async () => { world = await Served.start(); });
after(() => world?.stop());

/** A browser profile on disk, for a browser that is closed and started again. It goes with the world. */
const profile = () => mkdtemp(join(world.folder, 'profile-'));

test('who is remembered is still signed in after the browser was closed', async (t) => {
  const folder = await profile();
  const maya = await visitorWithProfile(t, folder, world.origin('ledger'));
  await maya.goesTo('/');
  await maya.signsIn('maya', { remember: true });
  await maya.context.close();
  const again = await visitorWithProfile(t, folder, world.origin('ledger'));
  await again.goesTo('/accounts');
  await again.sees('Ledger of maya');
});

test('who is not remembered signs in again after the browser was closed', async (t) => {
  const folder = await profile();
  const maya = await visitorWithProfile(t, folder, world.origin('ledger'));
  await maya.goesTo('/');
  await maya.signsIn('maya');
  await maya.sees('Ledger of maya');
  await maya.context.close();
  const again = await visitorWithProfile(t, folder, world.origin('ledger'));
  await again.goesTo('/accounts');
  await again.isAskedToSignIn();
});

test('scripts, other hosts and plain connections never get the session’s cookie', async (t) => {
  const maya = await world.visitor(t, 'ledger');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  const cookies = await maya.context.cookies();
  assert.deepEqual(cookies.map(({ name }) => name).sort(), ['__Host-gh', '__Host-gh-device'], 'the session, and that this browser is known');
  for (const { name, httpOnly, secure, sameSite, domain, path } of cookies) {
    assert.deepEqual({ httpOnly, secure, sameSite, path }, { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' }, name);
    assert.equal(domain, 'ledger.localhost', 'not even a host below this one');
  }
  assert.equal(cookies.find(({ name }) => name === '__Host-gh').expires, -1);
  assert.equal(await maya.page.evaluate(() => document.cookie), '');
});

test('after signing out the back button shows nothing protected', async (t) => {
  const maya = await world.visitor(t, 'ledger');
  await maya.goesTo('/accounts');
  await maya.signsIn('maya');
  await maya.goesTo('/accounts/7');
  await maya.signsOut();
  for (const shown of ['You are signed out', 'Sign in to Harbour Ledger', 'Sign in to Harbour Ledger']) {
    await maya.goesBack();
    await maya.sees(shown);
    assert.equal(await maya.page.getByText('Ledger of maya').count(), 0, maya.place());
  }
});

test('signing out ends the session itself, not only the cookie', async (t) => {
  const maya = await world.visitor(t, 'ledger');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  const copied = await maya.context.storageState();
  await maya.signsOut();
  const thief = await world.visitor(t, 'ledger', { storageState: copied });
  await thief.goesTo('/');
  await thief.isAskedToSignIn();
});

test('a link to sign out only asks, and one may stay', async (t) => {
  const maya = await world.visitor(t, 'ledger');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  await maya.goesTo('/_auth/logout');
  await maya.sees('Sign out of Harbour Ledger?');
  await maya.page.getByRole('link', { name: 'Stay signed in' }).click();
  await maya.sees('Ledger of maya');
});

test('a session that an administrator ended says so, and leads back after signing in', async (t) => {
  const maya = await world.visitor(t, 'ledger');
  await maya.goesTo('/accounts?year=2026');
  await maya.signsIn('maya');
  await world.command('user', 'set', '--account', 'HARBOUR', '--username', 'maya', '--end-sessions');
  await maya.isSoonSignedOut();
  await maya.isTold('You were signed out because an administrator ended your session.');
  await maya.signsIn('maya');
  assert.equal(maya.place(), '/accounts?year=2026');
  await maya.sees('Ledger of maya');
});

test('a session that ended with its password says so', async (t) => {
  const tomasz = await world.visitor(t, 'ledger');
  await tomasz.goesTo('/accounts');
  await tomasz.signsIn('tomasz');
  await world.commandWithPassword('user', 'set', '--account', 'HARBOUR', '--username', 'tomasz');
  await tomasz.isSoonSignedOut();
  await tomasz.isTold('You were signed out because your password changed.');
  await tomasz.signsIn('tomasz');
  assert.equal(tomasz.place(), '/accounts');
});

test('a session that was not used for too long says so, and leads back after signing in', async (t) => {
  const maya = await world.visitor(t, 'ledger');
  await maya.goesTo('/accounts?year=2025');
  await maya.signsIn('maya');
  await world.behindTheGatewaySessionsWereLastUsed({ minutesAgo: 31 });
  await maya.page.reload();
  await maya.isAskedToSignIn();
  await maya.isTold('You were signed out after 30 minutes without activity. Sign in to carry on where you left off.');
  await maya.signsIn('maya');
  assert.equal(maya.place(), '/accounts?year=2025');
});

test('who is remembered may stay away for longer', async (t) => {
  const maya = await world.visitor(t, 'ledger');
  await maya.goesTo('/accounts');
  await maya.signsIn('maya', { remember: true });
  await world.behindTheGatewaySessionsWereLastUsed({ minutesAgo: 24 * 60 });
  await maya.page.reload();
  await maya.sees('Ledger of maya');
});

test('a form that was sent too late leads back to the page that held it, with a word about what is lost', async (t) => {
  const maya = await world.visitor(t, 'ledger');
  await maya.goesTo('/new?kind=entry');
  await maya.signsIn('maya');
  await maya.page.getByLabel('Entry').fill('Twelve pounds');
  await world.behindTheGatewaySessionsWereLastUsed({ minutesAgo: 31 });
  await maya.page.getByRole('button', { name: 'Save' }).click();
  await maya.isAskedToSignIn();
  await maya.isTold('Anything you had not saved may need to be entered again.');
  await maya.signsIn('maya');
  assert.equal(maya.place(), '/new?kind=entry');
});

test('the back button after signing in leads to the application, not to the form or a question to send it again', async (t) => {
  const maya = await world.visitor(t, 'ledger');
  await maya.goesTo('/accounts');
  await maya.signsIn('maya');
  await maya.goesBack();
  await maya.sees('Ledger of maya');
});
