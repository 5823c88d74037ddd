// Passkeys and security keys: in place of an authenticator app or beside one, and in place of a password where a portal lets them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Guarded, READY, entersCode, finishes, isReady, isStillOutside, readsCodes, switchOf } from './guarded.mjs';
import { SecurityKey } from './security_key.mjs';
import { PASSWORD } from './visitor.mjs';

let world;
let mail;
before(async () => {
  world = await Guarded.start();
  mail = world.mail;
});
after(() => world?.stop());

const NEW = 'Add a passkey or security key';
const GIVE = 'Use your passkey or security key';

/** Gives a name to the key that is held to the browser, and registers it. */
async function registers(visitor, name) {
  await visitor.sees(NEW);
  await visitor.types({ Name: name });
  await visitor.page.getByRole('button', { name: 'Continue', exact: true }).click();
}

/** Somebody new whose second factor is a passkey, and the browser in which they registered it. */
async function withPasskey(t, account = 'ASKED', kind = 'phone') {
  const ines = await world.newcomer(account);
  const visitor = await world.afterPassword(t, ines, '/calls?day=1');
  await visitor.sees(READY);
  const key = await SecurityKey[kind](visitor);
  await visitor.follows('Use a passkey or security key instead');
  await registers(visitor, 'Work laptop');
  const codes = await readsCodes(visitor);
  await finishes(visitor);
  return { ines, visitor, key, codes };
}

/** On the page that asks for the key. */
async function isAskedForTheKey(visitor) {
  await visitor.sees('Have your passkey or security key ready');
  await visitor.follows('Continue');
  await visitor.sees(GIVE);
}

const givesTheKey = (visitor) => visitor.page.getByRole('button', { name: 'Continue', exact: true }).click();

test('a passkey is registered in place of an authenticator app, and given at the next sign-in', async (t) => {
  const { ines, visitor, key, codes } = await withPasskey(t);
  assert.equal(visitor.place(), '/calls?day=1');
  assert.equal(codes.length, 10);
  await mail.letterTo(ines.email, 'A passkey was added to your account');
  const again = await world.afterPassword(t, ines, '/calls?day=2');
  await key.heldToAnother(again);
  await isAskedForTheKey(again);
  await isStillOutside(again);
  await givesTheKey(again);
  await again.isPastTheGate();
  assert.equal(again.place(), '/calls?day=2');
  await again.sees(`Ledger of ${ines.username}`);
  await mail.letterTo(ines.email, 'New sign-in to your account');
});

test('a security key that is only touched does as a second factor', async (t) => {
  const { ines, key } = await withPasskey(t, 'ASKED', 'stick');
  const again = await world.afterPassword(t, ines, '/calls?day=3');
  await key.heldToAnother(again);
  await isAskedForTheKey(again);
  await givesTheKey(again);
  await again.isPastTheGate();
  assert.equal(again.place(), '/calls?day=3');
});

test('whoever holds another key is told that nothing came, and may give a recovery code', async (t) => {
  const { ines, codes } = await withPasskey(t);
  const again = await world.afterPassword(t, ines, '/calls?day=4');
  await SecurityKey.phone(again);
  await isAskedForTheKey(again);
  await givesTheKey(again);
  await again.page.getByRole('status').getByText('Nothing came from your passkey or security key.').waitFor();
  await again.follows('Use a recovery code');
  await again.types({ 'Recovery code': codes[0] });
  await again.presses('Continue');
  await again.isPastTheGate();
  assert.equal(again.place(), '/calls?day=4');
});

test('a passkey is registered and given by keyboard alone', async (t) => {
  const ines = await world.newcomer('ASKED');
  const visitor = await world.afterPassword(t, ines, '/calls?day=5');
  await visitor.sees(READY);
  const key = await SecurityKey.phone(visitor);
  const { keyboard } = visitor.page;
  await visitor.tabsTo('Use a passkey or security key instead');
  await keyboard.press('Enter');
  await visitor.sees(NEW);
  assert.equal(await visitor.focus(), 'name');
  await keyboard.type('Phone');
  await keyboard.press('Enter');
  await readsCodes(visitor);
  await finishes(visitor);
  const again = await world.afterPassword(t, ines, '/calls?day=6');
  await key.heldToAnother(again);
  await again.tabsTo('Continue');
  await again.page.keyboard.press('Enter');
  await again.sees(GIVE);
  await again.tabsTo('Continue');
  await again.page.keyboard.press('Enter');
  await again.isPastTheGate();
  assert.equal(again.place(), '/calls?day=6');
});

