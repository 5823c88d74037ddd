// Takes the pictures of README.md into docs/pictures.

import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { READY, entersCode, finishes, readsCodes, scans } from './guarded.mjs';
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
  await visitor.page.evaluate(() => scrollTo(0, 0));
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

  // Somebody forgot a password, at the portal of each flow.
  const forgetful = await visitor('calls', WIDE, 'light');
  await forgetful.goesTo('/_auth/forgot');
  await take(forgetful, 'forgot');
  await forgetful.asks({ 'Email address': 'tomasz@harbour.example' }, 'Email me a temporary password');
  await dark.follows('Forgot Password');
  await dark.asks({ 'Email address': 'siti@northwind.example' }, 'Send me reset password instructions');
  const locked = await visitor('vault', NARROW, 'light');
  await locked.goesTo('/_auth/forgot');
  await locked.asks({ 'Username or email address': 'kenji' }, 'Ask my administrator');
  await take(locked, 'asked');

  const mailbox = await visitor('mail', WIDE, 'light');
  const letter = (subject) => mailbox.page.getByRole('link', { name: subject });
  await mailbox.until(async () => {
    await mailbox.goesTo('/');
    const letters = ['Your temporary', 'Reset your', 'Kenji Sato asked'].map((subject) => letter(subject).count());
    return (await Promise.all(letters)).every((count) => count > 0);
  });
  await take(mailbox, 'mailbox');
  await letter('Reset your').click();
  const link = await mailbox.page.getByRole('link', { name: '/_auth/reset?token=' }).getAttribute('href');
  await dark.goesTo(link);
  await dark.types({ 'New password': 'qzv9 mwk3x' });
  await dark.page.locator('#password-strength[data-band=nearly]').waitFor();
  await take(dark, 'reset-dark');

  // Whoever administers an account.
  const admin = await visitor('vault', WIDE, 'light');
  await admin.goesTo('/_auth/requests');
  await admin.signsInAt('amara', '/_auth/requests');
  await take(admin, 'requests');
  for (const [page, name] of [['users', 'users'], ['account', 'account'], ['audit', 'audit']]) {
    await admin.goesTo(`/_auth/${page}`);
    await take(admin, name);
  }
  const phone = await visitor('vault', NARROW, 'dark');
  await phone.goesTo('/_auth/users');
  await phone.signsInAt('amara', '/_auth/users');
  await take(phone, 'users-dark');

  // Whoever sets up a second factor because a path asks for one, and gives it later.
  const priya = await visitor('centre', WIDE, 'light');
  await priya.goesTo('/');
  await priya.signsIn('priya', { accountId: 'MERIDIAN' });
  await priya.goesTo('/identity');
  await priya.sees(READY);
  await priya.presses('Continue');
  const app = await scans(priya);
  await take(priya, 'set-up');
  await entersCode(priya, await app.code(), 'Turn on and continue');
  await readsCodes(priya);
  await take(priya, 'recovery-codes');
  await finishes(priya);
  await priya.goesTo('/_auth/company/mfa');
  await take(priya, 'mfa-policy');
  const later = await visitor('centre', NARROW, 'dark');
  await later.goesTo('/');
  await later.tries({ accountId: 'MERIDIAN', username: 'priya', password: PASSWORD });
  await later.sees(READY);
  await later.follows('Continue');
  await later.sees('Enter your code');
  await take(later, 'code-dark');
  await entersCode(later, await app.code());
  await later.isPastTheGate();
  await later.goesTo('/_auth/account/mfa');
  await take(later, 'my-mfa-dark');
} finally {
  for (const leave of leaving) await leave();
  await demo.stop();
}
