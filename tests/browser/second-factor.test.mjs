// A second factor, given at sign-in and where a path asks for it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Guarded, READY, entersCode, isReady, isStillOutside, setsUp, switchOf } from './guarded.mjs';
import { PASSWORD } from './visitor.mjs';

let world;
let mail;
before(async () => {
  world = await Guarded.start();
  mail = world.mail;
});
after(() => world?.stop());

test('a browser that is new asks to have the app ready, and the person is told of it', async (t) => {
  const { ines, app } = await world.guarded(t);
  const visitor = await world.afterPassword(t, ines, '/calls?day=5');
  await visitor.sees(READY);
  await visitor.reads('It is in the app that you set up.');
  await isStillOutside(visitor);
  await isReady(visitor);
  assert.equal(await visitor.focus(), 'code');
  await isStillOutside(visitor);
  await entersCode(visitor, await app.code());
  await visitor.isPastTheGate();
  assert.equal(visitor.place(), '/calls?day=5');
  await visitor.sees(`Ledger of ${ines.username}`);
  await mail.letterTo(ines.email, 'New sign-in to your account');
});

test('a browser that has seen the app asks for the code at once', async (t) => {
  const { ines, visitor, app } = await world.guarded(t);
  await visitor.goesTo('/');
  await visitor.signsOut();
  await visitor.goesTo('/calls?day=6');
  await visitor.tries({ username: ines.username, password: PASSWORD });
  await visitor.sees('Enter your code');
  await entersCode(visitor, await app.code());
  await visitor.isPastTheGate();
  assert.equal(visitor.place(), '/calls?day=6');
  assert.deepEqual(mail.lettersTo(ines.email, 'New sign-in'), []);
});

test('a code is accepted once', async (t) => {
  const { ines, app } = await world.guarded(t);
  const visitor = await world.afterPassword(t, ines);
  await isReady(visitor);
  assert.equal((await entersCode(visitor, await app.sameCode())).status(), 401);
  await visitor.isTold('That code has been used. Wait for the next one.');
  await entersCode(visitor, await app.code());
  await visitor.isPastTheGate();
  const other = await world.afterPassword(t, ines);
  await isReady(other);
  assert.equal((await entersCode(other, await app.sameCode())).status(), 401);
  await other.isTold('That code has been used.');
});

test('a recovery code lets one in whose phone is lost, once, and the person is told', async (t) => {
  const { ines, codes } = await world.guarded(t);
  const visitor = await world.afterPassword(t, ines, '/calls?day=8');
  await isReady(visitor);
  await visitor.reads('Lost your phone and your codes? Ask your administrator to reset MFA.');
  await visitor.follows('Use a recovery code');
  await visitor.sees('Use a recovery code');
  const gives = async (somebody, code) => {
    await somebody.types({ 'Recovery code': code });
    return somebody.presses('Continue');
  };
  assert.equal((await gives(visitor, 'abcde')).status(), 422);
  await visitor.isTold('A recovery code has 15 letters and numbers');
  assert.equal((await gives(visitor, codes[0].replace(/./, (first) => (first === 'a' ? 'b' : 'a')))).status(), 401);
  await visitor.isTold('That recovery code isn’t right. Check it, or try another.');
  await gives(visitor, ` ${codes[3].toUpperCase().replaceAll('-', ' ')}`);
  await visitor.isPastTheGate();
  assert.equal(visitor.place(), '/calls?day=8');
  const letter = await mail.letterTo(ines.email, 'A recovery code was used');
  assert.match(letter.text, /Codes left: 9/);

  const other = await world.afterPassword(t, ines);
  await isReady(other);
  await other.follows('Use a recovery code');
  assert.equal((await gives(other, codes[3])).status(), 401);
  await other.isTold('That recovery code has been used. Try another.');
  await other.follows('Use your authenticator app');
  await other.sees('Enter your code');
  await visitor.goesTo('/_auth/account/mfa');
  await visitor.reads('9 recovery codes left.');
});

test('five wrong codes end the sign-in, and the right password begins another', async (t) => {
  const { ines, app } = await world.guarded(t);
  const visitor = await world.afterPassword(t, ines, '/calls?day=9');
  await isReady(visitor);
  const wrong = await app.wrongCode();
  for (let count = 0; count < 4; count += 1) {
    assert.equal((await entersCode(visitor, wrong)).status(), 401);
    await visitor.isTold('That code isn’t right. Use the newest code in your app.');
  }
  await entersCode(visitor, wrong);
  await visitor.isAskedToSignIn();
  await visitor.isTold('Too many of those codes were wrong. Sign in again.');
  await visitor.goesTo('/_auth/code');
  await visitor.isAskedToSignIn();
  await visitor.goesTo('/calls?day=9');
  await visitor.tries({ username: ines.username, password: PASSWORD });
  await isReady(visitor);
  await entersCode(visitor, await app.code());
  await visitor.isPastTheGate();
});

