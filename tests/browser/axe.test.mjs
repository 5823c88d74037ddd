// Every page in every state against axe's rules, in light and dark, in three widths; and nothing that has to be scrolled sideways.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { AxeBuilder } from '@axe-core/playwright';

import { Samples } from './samples.mjs';
import { Demo } from './world.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [1280, 375, 320];
const SCHEMES = ['light', 'dark'];
/** With this height the arches, over which axe cannot judge contrast, are not drawn. */
const HEIGHT = 600;
const EVERYWHERE = WIDTHS.flatMap((width) => SCHEMES.map((scheme) => ({ width, scheme })));
const NARROW = EVERYWHERE.filter(({ width }) => width === 320);
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
  for (const { width, scheme } of looks) {
    await page.setViewportSize({ width, height: HEIGHT });
    await page.emulateMedia({ colorScheme: scheme });
    // Legacy mode: without frames in the page there is no need for a second, empty page for each run.
    const { violations, incomplete, passes } = await new AxeBuilder({ page }).setLegacyMode().withTags(RULES).analyze();
    const where = `${name}, ${width} ${scheme}`;
    for (const { id, nodes } of violations) findings.push(...nodes.map((node) => `${where}: ${id}: ${node.target.join(' ')}`));
    for (const { id, nodes } of incomplete) totals.undecided.push(...nodes.map((node) => `${where}: ${id}: ${node.target.join(' ')}`));
    const overflow = await page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
    if (overflow > 0) findings.push(`${where}: wider than the window by ${overflow}`);
    totals.runs += 1;
    totals.passes += passes.length;
  }
  return findings;
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
  report(t, totals);
  assert.deepEqual(findings, []);
}

function report(t, { runs, passes, undecided }) {
  t.diagnostic(`axe: ${runs} runs, ${passes} rules passed, ${undecided.length} undecided`);
  for (const line of undecided.slice(0, 5)) t.diagnostic(`undecided: ${line}`);
}

test('every page in every state keeps every rule, in light and dark, in every width', async (t) => {
  const names = samples.names.filter((name) => !name.endsWith('-es'));
  assert.ok(names.length > 40, 'the samples are there');
  await judgeSamples(t, names, EVERYWHERE);
});

test('every page keeps them in Spanish, where words are longer and the window is narrow', async (t) => {
  await judgeSamples(t, samples.names.filter((name) => name.endsWith('-es')), NARROW);
});

test('the pages of a running gateway keep every rule', async (t) => {
  const totals = { runs: 0, passes: 0, undecided: [] };
  const findings = [];
  const maya = await visitor(t, 'calls');
  const judge = async (name, path) => {
    await maya.goesTo(path);
    findings.push(...(await judged(maya.page, name, EVERYWHERE, totals)));
  };
  await judge('sign-in', '/');
  await maya.tries({ username: 'maya.by.mistake', password: 'not this one' });
  findings.push(...(await judged(maya.page, 'sign-in, refused', EVERYWHERE, totals)));
  await maya.signsIn('maya');
  await judge('sign-out', '/_auth/logout');
  await judge('error', '/_auth/nothing');
  report(t, totals);
  assert.deepEqual(findings, []);
});

test('the pages of the demo’s applications keep every rule', async (t) => {
  const totals = { runs: 0, passes: 0, undecided: [] };
  const findings = [];
  for (const [portal, paths] of [['calls', ['/', '/identity']], ['crm', ['/', '/contacts/1', '/deals', '/admin', '/identity']]]) {
    const maya = await visitor(t, portal);
    await maya.goesTo('/');
    await maya.signsIn('maya');
    for (const path of paths) {
      await maya.goesTo(path);
      findings.push(...(await judged(maya.page, `${portal} ${path}`, EVERYWHERE, totals)));
    }
  }
  report(t, totals);
  assert.deepEqual(findings, []);
});

test('a label that was missing, and a page that was too wide, would be noticed', async (t) => {
  const totals = { runs: 0, passes: 0, undecided: [] };
  const { page } = await visitor(t, 'calls');
  await page.goto(samples.address('sign-in-username'));
  await page.locator('label[for=username]').evaluate((label) => label.removeAttribute('for'));
  await page.locator('h1').evaluate((heading) => { heading.textContent = 'Unbreakable'.repeat(20); heading.className = 'pill'; });
  const findings = await judged(page, 'spoilt', NARROW, totals);
  assert.ok(findings.some((finding) => finding.includes('label: #username')), findings.join('\n'));
});
