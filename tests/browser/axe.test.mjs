// Every page in every state against axe's rules, in light and dark, wide and narrow; and nothing that has to be scrolled sideways.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import axe from 'axe-core';

import { READY, entersCode, finishes, readsCodes, scans } from './guarded.mjs';
import { Samples } from './samples.mjs';
import { PASSWORD } from './visitor.mjs';
import { Demo } from './world.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** With this height the arches, over which axe cannot judge contrast, are not drawn. */
const HEIGHT = 600;
/** Colours do not depend on the width, nor widths on the colours: two looks find what all six would, in a third of the time. */
const LOOKS = [{ width: 1280, scheme: 'light' }, { width: 375, scheme: 'dark' }];
/** Where words are longest and room is least. */
const NARROW = [{ width: 320, scheme: 'light' }];
/** Pages that are looked at at a time; more than there are cores gains nothing. */
const AT_ONCE = 2;

let demo;
let samples;
before(async () => {
  demo = await Demo.start();
  const context = await demo.browser.chromium.newContext();
  const answer = await (await context.newPage()).goto(`${demo.origin('calls')}/_auth/login`);
  samples = await Samples.start(answer);
  await context.close();
});
after(async () => {
  await samples?.stop();
  await demo?.stop();
});

/** Colours change at once where motion is reduced; in between, every contrast would be wrong. */
const visitor = (t, portal) => demo.visitor(t, portal, { reducedMotion: 'reduce' });

/** Looks at the open page in each of `looks`, and gives one line for everything that is wrong with it. */
async function judged(page, name, looks, totals) {
  const findings = [];
  await page.evaluate(axe.source);
  for (const { width, scheme } of looks) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme: scheme });
    const { violations, undecided, passes } = await page.evaluate(judge, RULES);
    const lines = (found) => found.map((line) => `${name}, ${width} ${scheme}: ${line}`);
    findings.push(...lines(violations), ...lines(await page.evaluate(outside)));
    totals.undecided.push(...lines(undecided));
    totals.runs += 1;
    totals.passes += passes;
  }
  return findings;
}

/** In the page: what axe makes of it. */
async function judge(tags) {
  const lines = (results) => results.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
  const { violations, incomplete, passes } = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
  return { violations: lines(violations), undecided: lines(incomplete), passes: passes.length };
}

/** In the page: what reaches out of the window to either side, or of the box that it stands in, whether or not one could scroll there. */
function outside() {
  const isHidden = (element) => element.closest('.skip, .vh, thead') !== null;
  const frame = (element) => element.parentElement?.closest('.card, .msg')?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
  const isOut = (element) => {
    const { left, right } = frame(element);
    // An inline element has a box for each of its lines.
    return [...element.getClientRects()].some((box) => box.right > right + 1 || box.left < left - 1);
  };
  return [...document.body.querySelectorAll('*')]
    .filter((element) => !isHidden(element) && isOut(element))
    .map((element) => `out of its box: ${element.localName} "${element.textContent.trim().slice(0, 30)}"`);
}