test('a wrong code is told at the top, and an empty one too', async (t) => {
  const { ines } = await world.guarded(t);
  const visitor = await world.afterPassword(t, ines);
  await isReady(visitor);
  await visitor.page.locator('form', { has: visitor.page.locator('#code') }).evaluate((form) => { form.noValidate = true; });
  assert.equal((await entersCode(visitor, '')).status(), 422);
  await visitor.isTold('Enter the 6-digit code');
  assert.match(await visitor.page.title(), /^Error: Enter your code – Northwind CRM$/);
  await visitor.page.locator('.msg').getByRole('link', { name: 'Enter the 6-digit code' }).click();
  assert.equal(await visitor.focus(), 'code');
});

test('a new password by a mailed link does not do without the second factor', async (t) => {
  const { ines, app } = await world.guarded(t);
  const chosen = 'quarry lantern mitten sixpence';
  const visitor = await world.visitor(t, 'crm');
  await visitor.goesTo('/_auth/forgot');
  await visitor.asks({ 'Email address': ines.email }, 'Send me reset password instructions');
  const { link } = await mail.letterTo(ines.email, 'Reset your Northwind CRM password');
  await visitor.goesTo(link);
  await visitor.chooses(chosen);
  await visitor.isAskedToSignIn();
  await visitor.tries({ username: ines.username, password: chosen });
  await isReady(visitor);
  await isStillOutside(visitor);
  await entersCode(visitor, await app.code());
  await visitor.isPastTheGate();
});

// Paths that ask for one.

test('a path that asks for more than a password leads to the set-up, and back', async (t) => {
  const ines = await world.newcomer('CHOICE');
  const visitor = await world.afterPassword(t, ines, '/calls');
  await visitor.isPastTheGate();
  await visitor.goesTo('/admin/people?page=2');
  await visitor.sees(READY);
  await setsUp(visitor);
  assert.equal(visitor.place(), '/admin/people?page=2');
  await visitor.sees(`Ledger of ${ines.username}`);
  await visitor.goesTo('/admin/rates');
  await visitor.sees(`Ledger of ${ines.username}`);
});

test('what somebody has set up and is not asked for serves where a path asks for it', async (t) => {
  const { ines, visitor, app } = await world.guarded(t, 'CHOICE');
  await visitor.goesTo('/_auth/account/mfa');
  await switchOf(visitor).uncheck();
  await visitor.presses('Save');
  await visitor.isTold('MFA is off.');
  const again = await world.afterPassword(t, ines, '/calls');
  await again.isPastTheGate();
  await again.goesTo('/admin/people?page=3');
  await again.sees('Enter your code');
  await entersCode(again, await app.code());
  await again.isPastTheGate();
  assert.equal(again.place(), '/admin/people?page=3');
});

test('a script that asks for such a path is told so, and sent nowhere', async (t) => {
  const ines = await world.newcomer('CHOICE');
  const visitor = await world.afterPassword(t, ines, '/calls');
  await visitor.isPastTheGate();
  visitor.mayBeRefused('/admin/people.json');
  const told = await visitor.page.evaluate(async () => {
    const answer = await fetch('/admin/people.json', { headers: { accept: 'application/json' } });
    return { status: answer.status, kind: answer.headers.get('content-type'), body: await answer.json(), hasMoved: answer.redirected };
  });
  assert.equal(told.status, 403);
  assert.equal(told.kind, 'application/problem+json');
  assert.equal(told.body.status, 403);
  assert.equal(told.body.error, 'second_factor_required');
  assert.equal(told.body.login_url, `${world.origin('crm')}/_auth/code`);
  assert.equal(told.hasMoved, false);
});

test('before a set-up that begins from a session, a password that was typed long ago is typed again', async (t) => {
  const ines = await world.newcomer('CHOICE');
  const visitor = await world.afterPassword(t, ines, '/calls');
  await visitor.isPastTheGate();
  await world.behindTheGatewayPasswordsWereTyped({ minutesAgo: 11 });
  await visitor.goesTo('/admin/people?page=4');
  await visitor.sees('Set up MFA?');
  await visitor.types({ 'Your password': 'not this one' });
  assert.equal((await visitor.presses('Continue')).status(), 422);
  await visitor.isTold('Your password is not right');
  await visitor.types({ 'Your password': PASSWORD });
  await visitor.presses('Continue');
  await setsUp(visitor);
  assert.equal(visitor.place(), '/admin/people?page=4');
});
