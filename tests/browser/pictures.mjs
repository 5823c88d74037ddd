// Takes the pictures of README.md into docs/pictures.

import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { PASSWORD } from './visitor.mjs';
import { Demo } from './world.mjs';

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
/** Whoever reads the page has to load them all. */
const MOST_BYTES = 150_000;
const WIDE = { width: 1280, height: 880 };
const NARROW = { width: 375, height: 780 };

// The port that `gatehouse demo` has by itself, since a page names it.
const demo = await Demo.start({ port: 8080 });
// Whatever goes wrong, the demo does not outlive it.
const leaving = [];
const t = { after: (leave) => leaving.push(leave) };

async function take(visitor, name) {
  const path = `${FOLDER}${name}.png`;
  await visitor.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const { size } = await stat(path);
  if (size > MOST_BYTES) throw new Error(`${name}.png has ${size} bytes`);
  console.log(`${name}.png\t${size} bytes`);
}

const visitor = (portal, viewport, colorScheme) => demo.visitor(t, portal, { viewport, colorScheme, reducedMotion: 'reduce' });

try {
  await mkdir(FOLDER, { recursive: true });

  const light = await visitor('calls', WIDE, 'light');
  await light.goesTo('/?q=adeyemi');
  await take(light, 'sign-in');
  await light.tries({ username: 'maya.okafor', password: 'not this one' });
  await take(light, 'sign-in-refused');
  await light.fillsIn({ username: 'maya', password: PASSWORD });
  await light.presses();
  await light.isPastTheGate();
  await light.goesTo('/');
  await take(light, 'call-records');
  await light.goesTo('/identity');
  await take(light, 'identity');

  const dark = await visitor('crm', NARROW, 'dark');
  await dark.goesTo('/deals');
  await take(dark, 'sign-in-dark');
} finally {
  for (const leave of leaving) await leave();
  await demo.stop();
}