async function judgeSamples(t, names, looks) {
  const totals = { runs: 0, passes: 0, undecided: [] };
  const waiting = [...names];
  const findings = [];
  const work = async () => {
    const { page } = await visitor(t, 'calls');
    while (waiting.length > 0) {
      const name = waiting.shift();
      await page.goto(samples.address(name));
      findings.push(...(await judged(page, name, looks, totals)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  conclude(t, totals, findings);
}

/** What axe cannot decide has so far been a mistake each time. */
function conclude(t, { runs, passes, undecided }, findings) {
  t.diagnostic(`axe: ${runs} runs, ${passes} rules passed, ${undecided.length} undecided`);
  assert.deepEqual([...findings, ...undecided], []);
}

test('every page in every state keeps every rule, wide and light, narrow and dark', async (t) => {
  const names = samples.names.filter((name) => !name.endsWith('-es'));
  assert.ok(names.length > 200, 'the samples are there');
  await judgeSamples(t, names, LOOKS);
});

test('every page keeps them in Spanish, where words are longer and the window is narrow', async (t) => {
  await judgeSamples(t, samples.names.filter((name) => name.endsWith('-es')), NARROW);
});

test('the pages of a running gateway keep every rule', async (t) => {
  const totals = { runs: 0, passes: 0, undecided: [] };
  const findings = [];
  const maya = await visitor(t, 'calls');
  const visit = async (name, path) => {
    await maya.goesTo(path);
    findings.push(...(await judged(maya.page, name, LOOKS, totals)));
  };
  await visit('sign-in', '/');
  await maya.tries({ username: 'maya.by.mistake', password: 'not this one' });
  findings.push(...(await judged(maya.page, 'sign-in, refused', LOOKS, totals)));
  await maya.signsIn('maya');
  await visit('sign-out', '/_auth/logout');
  await visit('error', '/_auth/nothing');
  conclude(t, totals, findings);
});

test('the pages of every way back in keep every rule', async (t) => {
  const totals = { runs: 0, passes: 0, undecided: [] };
  const findings = [];
  for (const [portal, fields] of [
    ['calls', { email: 'tomasz@harbour.example' }],
    ['crm', { email: 'tomasz@harbour.example' }],
    ['centre', { account_id: 'MERIDIAN', username: 'diego' }],
    ['vault', { username: 'kenji' }],
  ]) {
    const somebody = await visitor(t, portal);
    await somebody.goesTo('/_auth/forgot');
    findings.push(...(await judged(somebody.page, `${portal}, forgot`, LOOKS, totals)));
    for (const [name, text] of Object.entries(fields)) await somebody.page.locator(`[name=${name}]`).fill(text);
    await somebody.page.locator('form button').click();
    await somebody.page.waitForURL((url) => url.pathname === '/_auth/forgot/sent');
    findings.push(...(await judged(somebody.page, `${portal}, sent`, LOOKS, totals)));
  }
  const reader = await visitor(t, 'mail');
  await reader.goesTo('/');
  await reader.until(async () => {
    await reader.page.reload();
    return (await reader.page.getByRole('link', { name: 'Reset your Northwind CRM password' }).count()) > 0;
  });
  findings.push(...(await judged(reader.page, 'mailbox', LOOKS, totals)));
  await reader.follows('Reset your Northwind CRM password');
  await reader.page.getByRole('link', { name: '/_auth/reset?token=' }).first().waitFor();
  findings.push(...(await judged(reader.page, 'letter', LOOKS, totals)));
  await reader.page.getByRole('link', { name: '/_auth/reset?token=' }).first().click();
  await reader.sees('Choose a new password');
  await reader.types({ 'New password': 'quarry lantern mitten sixpence' });
  await reader.page.locator('#password-strength[data-band=strong]').waitFor();
  findings.push(...(await judged(reader.page, 'reset', LOOKS, totals)));
  conclude(t, totals, findings);
});

test('the pages of people who are signed in keep every rule', async (t) => {
  const totals = { runs: 0, passes: 0, undecided: [] };
  const findings = [];
  const walks = [
    ['vault', 'amara', ['account', 'account/password', 'account/sessions', 'users', 'users/new', 'users?q=kenji', 'requests', 'company/settings', 'audit', 'audit?who=nobody']],
    ['console', 'opal', ['operator/accounts', 'operator/accounts/new', 'operator/requests', 'operator/audit']],
  ];
  for (const [portal, username, pages] of walks) {
    const admin = await visitor(t, portal);
    await admin.goesTo('/');
    await admin.signsIn(username);
    const look = async (name) => findings.push(...(await judged(admin.page, `${portal}, ${name}`, LOOKS, totals)));
    for (const page of pages) {
      await admin.goesTo(`/_auth/${page}`);
      await look(page);
    }
    const [list, further] = portal === 'vault' ? ['users?q=kenji', ['', '/roles', '/reset-password', '/end-sessions']] : ['operator/accounts?q=meridian', ['', '/first-admin', '/suspend']];
    await admin.goesTo(`/_auth/${list}`);
    const one = await admin.page.locator('tbody a.name').first().getAttribute('href');
    for (const page of further) {
      await admin.goesTo(`${one}${page}`);
      await look(`${list}${page}`);
    }
  }
  conclude(t, totals, findings);
});

test('the pages of a second factor keep every rule', async (t) => {
  const totals = { runs: 0, passes: 0, undecided: [] };
  const findings = [];
  const look = async (somebody, name) => findings.push(...(await judged(somebody.page, name, LOOKS, totals)));
  const priya = await visitor(t, 'centre');
  await priya.goesTo('/');
  await priya.signsIn('priya', { accountId: 'MERIDIAN' });
  await priya.goesTo('/identity');
  await priya.sees(READY);
  await look(priya, 'set-up, 1');
  await priya.presses('Continue');
  const app = await scans(priya);
  await look(priya, 'set-up, 2');
  await entersCode(priya, await app.wrongCode(), 'Turn on and continue');
  await priya.isTold('That code didn’t work.');
  await look(priya, 'set-up, wrong code');
  await entersCode(priya, await app.code(), 'Turn on and continue');
  await readsCodes(priya);
  await look(priya, 'set-up, 3');
  await finishes(priya);
  for (const page of ['account/mfa', 'account/mfa/reset', 'account/mfa/recovery-codes/new', 'company/mfa', 'users', 'users?mfa=off']) {
    await priya.goesTo(`/_auth/${page}`);
    await look(priya, page);
  }
  await priya.goesTo('/_auth/company/mfa');
  await priya.page.locator('[name=policy]').selectOption('disabled');
  await priya.presses('Save');
  await priya.sees('Turn MFA off for everyone?');
  await look(priya, 'policy, disabled');
  await priya.types({ 'Type Disable MFA to confirm': 'disable' });
  await priya.presses('Disable MFA');
  await priya.isTold('Type Disable MFA exactly as shown');
  await look(priya, 'policy, mistyped');

  const again = await visitor(t, 'centre');
  await again.goesTo('/identity');
  await again.tries({ accountId: 'MERIDIAN', username: 'priya', password: PASSWORD });
  await again.sees(READY);
  await look(again, 'code, ready');
  await again.follows('Continue');
  await again.sees('Enter your code');
  await look(again, 'code');
  await entersCode(again, await app.wrongCode());
  await again.isTold('That code isn’t right.');
  await look(again, 'code, wrong');
  await again.follows('Use a recovery code');
  await again.sees('Use a recovery code');
  await look(again, 'recovery code');
  conclude(t, totals, findings);
});

test('the pages of the demo’s applications keep every rule', async (t) => {
  const totals = { runs: 0, passes: 0, undecided: [] };
  const findings = [];
  for (const [portal, paths] of [['calls', ['/', '/identity']], ['crm', ['/', '/contacts/11', '/contacts/12', '/deals', '/admin', '/identity']]]) {
    const maya = await visitor(t, portal);
    await maya.goesTo('/');
    await maya.signsIn('maya');
    for (const path of paths) {
      await maya.goesTo(path);
      findings.push(...(await judged(maya.page, `${portal} ${path}`, LOOKS, totals)));
    }
  }
  conclude(t, totals, findings);
});

test('a label that was missing, and a page that was too wide, would be noticed', async (t) => {
  const totals = { runs: 0, passes: 0, undecided: [] };
  const { page } = await visitor(t, 'calls');
  await page.goto(samples.address('sign-in-username'));
  await page.locator('label[for=username]').evaluate((label) => label.removeAttribute('for'));
  await page.locator('h1').evaluate((heading) => { heading.style.width = '40rem'; });
  const findings = await judged(page, 'spoilt', NARROW, totals);
  assert.ok(findings.some((finding) => finding.endsWith('label: #username')), findings.join('\n'));
  assert.ok(findings.some((finding) => finding.includes('out of its box: h1')), findings.join('\n'));
});
