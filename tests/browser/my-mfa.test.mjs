// What people decide about their own second factor.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Guarded, entersCode, isReady, places, readsCodes, setsUp, switchOf } from './guarded.mjs';
import { PASSWORD } from './visitor.mjs';

let world;
let mail;
before(async () => {
  world = await Guarded.start();
  mail = world.mail;
});
after(() => world?.stop());

test('somebody turns it on for themselves, sets it up now, and is asked from then on', async (t) => {
  const ines = await world.newcomer('CHOICE');
  const visitor = await world.at(t, 'account', ines.username);
  await places(visitor).getByRole('link', { name: 'My MFA' }).click();
  await visitor.sees('My MFA');
  await visitor.reads('MFA is off.');
  assert.equal(await switchOf(visitor).isChecked(), false);
  await switchOf(visitor).check();
  await visitor.presses('Save');
  await visitor.isTold('MFA is on. You will be asked for it when you sign in.');
  await visitor.reads('MFA is not set up yet.');
  await visitor.follows('Set it up now');
  const { app } = await setsUp(visitor);
  await mail.letterTo(ines.email, 'MFA was turned on for your account');
  await visitor.goesTo('/_auth/account/mfa');
  await visitor.reads(/MFA is on\. Authenticator app set up just now\. 10 recovery codes left\./);
  const again = await world.afterPassword(t, ines);
  await isReady(again);
  await entersCode(again, await app.code());
  await again.isPastTheGate();
});

test('somebody turns it off for themselves, which asks for a password that was typed long ago, and back on', async (t) => {
  const { ines, visitor, app } = await world.guarded(t, 'CHOICE');
  await mail.letterTo(ines.email, 'MFA was turned on');
  await world.behindTheGatewayPasswordsWereTyped({ minutesAgo: 11 });
  await visitor.goesTo('/_auth/account/mfa');
  await switchOf(visitor).uncheck();
  await visitor.presses('Save');
  await visitor.sees('Turn MFA off?');
  await visitor.types({ 'Your password': 'not this one' });
  assert.equal((await visitor.presses('Turn MFA off')).status(), 422);
  await visitor.isTold('Your password is not right');
  await visitor.types({ 'Your password': PASSWORD });
  await visitor.presses('Turn MFA off');
  await visitor.isTold('MFA is off.');
  await mail.letterTo(ines.email, 'MFA was turned off for your account');
  await world.isLetInByPassword(t, ines);

  await visitor.goesTo('/_auth/account/mfa');
  await switchOf(visitor).check();
  await visitor.presses('Save');
  await visitor.isTold('MFA is on.');
  await mail.letterTo(ines.email, 'MFA was turned on for your account');
  const again = await world.afterPassword(t, ines);
  await isReady(again);
  await entersCode(again, await app.code());
  await again.isPastTheGate();
});

test('somebody begins anew with another app; the old one, and the old recovery codes, serve no more', async (t) => {
  const { ines, visitor, codes } = await world.guarded(t);
  await visitor.goesTo('/_auth/account/mfa');
  await visitor.reads('Your company requires MFA.');
  assert.ok(await switchOf(visitor).isDisabled());
  await visitor.follows('Reset my MFA');
  await visitor.sees('Reset your MFA?');
  await visitor.presses('Reset my MFA');
  await visitor.isTold('Your MFA has been reset. You will set up a new one when you next sign in.');
  await mail.letterTo(ines.email, 'MFA was reset on your account');
  await visitor.goesTo('/');
  await visitor.sees(`Ledger of ${ines.username}`);
  const again = await world.afterPassword(t, ines, '/calls');
  const fresh = await setsUp(again);
  assert.ok(!fresh.codes.some((code) => codes.includes(code)));
  const third = await world.afterPassword(t, ines);
  await isReady(third);
  await third.follows('Use a recovery code');
  await third.types({ 'Recovery code': codes[0] });
  assert.equal((await third.presses('Continue')).status(), 401);
  await third.types({ 'Recovery code': fresh.codes[0] });
  await third.presses('Continue');
  await third.isPastTheGate();
});

test('new recovery codes take the place of the old', async (t) => {
  const { ines, visitor, codes } = await world.guarded(t, 'CHOICE');
  await visitor.goesTo('/_auth/account/mfa');
  await visitor.follows('Make new recovery codes');
  await visitor.sees('Make new recovery codes?');
  await visitor.presses('Make new recovery codes');
  const fresh = await readsCodes(visitor);
  assert.ok(fresh.length === 10 && !fresh.some((code) => codes.includes(code)));
  assert.equal(await visitor.page.getByText(/Step \d of 3/).count(), 0);
  await visitor.page.getByLabel('I have saved these codes somewhere safe').check();
  await visitor.presses('Finish');
  await visitor.isTold('You have new recovery codes. The old ones no longer work.');
  const again = await world.afterPassword(t, ines);
  await isReady(again);
  await again.follows('Use a recovery code');
  await again.types({ 'Recovery code': codes[0] });
  assert.equal((await again.presses('Continue')).status(), 401);
  await again.types({ 'Recovery code': fresh[9] });
  await again.presses('Continue');
  await again.isPastTheGate();
});

test('My MFA works by keyboard alone, and without scripts', async (t) => {
  const ines = await world.newcomer('CHOICE');
  const visitor = await world.at(t, 'account/mfa', ines.username);
  await visitor.tabsTo('enabled');
  await visitor.page.keyboard.press('Space');
  await visitor.tabsTo('Save');
  await visitor.page.keyboard.press('Enter');
  await visitor.isTold('MFA is on.');
  const plain = await world.afterPassword(t, ines, '/_auth/account/mfa', { javaScriptEnabled: false });
  await setsUp(plain);
  await plain.sees('My MFA');
  await switchOf(plain).uncheck();
  await plain.presses('Save');
  await plain.isTold('MFA is off.');
});

test('whoever may not decide for themselves is told whom to ask', async (t) => {
  const ines = await world.newcomer('CHOICE', { preset: undefined, roles: ['recordings'] });
  const visitor = await world.at(t, 'account/mfa', ines.username);
  await visitor.reads('Ask your administrator to change this.');
  assert.ok(await switchOf(visitor).isDisabled());
  assert.equal(await visitor.page.getByRole('button', { name: 'Save' }).count(), 0);
  const answer = await visitor.goesTo('/_auth/company/mfa');
  assert.ok([403, 404].includes(answer.status()));
});
