// What the gateway answers where it does not let pass: pages for people, data for scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { PASSWORD } from './visitor.mjs';
import { Demo, Served } from './world.mjs';

let demo;
let world;
before(async () => { [demo, world] = await Promise.all([Demo.start(), Served.start()]); });
after(() => Promise.all([demo?.stop(), world?.stop()]));

test('who lacks the role gets a page that names them and offers to sign in as somebody else', async (t) => {
  const tomasz = await demo.visitor(t, 'crm');
  await tomasz.goesTo('/');
  await tomasz.signsIn('tomasz');
  const answer = await tomasz.goesTo('/admin');
  assert.equal(answer.status(), 403);
  await tomasz.sees('You don’t have access to this');
  await tomasz.reads('You are signed in as tomasz.');
  await tomasz.reads('Reference');
  await tomasz.page.getByRole('link', { name: 'Sign in as someone else' }).click();
  await tomasz.presses('Sign out');
  await tomasz.page.getByRole('link', { name: 'Sign in again' }).click();
  await tomasz.signsIn('maya');
  await tomasz.goesTo('/admin');
  await tomasz.sees('Administration');
});

test('an error page speaks the language that was chosen', async (t) => {
  const tomasz = await demo.visitor(t, 'crm');
  await tomasz.goesTo('/_auth/login?lang=es');
  await tomasz.fillsIn({ username: 'tomasz', password: PASSWORD });
  await tomasz.presses('Iniciar sesión');
  await tomasz.isPastTheGate();
  await tomasz.goesTo('/admin');
  await tomasz.sees('No tiene acceso a esta página');
});

test('there is no page of ours under an address that we do not know', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  const answer = await maya.goesTo('/_auth/nothing');
  assert.equal(answer.status(), 404);
  await maya.sees('Page not found');
  await maya.page.getByRole('link', { name: 'Go to Call Record Web Portal' }).click();
  await maya.isAskedToSignIn();
});

test('an application’s own error page passes untouched', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/nothing/here');
  await maya.signsIn('maya');
  await maya.sees('Page not found');
  await maya.reads('Nothing is kept under this address.');
});

test('a host without a portal says that nothing is there, in neutral colours', async (t) => {
  const somebody = await demo.visitor(t, 'nowhere');
  const answer = await somebody.goesTo('/');
  assert.equal(answer.status(), 421);
  await somebody.sees('There is nothing at this address');
  const sheets = await somebody.page.evaluate(() => [...document.styleSheets].map((sheet) => sheet.cssRules.length));
  assert.ok(sheets.every((rules) => rules > 0) && sheets.length > 0, 'the page has its style');
});

test('an application that is down is told apart from the gateway, and comes back at "Try again"', async (t) => {
  const maya = await world.visitor(t, 'ledger');
  await maya.goesTo('/accounts');
  await maya.signsIn('maya');
  await world.application.stop();
  const answer = await maya.page.reload();
  assert.equal(answer.status(), 502);
  await maya.sees('Harbour Ledger isn’t responding');
  await maya.reads('You are still signed in.');
  await world.application.comesBack();
  await maya.page.getByRole('link', { name: 'Try again' }).click();
  await maya.sees('Ledger of maya');
  assert.equal(maya.place(), '/accounts');
});

test('a script gets data that says where to sign in, and is not sent there', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/_auth/login');
  maya.mayBeRefused('/identity.json');
  const answer = await maya.page.evaluate(async () => {
    const response = await fetch('/identity.json');
    const { status, redirected, headers } = response;
    return { status, redirected, type: headers.get('content-type'), body: await response.json() };
  });
  assert.equal(answer.status, 401);
  assert.equal(answer.redirected, false);
  assert.equal(answer.type, 'application/problem+json');
  assert.equal(answer.body.error, 'login_required');
  assert.equal(answer.body.login_url, `${demo.origin('calls')}/_auth/login`);
});

test('a script gets its data once somebody is signed in', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  const body = await maya.page.evaluate(async () => (await fetch('/identity.json')).json());
  assert.equal(body.verified.claims.username, 'maya');
  assert.equal(body.verified.claims.aud, 'calls');
});

test('what the gateway knows of a person, it knows at one portal only', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  await maya.goesTo(`${demo.origin('crm')}/`);
  await maya.isAskedToSignIn();
  await maya.sees('Sign in to Northwind CRM');
});
