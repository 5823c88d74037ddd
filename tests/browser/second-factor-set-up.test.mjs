// An authenticator app, set up at the first sign-in that asks for one, however one uses a browser.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { Authenticator } from './authenticator.mjs';
import { Guarded, READY, entersCode, finishes, isReady, isStillOutside, readsCodes, scans, setsUp, switchOf } from './guarded.mjs';
import { PASSWORD } from './visitor.mjs';

let world;
let mail;
before(async () => {
  world = await Guarded.start();
  mail = world.mail;
});
after(() => world?.stop());

/** On the page with the secret, for the first time. */
async function atTheSecret(t, ines, options) {
  const visitor = await world.afterPassword(t, ines, '/', options);
  await visitor.sees(READY);
  await visitor.presses('Continue');
  return { visitor, app: await scans(visitor) };
}

test('whoever must have a second factor sets it up in three steps, and lands where they wanted to', async (t) => {
  const ines = await world.newcomer('ASKED');
  const visitor = await world.afterPassword(t, ines, '/calls?day=7');
  await visitor.sees(READY);
  await visitor.reads('Step 1 of 3');
  await visitor.reads('Northwind CRM now asks for a code as well as your password.');
  assert.equal(await visitor.page.getByRole('button', { name: 'Remind me next time' }).count(), 0, 'they have no choice');
  await isStillOutside(visitor, '/calls?day=7');
  await visitor.presses('Continue');

  const app = await scans(visitor);
  await visitor.reads('Step 2 of 3');
  assert.equal(app.issuer, 'Northwind CRM');
  assert.equal(app.label, `Northwind CRM:${ines.username}`);
  assert.equal(await visitor.page.locator('#secret span').allInnerTexts().then((groups) => groups.join('')), app.secret, 'the text and the picture agree');
  await isStillOutside(visitor);
  await entersCode(visitor, await app.code(), 'Turn on and continue');

  const codes = await readsCodes(visitor);
  await visitor.reads('Step 3 of 3');
  assert.equal(new Set(codes).size, 10);
  for (const code of codes) assert.match(code, /^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/);
  await isStillOutside(visitor);
  await finishes(visitor);
  assert.equal(visitor.place(), '/calls?day=7');
  await visitor.sees(`Ledger of ${ines.username}`);

  const letter = await mail.letterTo(ines.email, 'MFA was turned on for your account');
  assert.match(letter.text, /^Hello Ines,/);
  assert.match(letter.text, /Chrome on Linux/);
  const told = await mail.letterTo('asma@example.com', `${ines.name} set up MFA on a new device`);
  assert.match(told.text, /Not sure it was really them\?/);
});

test('the secret stays the same while one looks for one’s phone', async (t) => {
  const ines = await world.newcomer('ASKED');
  const { visitor, app } = await atTheSecret(t, ines);
  await visitor.page.reload();
  assert.equal((await Authenticator.scans(visitor)).secret, app.secret);
  await visitor.follows('Back');
  await visitor.sees(READY);
  await visitor.presses('Continue');
  assert.equal((await scans(visitor)).secret, app.secret);
});

test('nothing is registered before a code was right', async (t) => {
  const ines = await world.newcomer('ASKED');
  const { visitor, app } = await atTheSecret(t, ines);
  const noValidate = () => visitor.page.locator('form', { has: visitor.page.locator('#code') }).evaluate((form) => { form.noValidate = true; });
  for (const [code, sentence] of [
    ['', 'Enter the 6-digit code'],
    ['12345', 'The code must be 6 digits'],
    [await app.wrongCode(), 'That code didn’t work. Wait for the next one and try again.'],
  ]) {
    await noValidate();
    assert.equal((await entersCode(visitor, code, 'Turn on and continue')).status(), 422);
    await visitor.isTold(sentence);
    assert.equal(await visitor.page.locator('#code').getAttribute('aria-invalid'), 'true');
  }
  assert.equal((await Authenticator.scans(visitor)).secret, app.secret, 'a mistake asks for no new scan');

  const again = await world.afterPassword(t, ines);
  await again.sees(READY);
  await again.reads('Step 1 of 3');
  assert.deepEqual(mail.lettersTo(ines.email), []);

  const code = await app.code();
  await entersCode(visitor, `${code.slice(0, 3)} ${code.slice(3)}`, 'Turn on and continue');
  await visitor.sees('Save your recovery codes');
});

