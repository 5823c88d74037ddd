// What the demo's applications do through the gateway.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Demo } from './world.mjs';

let demo;
before(async () => { demo = await Demo.start(); });
after(() => demo?.stop());

test('a recording plays, and plays on from where one points', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/?q=4104+adeyemi');
  await maya.signsIn('maya');
  await maya.goesTo('/?q=07700+900+642');
  const answers = [];
  maya.page.on('response', (response) => {
    if (response.url().endsWith('.wav')) answers.push(response);
  });
  const audio = maya.page.locator('audio');
  const { duration, end } = await audio.evaluate(async (element) => {
    const until = (event) => new Promise((resolve) => element.addEventListener(event, resolve, { once: true }));
    element.muted = true;
    const playing = until('timeupdate');
    await element.play();
    await playing;
    const seeked = until('seeked');
    element.currentTime = 9;
    await seeked;
    return { duration: element.duration, end: element.currentTime };
  });
  assert.equal(duration, 12);
  assert.ok(end >= 9, `it plays at ${end}`);
  assert.equal(answers[0].status(), 206);
  assert.match(answers[0].request().headers().range, /^bytes=0-/);
  assert.match(answers[0].headers()['content-range'], /^bytes 0-\d+\/\d+$/);
});

test('a part of a recording is what was asked for, and no part is beyond its end', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  maya.mayBeRefused('/recordings/4108.wav');
  const parts = await maya.page.evaluate(async () => {
    const part = async (range) => {
      const response = await fetch('/recordings/4108.wav', { headers: range ? { Range: range } : {} });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, range: response.headers.get('content-range'), bytes: [...bytes.slice(0, 4)], length: bytes.length };
    };
    return { whole: await part(), middle: await part('bytes=1000-1999'), last: await part('bytes=-10'), beyond: await part('bytes=99999999-') };
  });
  const { length } = parts.whole;
  assert.equal(String.fromCharCode(...parts.whole.bytes), 'RIFF');
  assert.deepEqual([parts.middle.status, parts.middle.length, parts.middle.range], [206, 1000, `bytes 1000-1999/${length}`]);
  assert.deepEqual([parts.last.status, parts.last.length, parts.last.range], [206, 10, `bytes ${length - 10}-${length - 1}/${length}`]);
  assert.deepEqual([parts.beyond.status, parts.beyond.range], [416, `bytes */${length}`]);
});

test('calls come in live, and stop when nobody watches', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  await maya.page.getByRole('button', { name: 'Watch incoming calls' }).click();
  await maya.page.locator('#live-calls li', { hasText: 'call from' }).first().waitFor();
  await maya.page.getByRole('button', { name: 'Stop' }).click();
  await maya.page.getByRole('button', { name: 'Watch incoming calls' }).waitFor();
});

test('each application shows who is signed in, from an assertion that it verified', async (t) => {
  for (const portal of ['calls', 'crm']) {
    const tomasz = await demo.visitor(t, portal);
    await tomasz.goesTo('/identity');
    await tomasz.signsIn('tomasz');
    await tomasz.reads('Verified: ES256');
    await tomasz.reads('Signed in as Tomasz Zieliński');
  }
});

test('every page of the applications can be walked to without a complaint of the browser', async (t) => {
  const walks = { calls: ['/', '/?q=nothing+like+it', '/identity', '/nothing'], crm: ['/', '/contacts/11', '/deals', '/admin', '/identity', '/nothing'] };
  for (const [portal, pages] of Object.entries(walks)) {
    const maya = await demo.visitor(t, portal);
    await maya.goesTo('/');
    await maya.signsIn('maya');
    for (const page of pages) {
      await maya.goesTo(page);
      await maya.page.getByRole('heading', { level: 1 }).waitFor();
    }
  }
});