test('without scripts the page says what it needs, and a recovery code does', async (t) => {
  const { ines, codes } = await withPasskey(t);
  const again = await world.afterPassword(t, ines, '/calls?day=7', { javaScriptEnabled: false });
  await isAskedForTheKey(again);
  const note = again.page.locator('noscript p');
  assert.equal(await note.innerText(), 'Passkeys and security keys need scripts, and this browser doesn’t run them here.');
  assert.ok((await note.boundingBox()).height > 0, 'it is seen');
  assert.equal(await again.page.getByRole('button', { name: 'Continue' }).count(), 0);
  await again.follows('Use a recovery code');
  await again.types({ 'Recovery code': codes[1] });
  await again.presses('Continue');
  await again.isPastTheGate();
});

// Under My MFA.

test('a passkey is added beside the app, renamed and removed, and each is told by mail', async (t) => {
  const { ines, visitor, app } = await world.guarded(t);
  const key = await SecurityKey.phone(visitor);
  await visitor.goesTo('/_auth/account/mfa');
  await visitor.follows('Add a passkey');
  await registers(visitor, 'Work laptop');
  await visitor.isTold('Work laptop has been added.');
  await mail.letterTo(ines.email, 'A passkey was added to your account');
  await visitor.reads('Never used');

  await visitor.follows('Add a passkey');
  await registers(visitor, 'The same again');
  await visitor.page.getByRole('status').getByText('That passkey or security key is already registered.').waitFor();
  await visitor.follows('Back');

  const again = await world.afterPassword(t, ines, '/calls?day=8');
  await key.heldToAnother(again);
  await isReady(again);
  await again.follows('Use a passkey or security key');
  await again.sees(GIVE);
  await givesTheKey(again);
  await again.isPastTheGate();
  assert.equal(again.place(), '/calls?day=8');

  await visitor.page.reload();
  await visitor.reads('Last used just now');
  await visitor.page.getByRole('link', { name: 'Rename the passkey Work laptop' }).click();
  await visitor.types({ Name: 'Old laptop' });
  await visitor.presses('Save');
  await visitor.isTold('It is now called Old laptop.');
  await visitor.page.getByRole('link', { name: 'Remove the passkey Old laptop' }).click();
  await visitor.sees('Remove Old laptop?');
  await visitor.reads('You can no longer sign in with this passkey or security key.');
  await visitor.presses('Remove');
  await visitor.isTold('Old laptop has been removed.');
  await mail.letterTo(ines.email, 'A passkey was removed from your account');
  const third = await world.afterPassword(t, ines);
  await isReady(third);
  assert.equal(await third.page.getByRole('link', { name: 'Use a passkey or security key' }).count(), 0);
  await entersCode(third, await app.code());
  await third.isPastTheGate();
});

test('the last thing that somebody must be able to give cannot be removed', async (t) => {
  const { visitor } = await withPasskey(t);
  await visitor.goesTo('/_auth/account/mfa');
  await visitor.page.getByRole('link', { name: 'Remove the passkey Work laptop' }).click();
  await visitor.presses('Remove');
  await visitor.isTold('Work laptop stays: your company requires MFA, and you have nothing else that meets it. Add another first.');
  await visitor.page.getByRole('link', { name: 'Rename the passkey Work laptop' }).waitFor();
});

test('a reset drops passkeys too', async (t) => {
  const { ines, visitor, key } = await withPasskey(t);
  await visitor.goesTo('/_auth/account/mfa');
  await visitor.follows('Reset my MFA');
  await visitor.presses('Reset my MFA');
  await visitor.isTold('Your MFA has been reset.');
  const again = await world.afterPassword(t, ines);
  await key.heldToAnother(again);
  await again.sees(READY);
  await again.reads('Step 1 of 3');
});