test('the recovery codes are copied, downloaded and printed, and shown until they are kept', async (t) => {
  const ines = await world.newcomer('ASKED');
  const { visitor, app } = await atTheSecret(t, ines, { permissions: ['clipboard-read', 'clipboard-write'] });
  const copied = () => visitor.page.evaluate(() => navigator.clipboard.readText());
  await visitor.page.getByRole('button', { name: 'Copy key' }).click();
  await visitor.page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await copied(), app.secret, 'without the gaps that are there to read it by');
  await entersCode(visitor, await app.code(), 'Turn on and continue');
  const codes = await readsCodes(visitor);

  await visitor.page.getByRole('button', { name: 'Copy' }).click();
  await visitor.page.locator('#live', { hasText: 'Copied' }).waitFor({ state: 'attached' });
  assert.deepEqual((await copied()).split('\n'), codes);

  const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.getByRole('link', { name: 'Download' }).click()]);
  assert.equal(download.suggestedFilename(), 'recovery-codes.txt');
  assert.deepEqual((await readFile(await download.path(), 'utf8')).trim().split('\r\n'), codes);

  await visitor.page.evaluate(() => { window.print = () => { window.hasPrinted = true; }; });
  await visitor.page.getByRole('button', { name: 'Print' }).click();
  assert.equal(await visitor.page.evaluate(() => window.hasPrinted), true);
  await visitor.page.emulateMedia({ media: 'print' });
  const paper = await visitor.page.locator('body').innerText();
  for (const code of codes) assert.ok(paper.includes(code));
  assert.ok(paper.includes(`Recovery codes for Northwind CRM, ${ines.username}`), 'a paper says whose it is');
  for (const control of ['Download', 'Finish', 'I have saved', 'Not you?', 'Español']) assert.ok(!paper.includes(control), control);
  await visitor.page.emulateMedia({ media: 'screen' });

  await visitor.page.reload();
  assert.deepEqual(await readsCodes(visitor), codes, 'a browser that crashed loses nobody their codes');
  await visitor.page.locator('form', { has: visitor.page.locator('#saved') }).evaluate((form) => { form.noValidate = true; });
  assert.equal((await visitor.presses('Finish')).status(), 422);
  await visitor.isTold('Tick the box once you have saved your codes');
  await isStillOutside(visitor);
  await finishes(visitor);
  for (const page of ['enrol/recovery-codes', 'enrol/recovery-codes.txt', 'account/mfa/recovery-codes', 'account/mfa/recovery-codes.txt']) {
    await visitor.goesTo(`/_auth/${page}`);
    const text = await visitor.page.locator('body').innerText();
    assert.ok(!codes.some((code) => text.includes(code)), `${page} shows them no more`);
  }
});

test('whoever may do without is reminded, and not kept out', async (t) => {
  const ines = await world.newcomer('CHOICE');
  const visitor = await world.afterPassword(t, ines, '/_auth/account/mfa');
  await visitor.sees('My MFA');
  await switchOf(visitor).check();
  await visitor.presses('Save');
  await visitor.isTold('MFA is on. You will be asked for it when you sign in.');
  await visitor.reads('You will set it up next time you sign in, or set it up now.');
  const again = await world.afterPassword(t, ines, '/calls?day=3');
  await again.sees(READY);
  await again.presses('Remind me next time');
  await again.isPastTheGate();
  assert.equal(again.place(), '/calls?day=3');
  await again.sees(`Ledger of ${ines.username}`);
  const third = await world.afterPassword(t, ines);
  await third.sees(READY);
});

test('whoever finds a stranger’s sign-in begins anew, and whoever wants out gets out', async (t) => {
  const ines = await world.newcomer('ASKED');
  const other = await world.newcomer('ASKED');
  const visitor = await world.afterPassword(t, ines, '/calls?day=4');
  await visitor.sees(READY);
  await visitor.follows('Not you? Start again');
  await visitor.isAskedToSignIn();
  await visitor.tries({ username: other.username, password: PASSWORD });
  await visitor.sees(READY);
  await setsUp(visitor);
  assert.equal(visitor.place(), '/calls?day=4');
  await visitor.sees(`Ledger of ${other.username}`);

  const leaving = await world.afterPassword(t, ines);
  await leaving.sees(READY);
  await leaving.presses('Sign out');
  await leaving.sees('You are signed out');
  await leaving.goesTo('/_auth/enrol');
  await leaving.isAskedToSignIn();
});

// However one uses a browser.

test('setting it up and giving it work without scripts', async (t) => {
  const ines = await world.newcomer('ASKED');
  const withoutScripts = { javaScriptEnabled: false };
  const visitor = await world.afterPassword(t, ines, '/calls?day=10', withoutScripts);
  await visitor.sees(READY);
  await visitor.presses('Continue');
  const app = await scans(visitor);
  assert.equal(await visitor.page.getByRole('button', { name: 'Copy key' }).count(), 0, 'what needs a script is not there');
  await entersCode(visitor, await app.wrongCode(), 'Turn on and continue');
  await visitor.isTold('That code didn’t work.');
  await entersCode(visitor, await app.code(), 'Turn on and continue');
  const codes = await readsCodes(visitor);
  for (const name of ['Copy', 'Print']) assert.equal(await visitor.page.getByRole('button', { name }).count(), 0);
  const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.getByRole('link', { name: 'Download' }).click()]);
  assert.deepEqual((await readFile(await download.path(), 'utf8')).trim().split('\r\n'), codes);
  await finishes(visitor);
  assert.equal(visitor.place(), '/calls?day=10');

  const again = await world.afterPassword(t, ines, '/calls?day=11', withoutScripts);
  await isReady(again);
  await entersCode(again, await app.code());
  await again.isPastTheGate();
  assert.equal(again.place(), '/calls?day=11');
});

test('setting it up and giving it work by keyboard alone', async (t) => {
  const ines = await world.newcomer('ASKED');
  const visitor = await world.afterPassword(t, ines, '/calls?day=12');
  const { keyboard } = visitor.page;
  await visitor.sees(READY);
  await visitor.tabsTo('Continue');
  await keyboard.press('Enter');
  const app = await scans(visitor);
  await visitor.tabsTo('code');
  await keyboard.type(await app.code());
  await keyboard.press('Enter');
  await readsCodes(visitor);
  await visitor.tabsTo('saved');
  await keyboard.press('Space');
  await visitor.tabsTo('Finish');
  await keyboard.press('Enter');
  await visitor.isPastTheGate();
  assert.equal(visitor.place(), '/calls?day=12');

  const again = await world.afterPassword(t, ines, '/calls?day=13');
  await again.sees(READY);
  await again.tabsTo('Continue');
  await again.page.keyboard.press('Enter');
  await again.sees('Enter your code');
  assert.equal(await again.focus(), 'code', 'the field is ready for typing');
  await again.page.keyboard.type(await app.code());
  await again.page.keyboard.press('Enter');
  await again.isPastTheGate();
  assert.equal(again.place(), '/calls?day=13');
});

test('it is all there in Spanish, by the language of the browser or by choice', async (t) => {
  const ines = await world.newcomer('ASKED');
  const visitor = await world.visitor(t, 'crm', { locale: 'es-ES' });
  await visitor.goesTo('/calls?day=14');
  await visitor.fillsIn({ username: ines.username, password: PASSWORD });
  await visitor.presses('Iniciar sesión');
  await visitor.sees('Tenga a mano su aplicación de autenticación');
  await visitor.follows('English');
  await visitor.sees(READY);
  await visitor.follows('Español');
  await visitor.sees('Tenga a mano su aplicación de autenticación');
  await visitor.presses('Continuar');
  await visitor.sees('Configure su aplicación de autenticación');
  const app = await Authenticator.scans(visitor);
  await entersCode(visitor, await app.wrongCode(), 'Activar y continuar');
  await visitor.isTold('Ese código no ha funcionado.');
  await entersCode(visitor, await app.code(), 'Activar y continuar');
  await visitor.sees('Guarde sus códigos de recuperación');
  await visitor.page.getByLabel('He guardado estos códigos en un lugar seguro').check();
  await visitor.presses('Terminar');
  await visitor.isPastTheGate();
  assert.equal(visitor.place(), '/calls?day=14');
});