test('where only a passkey will do, an app is not offered, and does not do', async (t) => {
  const { account, boss } = await world.accountOfItsOwn('available');
  const { ines, app } = await world.guarded(t, account.id, { level: 'team' });
  const admin = await world.at(t, 'company/mfa', boss.username);
  await admin.page.locator('[name="level.team"]').selectOption({ label: 'Must use a passkey or security key' });
  await admin.presses('Save');
  await admin.isTold('The MFA policy has been updated.');
  const visitor = await world.afterPassword(t, ines, '/calls?day=9');
  await isReady(visitor);
  await entersCode(visitor, await app.code());
  await visitor.sees('Have your passkey or security key ready');
  await isStillOutside(visitor, '/calls?day=9');
  await SecurityKey.phone(visitor);
  await visitor.follows('Continue');
  await registers(visitor, 'Phone');
  await visitor.isPastTheGate();
  assert.equal(visitor.place(), '/calls?day=9');

  const fresh = await world.newcomer(account.id, { level: 'team' });
  const newcomer = await world.afterPassword(t, fresh, '/calls?day=10');
  await newcomer.sees('Have your passkey or security key ready');
  const key = await SecurityKey.phone(newcomer);
  await newcomer.follows('Continue');
  await registers(newcomer, 'Phone');
  await readsCodes(newcomer);
  await finishes(newcomer);
  assert.equal(newcomer.place(), '/calls?day=10');
  const again = await world.afterPassword(t, fresh, '/calls?day=11');
  await key.heldToAnother(again);
  await isAskedForTheKey(again);
  await givesTheKey(again);
  await again.isPastTheGate();
});

// In place of a password.

/** Somebody registers a passkey at the portal that lets it sign them in. */
async function atTheDoorWithPasskey(t, ines) {
  const visitor = await world.visitor(t, 'door');
  await visitor.goesTo('/_auth/account/mfa');
  await visitor.tries({ username: ines.username, password: PASSWORD });
  await visitor.sees('My MFA');
  const key = await SecurityKey.phone(visitor);
  await switchOf(visitor).check();
  await visitor.presses('Save');
  await visitor.follows('Set it up now');
  await visitor.sees(READY);
  await visitor.follows('Use a passkey or security key instead');
  await registers(visitor, 'Phone');
  await readsCodes(visitor);
  await finishes(visitor);
  return { visitor, key };
}

test('where a portal lets it, a passkey signs in by itself', async (t) => {
  const ines = await world.newcomer('CHOICE');
  const { key } = await atTheDoorWithPasskey(t, ines);
  const again = await world.visitor(t, 'door');
  await again.goesTo('/calls?day=12');
  await again.isAskedToSignIn();
  const there = await key.heldToAnother(again);
  await again.page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await again.isPastTheGate();
  assert.equal(again.place(), '/calls?day=12');
  await again.sees(`Ledger of ${ines.username}`);

  // A browser that knows a passkey offers it where the name is typed; the one of these tests takes it at once.
  const offered = await world.visitor(t, 'door');
  await there.heldToAnother(offered);
  await offered.goesTo('/calls?day=13');
  await offered.isPastTheGate();
  assert.equal(offered.place(), '/calls?day=13');
});

test('a passkey that nobody here knows signs nobody in', async (t) => {
  const ines = await world.newcomer('CHOICE');
  const { key, visitor } = await atTheDoorWithPasskey(t, ines);
  await visitor.goesTo('/_auth/account/mfa');
  await visitor.follows('Reset my MFA');
  await visitor.presses('Reset my MFA');
  await visitor.isTold('Your MFA has been reset.');
  const again = await world.visitor(t, 'door');
  await again.goesTo('/calls?day=14');
  await again.isAskedToSignIn();
  await key.heldToAnother(again);
  await again.page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await again.isTold('Your passkey could not be checked. Try again.');
  await key.forgets();
});

test('where a portal does not let it, nothing of the kind is offered', async (t) => {
  const visitor = await world.visitor(t, 'crm');
  await visitor.goesTo('/');
  await visitor.isAskedToSignIn();
  assert.equal(await visitor.page.locator('[data-passkey]').count(), 0);
});
