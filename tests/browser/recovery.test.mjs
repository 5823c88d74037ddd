// Forgotten passwords, by each of the four ways back in, with letters from a real mail server.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Harbour } from './harbour.mjs';
import { PASSWORD } from './visitor.mjs';

/** Green, and no test's but this one's. */
const CHOSEN = 'quarry lantern mitten sixpence';

let world;
let mail;
before(async () => {
  world = await Harbour.start();
  mail = world.mail;
});
after(() => world?.stop());

/** The words of a page without what differs between two visits. */
async function words(visitor) {
  return visitor.page.locator('main').innerText();
}

// R1: a temporary password by mail.

const FORGOTTEN = 'Forgotten your password? Click here to reset it.';

async function asksForATemporaryPassword(visitor, email, from = '/') {
  await visitor.goesTo(from);
  await visitor.follows(FORGOTTEN);
  await visitor.asks({ 'Email address': email }, 'Email me a temporary password');
}

test('the call portal’s sign-in page leads to a page that asks for the email address, and its answer leads back', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'calls');
  await visitor.goesTo('/');
  await visitor.follows(FORGOTTEN);
  await visitor.sees('Reset your password');
  const crumbs = visitor.page.getByRole('navigation', { name: 'Breadcrumb' });
  assert.match(await crumbs.innerText(), /Sign in\s*\/\s*Forgot password/);
  await visitor.reads('Forgotten your username or email address too? Ask your administrator, or contact support.');
  assert.equal(await visitor.page.getByRole('link', { name: 'contact support' }).getAttribute('href'), 'mailto:help@harbour.example');
  await visitor.asks({ 'Email address': ines.email }, 'Email me a temporary password');
  await visitor.sees('Check your email');
  assert.equal(await visitor.focus(), 'Check your email');
  await visitor.reads('a temporary password is on its way. It works once, for 24 hours. Your current password still works until you choose a new one.');
  await visitor.reads('Check spam');
  await visitor.follows('Back to sign in');
  await visitor.isAskedToSignIn();
});

test('a stranger’s address gets the same answer, and no letter', async (t) => {
  const ines = await world.newcomer();
  const answers = [];
  for (const email of ['stranger@example.com', ines.email]) {
    const visitor = await world.visitor(t, 'calls');
    await asksForATemporaryPassword(visitor, email);
    answers.push(await words(visitor));
  }
  assert.equal(answers[0], answers[1]);
  // The stranger's request was queued first.
  await mail.letterTo(ines.email);
  assert.deepEqual(mail.lettersTo('stranger@example.com'), []);
});

test('the temporary password comes by mail, without characters that look alike, and has to be replaced before anything else', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'calls');
  await asksForATemporaryPassword(visitor, ines.email, '/calls?day=7');
  const letter = await mail.letterTo(ines.email, 'Your temporary Call Record Web Portal password');
  assert.match(letter.text, /^Hello Ines,/);
  assert.match(letter.text, /It works once, until /);
  assert.match(letter.password, /^([abcdefghjkmnpqrstuvwxyz23456789]{5}-){3}[abcdefghjkmnpqrstuvwxyz23456789]{5}$/);
  assert.ok(letter.html.includes(letter.password), 'both bodies are whole');

  await visitor.goesTo('/calls?day=7');
  await visitor.tries({ username: ines.username, password: letter.password });
  await visitor.sees('Choose your own password');
  await visitor.reads('You signed in with a temporary password. Choose one only you know before you carry on.');
  const elsewhere = await visitor.context.newPage();
  await elsewhere.goto('/calls');
  assert.equal(new URL(elsewhere.url()).pathname, '/_auth/login', 'nothing is open before that');
  await elsewhere.close();

  await visitor.chooses(CHOSEN);
  await visitor.isPastTheGate();
  assert.equal(visitor.place(), '/calls?day=7');
  await visitor.sees(`Ledger of ${ines.username}`);
  await mail.letterTo(ines.email, 'Your Call Record Web Portal password was changed');

  const again = await world.visitor(t, 'calls');
  await again.goesTo('/');
  for (const password of [letter.password, PASSWORD]) {
    assert.equal((await again.tries({ username: ines.username, password })).status(), 401);
  }
  await again.signsIn(ines.username, { password: CHOSEN });
});

test('a temporary password never becomes the one that lasts', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'calls');
  await asksForATemporaryPassword(visitor, ines.email);
  const { password } = await mail.letterTo(ines.email);
  await visitor.goesTo('/');
  await visitor.tries({ username: ines.username, password });
  await visitor.sees('Choose your own password');
  assert.equal((await visitor.chooses(password)).status(), 422);
  await visitor.isTold('Choose a password you have not used before');
});

test('a stranger’s request harms nobody: the password and the session one has go on', async (t) => {
  const ines = await world.newcomer();
  const owner = await world.visitor(t, 'calls');
  await owner.goesTo('/');
  await owner.signsIn(ines.username);
  await asksForATemporaryPassword(await world.visitor(t, 'calls'), ines.email);
  const { password } = await mail.letterTo(ines.email);
  await owner.page.reload();
  await owner.sees(`Ledger of ${ines.username}`);
  await owner.signsOut();
  await owner.goesTo('/');
  await owner.signsIn(ines.username);
  assert.ok(password);
});

test('a newer request kills the temporary password of the one before', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'calls');
  const passwords = [];
  for (let round = 0; round < 2; round += 1) {
    await asksForATemporaryPassword(visitor, ines.email);
    passwords.push((await mail.letterTo(ines.email)).password);
  }
  await visitor.goesTo('/');
  assert.equal((await visitor.tries({ username: ines.username, password: passwords[0] })).status(), 401);
  await visitor.tries({ username: ines.username, password: passwords[1] });
  await visitor.sees('Choose your own password');
});

test('a temporary password whose day is over opens nothing', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'calls');
  await asksForATemporaryPassword(visitor, ines.email);
  const { password } = await mail.letterTo(ines.email);
  await world.behindTheGatewayRecoveriesExpire(ines.username);
  await visitor.goesTo('/');
  assert.equal((await visitor.tries({ username: ines.username, password })).status(), 401);
});

/** Past the reminder of the portal that only recommends another password. */
async function isLetInByTemporaryPassword(t, ines) {
  const visitor = await world.visitor(t, 'lenient');
  await asksForATemporaryPassword(visitor, ines.email);
  const { password } = await mail.letterTo(ines.email, 'Your temporary Lenient Records password');
  await visitor.goesTo('/calls?day=8');
  await visitor.tries({ username: ines.username, password });
  await visitor.sees('You signed in with a temporary password');
  await visitor.follows('Later');
  assert.equal(visitor.place(), '/calls?day=8');
  await visitor.sees(`Ledger of ${ines.username}`);
  return { visitor, password };
}

test('where a new password is only recommended, one is let in, and a reminder stands', async (t) => {
  const ines = await world.newcomer();
  const { visitor, password } = await isLetInByTemporaryPassword(t, ines);
  for (const page of ['account', 'account/sessions']) {
    await visitor.goesTo(`/_auth/${page}`);
    await visitor.reads('You signed in with a temporary password.');
  }
  const again = await world.visitor(t, 'lenient');
  await again.goesTo('/');
  assert.equal((await again.tries({ username: ines.username, password })).status(), 401, 'it never becomes the permanent one');
  await again.signsIn(ines.username);
});

test('the reminder leads to a new password that asks for none that was forgotten', async (t) => {
  const ines = await world.newcomer();
  const { visitor } = await isLetInByTemporaryPassword(t, ines);
  await visitor.goesTo('/_auth/account');
  await visitor.follows('Choose your own');
  assert.equal(await visitor.page.getByLabel('Existing password', { exact: true }).count(), 0);
  await visitor.chooses(CHOSEN);
  await visitor.isTold('Your password has been changed.');
  assert.equal(await visitor.page.getByText('You signed in with a temporary password.').count(), 0);
});

test('who asks too often is told to wait, whether or not anybody is there', async (t) => {
  const ines = await world.newcomer();
  for (const email of [ines.email, 'nobody.often@example.com']) {
    const visitor = await world.visitor(t, 'calls');
    for (let round = 0; round < 3; round += 1) await asksForATemporaryPassword(visitor, email);
    await visitor.follows('ask again');
    await visitor.types({ 'Email address': email });
    const answer = await visitor.presses('Email me a temporary password');
    assert.equal(answer.status(), 429);
    assert.ok(Number(answer.headers()['retry-after']) > 0);
    await visitor.isTold('You have asked several times. Check your email, including spam, or wait 15 minutes before asking again.');
  }
});

// R2: a link by mail.

async function asksForALink(visitor, email) {
  await visitor.goesTo('/');
  await visitor.follows('Forgot Password');
  await visitor.asks({ 'Email address': email }, 'Send me reset password instructions');
  await visitor.sees('Check your email');
  await visitor.reads('a link is on its way. It works once and expires in 1 hour.');
}

async function linkFor(visitor, person) {
  await asksForALink(visitor, person.email);
  return (await mail.letterTo(person.email, 'Reset your Northwind CRM password')).link;
}

test('the CRM mails a link, which may be opened as often as one likes and used once', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'crm');
  const link = await linkFor(visitor, ines);
  const scanner = await world.visitor(t, 'crm');
  await scanner.goesTo(link);
  await scanner.sees('Choose a new password');
  await scanner.goesTo(link);
  await scanner.sees('Choose a new password');

  await visitor.goesTo(link);
  await visitor.sees('Choose a new password');
  assert.equal(visitor.place(), '/_auth/reset', 'the secret does not stay in the address bar');
  await visitor.reads('For Ines. When you save, every other device will be signed out.');
  await visitor.reads('This link works once and expires in 59 minutes.');
  assert.equal((await visitor.chooses(CHOSEN)).status(), 303);
  await visitor.isAskedToSignIn();
  await visitor.isTold('Your password has been changed. Sign in with your new password.');
  await visitor.signsIn(ines.email, { password: CHOSEN });
  await mail.letterTo(ines.email, 'Your Northwind CRM password was changed');

  assert.equal((await scanner.goesTo(link)).status(), 410);
  await scanner.sees('This link has already been used');
  await scanner.follows('Sign in');
  await scanner.isAskedToSignIn();
});

test('a password that changed through a link ends every session of that person', async (t) => {
  const ines = await world.newcomer();
  const elsewhere = await world.visitor(t, 'crm');
  await elsewhere.goesTo('/deals');
  await elsewhere.signsIn(ines.username);
  const visitor = await world.visitor(t, 'crm');
  await visitor.goesTo(await linkFor(visitor, ines));
  await visitor.chooses(CHOSEN);
  await elsewhere.isSoonSignedOut();
  await elsewhere.isTold('You were signed out because your password changed.');
});

test('whoever forgot more than the password is told whom to ask, on every recovery form', async (t) => {
  for (const [portal, support] of [['calls', ', or contact support.'], ['lenient', '.'], ['crm', ', or contact support.'], ['centre', '.'], ['vault', '.']]) {
    const visitor = await world.visitor(t, portal);
    await visitor.goesTo('/_auth/forgot');
    await visitor.reads(`Forgotten your username or email address too? Ask your administrator${support}`);
  }
});

test('a letter that nobody takes shows on the person’s row for administrators', async (t) => {
  const bounce = await world.newcomer('HARBOUR', { email: 'bounce.ines@example.com', name: 'Bettina Undeliverable' });
  await asksForALink(await world.visitor(t, 'crm'), bounce.email);
  const maya = await world.visitor(t, 'crm');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  const row = maya.page.getByRole('row').filter({ hasText: bounce.name });
  await maya.until(async () => {
    await maya.goesTo('/_auth/users?q=Bettina');
    return (await row.getByText('Letter undeliverable').count()) > 0;
  });
});

test('a link that is too old, replaced or cut short says which', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'crm');
  const replaced = await linkFor(visitor, ines);
  const link = await linkFor(visitor, ines);
  assert.equal((await visitor.goesTo(replaced)).status(), 410);
  await visitor.sees('There is a newer link');
  await world.behindTheGatewayRecoveriesExpire(ines.username);
  assert.equal((await visitor.goesTo(link)).status(), 410);
  await visitor.sees('This link has expired');
  await visitor.reads('Links work for 1 hour. Ask for a new one.');
  await visitor.follows('Ask for a new link');
  await visitor.sees('Reset your password');
  assert.equal((await visitor.goesTo(link.slice(0, -6))).status(), 404);
  await visitor.sees('This link doesn’t work');
});

test('a link can be used by keyboard alone, from the sign-in page to the application', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'crm');
  const { keyboard } = visitor.page;
  await visitor.goesTo('/deals');
  await visitor.tabsTo('Forgot Password');
  await keyboard.press('Enter');
  await visitor.sees('Reset your password');
  await visitor.page.locator('#email:focus').waitFor();
  await keyboard.type(ines.email);
  await visitor.tabsTo('Send me reset password instructions');
  await keyboard.press('Enter');
  await visitor.sees('Check your email');
  const { link } = await mail.letterTo(ines.email, 'Reset your');
  await visitor.goesTo(link);
  await visitor.tabsTo('password');
  await keyboard.type(CHOSEN);
  await visitor.tabsTo('password_confirmation');
  await keyboard.type(CHOSEN);
  await keyboard.press('Enter');
  await visitor.isTold('Your password has been changed. Sign in with your new password.');
  await visitor.tabsTo('username');
  await keyboard.type(ines.username);
  await visitor.tabsTo('password');
  await keyboard.type(CHOSEN);
  await keyboard.press('Enter');
  await visitor.isPastTheGate();
});

// R3: a link by mail, which brings a temporary password.

async function asksAtTheCentre(visitor, { account, username }) {
  await visitor.goesTo('/');
  await visitor.follows('Forgot your Password?');
  await visitor.asks({ 'Account ID': account, Username: username }, 'Continue');
  await visitor.sees('Request submitted');
}

const RECEIVED = 'We received your request';
const TEMPORARY = 'Your temporary';

test('the contact centre asks for Account ID and username, and its letter names neither', async (t) => {
  const ines = await world.newcomer('MERIDIAN', { username: 'zorblatt', email: 'ines.at.meridian@example.com' });
  const visitor = await world.visitor(t, 'centre');
  await asksAtTheCentre(visitor, { account: ' meridian', username: 'ZORBLATT ' });
  await visitor.reads('If those details match an account, we have emailed a link to its address.');
  const first = await mail.letterTo(ines.email, RECEIVED);
  assert.match(first.text, /^Hello Ines,/);
  await visitor.goesTo(first.link);
  const second = await mail.letterTo(ines.email, TEMPORARY);
  for (const letter of [first, second]) {
    for (const told of ['zorblatt', 'MERIDIAN']) {
      for (const body of [letter.subject, letter.text.replaceAll(letter.link, ''), letter.html.replaceAll(letter.link, '')]) {
        assert.ok(!body.toLowerCase().includes(told.toLowerCase()), `“${letter.subject}” names ${told}`);
      }
    }
  }
});

test('in the browser that asked, opening the link brings the temporary password at once, and once', async (t) => {
  const ines = await world.newcomer('MERIDIAN');
  const visitor = await world.visitor(t, 'centre');
  await asksAtTheCentre(visitor, ines);
  const { link } = await mail.letterTo(ines.email, RECEIVED);
  await visitor.goesTo(link);
  await visitor.sees('Check your email again');
  await visitor.reads('Ines, we have just emailed you a temporary password. It works once, for 24 hours.');
  const { password } = await mail.letterTo(ines.email, TEMPORARY);
  await visitor.goesTo(link);
  await visitor.sees('Check your email again');
  await visitor.follows('Go to sign in');
  await visitor.tries({ accountId: ines.account, username: ines.username, password });
  await visitor.sees('Choose your own password');
  await visitor.chooses(CHOSEN);
  await visitor.isPastTheGate();
  await mail.letterTo(ines.email, 'password was changed');
  assert.equal(mail.lettersTo(ines.email, TEMPORARY).length, 1, 'opened twice, sent once');
});

test('opened anywhere else first, the link sends nothing before a button is pressed', async (t) => {
  const ines = await world.newcomer('MERIDIAN');
  await asksAtTheCentre(await world.visitor(t, 'centre'), ines);
  const { link } = await mail.letterTo(ines.email, RECEIVED);
  const scanner = await world.visitor(t, 'centre');
  for (let round = 0; round < 2; round += 1) {
    await scanner.goesTo(link);
    await scanner.sees('Reset your password');
    await scanner.reads('Ines, we will email you a temporary password when you press the button.');
  }
  // Whatever is mailed later comes after what these visits had mailed.
  const witness = await world.newcomer('MERIDIAN');
  await asksAtTheCentre(await world.visitor(t, 'centre'), witness);
  await mail.letterTo(witness.email, RECEIVED);
  assert.deepEqual(mail.lettersTo(ines.email, TEMPORARY), []);
  await scanner.presses('Email me a temporary password');
  await scanner.sees('Check your email again');
  const { password } = await mail.letterTo(ines.email, TEMPORARY);
  await scanner.follows('Go to sign in');
  await scanner.tries({ accountId: ines.account, username: ines.username, password });
  await scanner.sees('Choose your own password');
});

test('a temporary password can be sent again, until it was sent as often as it is', async (t) => {
  const ines = await world.newcomer('MERIDIAN');
  const visitor = await world.visitor(t, 'centre');
  await asksAtTheCentre(visitor, ines);
  await visitor.goesTo((await mail.letterTo(ines.email, RECEIVED)).link);
  const passwords = [(await mail.letterTo(ines.email, TEMPORARY)).password];
  for (let again = 0; again < 3; again += 1) {
    await visitor.presses('Send it again');
    passwords.push((await mail.letterTo(ines.email, TEMPORARY)).password);
  }
  await visitor.presses('Send it again');
  await visitor.reads('We have emailed you a temporary password as often as we can. Use the most recent one.');
  assert.equal(await visitor.page.getByRole('button', { name: 'Send it again' }).count(), 0);
  await visitor.follows('Go to sign in');
  await visitor.tries({ accountId: ines.account, username: ines.username, password: passwords.at(-1) });
  await visitor.sees('Choose your own password');
  assert.equal(mail.lettersTo(ines.email, TEMPORARY).length, 4);
});

test('somebody else’s Account ID and username get the same answer as none', async (t) => {
  const ines = await world.newcomer('MERIDIAN');
  const answers = [];
  for (const asked of [{ account: 'HARBOUR', username: ines.username }, { account: 'NOWHERE', username: 'nobody' }, ines]) {
    const visitor = await world.visitor(t, 'centre');
    await asksAtTheCentre(visitor, asked);
    answers.push(await words(visitor));
  }
  assert.equal(answers[0], answers[1]);
  assert.equal(answers[1], answers[2]);
  await mail.letterTo(ines.email, RECEIVED);
  assert.equal(mail.lettersTo(ines.email).length, 1);
});

// R4: an administrator approves.

async function asksTheAdministrator(visitor, identifier) {
  await visitor.goesTo('/');
  await visitor.follows('Forgot your Password?');
  await visitor.asks({ 'Username or email address': identifier }, 'Ask my administrator');
  await visitor.sees('Request submitted');
}

/** The letter to an administrator about this person; they have the same first names. */
const wanted = (person) => `${person.name} asked for a new password`;

async function opensTheRequest(t, { link }, admin = 'amara') {
  const visitor = await world.visitor(t, 'vault');
  await visitor.goesTo(link);
  await visitor.isAskedToSignIn();
  await visitor.signsInAt(admin, '/_auth/requests');
  return visitor;
}

test('an administrator’s approval mails a link; the password behind it has to be green; then one signs in', async (t) => {
  const ines = await world.newcomer('CANARY');
  const visitor = await world.visitor(t, 'vault');
  await asksTheAdministrator(visitor, ines.username);
  await visitor.reads('If those details match an account, its administrators have been told. When one approves, you will get a link by email. It expires 24 hours after it is sent.');
  const [letter] = await Promise.all(['amara', 'kenji'].map((username) => mail.letterTo(`${username}@example.com`, wanted(ines))));
  const amara = await opensTheRequest(t, letter);
  await amara.sees(`Reset request from ${ines.name}`);
  await amara.reads('Asked just now from 127.0.0.1, Chrome on Linux');
  await amara.presses(`Send link to ${ines.name}`);
  await amara.isTold(`Link sent to ${ines.name}. It expires in 24 hours.`);
  await amara.reads('Sent by Amara Diallo just now.');

  const { link, text } = await mail.letterTo(ines.email, 'Reset your Recorded Conversations password');
  assert.match(text, /an administrator approved your request/);
  await visitor.goesTo(link);
  await visitor.reads('This link works once and expires in 23 hours.');
  // Nothing on the page stands in the way: the server refuses.
  await visitor.page.locator('form').evaluateAll((forms) => forms.forEach((form) => { form.noValidate = true; }));
  assert.equal((await visitor.chooses('password1234')).status(), 422);
  await visitor.isTold('There is a problem');
  assert.equal((await visitor.chooses('short')).status(), 422);
  await visitor.isTold('Your password must have at least 12 characters');
  assert.equal((await visitor.chooses(CHOSEN, `${CHOSEN}s`)).status(), 422);
  await visitor.isTold('The passwords do not match');
  assert.equal((await visitor.chooses(CHOSEN)).status(), 303);
  await visitor.isTold('Your password has been changed. Sign in with your new password.');
  await visitor.signsIn(ines.username, { password: CHOSEN });

  await amara.goesTo(letter.link);
  await amara.reads('The link has been used.');
});

test('what an administrator declines is told to both', async (t) => {
  const ines = await world.newcomer('CANARY');
  await asksTheAdministrator(await world.visitor(t, 'vault'), ines.email);
  const letter = await mail.letterTo('amara@example.com', wanted(ines));
  const amara = await opensTheRequest(t, letter);
  await amara.presses(`Decline request from ${ines.name}`);
  await amara.isTold(`The request from ${ines.name} has been declined.`);
  await mail.letterTo(ines.email, 'Your password request');
  await amara.goesTo(letter.link);
  await amara.reads('Amara Diallo declined this request.');
  assert.deepEqual(mail.lettersTo(ines.email, 'Reset your'), []);
});

test('the second administrator learns that the first was quicker', async (t) => {
  const ines = await world.newcomer('CANARY');
  await asksTheAdministrator(await world.visitor(t, 'vault'), ines.username);
  const kenji = await opensTheRequest(t, await mail.letterTo('kenji@example.com', wanted(ines)), 'kenji');
  const amara = await opensTheRequest(t, await mail.letterTo('amara@example.com', wanted(ines)));
  await amara.presses(`Send link to ${ines.name}`);
  assert.equal((await kenji.presses(`Send link to ${ines.name}`)).status(), 409);
  await kenji.reads('Amara Diallo already sent a link just now.');
  await mail.letterTo(ines.email, 'Reset your');
  assert.equal(mail.lettersTo(ines.email, 'Reset your').length, 1);
});

test('a link that was taken back, and one whose day is over, each say so', async (t) => {
  const links = [];
  const asked = [];
  const amara = await world.visitor(t, 'vault');
  await amara.goesTo('/');
  await amara.signsIn('amara');
  for (let round = 0; round < 2; round += 1) {
    const ines = await world.newcomer('CANARY');
    await asksTheAdministrator(await world.visitor(t, 'vault'), ines.username);
    await amara.goesTo((await mail.letterTo('amara@example.com', wanted(ines))).link);
    await amara.presses(`Send link to ${ines.name}`);
    links.push((await mail.letterTo(ines.email, 'Reset your')).link);
    asked.push(ines);
  }
  await amara.goesTo('/_auth/requests');
  await amara.presses(`Take back the link sent to ${asked[0].name}`);
  await amara.isTold(`The link sent to ${asked[0].name} no longer works.`);
  await world.behindTheGatewayRecoveriesExpire(asked[1].username);
  const visitor = await world.visitor(t, 'vault');
  assert.equal((await visitor.goesTo(links[0])).status(), 410);
  await visitor.sees('Your administrator did not approve this');
  assert.equal((await visitor.goesTo(links[1])).status(), 410);
  await visitor.sees('This link has expired');
  await visitor.reads('Links work for 24 hours. Ask your administrator to send a new one.');
  await visitor.follows('Ask again');
  await visitor.sees('Reset your password');
});

test('a request that nobody decided in time is over', async (t) => {
  const ines = await world.newcomer('CANARY');
  await asksTheAdministrator(await world.visitor(t, 'vault'), ines.username);
  const letter = await mail.letterTo('amara@example.com', wanted(ines));
  const amara = await opensTheRequest(t, letter);
  await world.behindTheGatewayRecoveriesExpire(ines.username);
  assert.equal((await amara.presses(`Send link to ${ines.name}`)).status(), 409);
  await amara.reads('This request has expired. They can ask again.');
});

test('nobody approves their own request', async (t) => {
  await asksTheAdministrator(await world.visitor(t, 'vault'), 'kenji');
  await mail.letterTo('amara@example.com', 'Kenji Sato asked for a new password');
  const kenji = await world.visitor(t, 'vault');
  await kenji.goesTo('/');
  await kenji.signsIn('kenji');
  await kenji.goesTo('/_auth/requests');
  const own = kenji.page.getByRole('listitem').filter({ hasText: 'Kenji Sato' });
  await own.getByText('Ask another administrator.').waitFor();
  assert.equal(await own.getByRole('button').count(), 0);
  assert.deepEqual(mail.lettersTo('kenji@example.com', 'Kenji Sato asked'), []);
});

let soles = 0;

async function soleAdministratorAsks(t) {
  // An account of its own: two of them could approve each other's.
  const account = `SOLO-${(soles += 1)}`;
  await world.addAccount({ id: account, name: `${account} Surveyors` });
  const sole = await world.newcomer(account, { level: 'company', preset: 'admin' });
  const visitor = await world.visitor(t, 'vault');
  await asksTheAdministrator(visitor, sole.username);
  return { sole, visitor, letter: await mail.letterTo('opal@example.com', wanted(sole)) };
}

test('the letter about the request of an account’s only approver leads operators to their console', async (t) => {
  const { letter } = await soleAdministratorAsks(t);
  assert.equal(new URL(letter.link).origin, world.origin('console'));
});

test('the request of an account’s only approver falls to the operators', async (t) => {
  const { sole, visitor, letter } = await soleAdministratorAsks(t);
  assert.match(letter.text, /of SOLO-\d Surveyors asked for a new password/);
  const opal = await world.visitor(t, 'console');
  await opal.goesTo('/_auth/operator/requests');
  await opal.signsInAt('opal', '/_auth/operator/requests');
  await opal.reads(`${sole.account} Surveyors`);
  await opal.presses(`Send link to ${sole.name}`);
  await opal.isTold(`Link sent to ${sole.name}.`);
  await visitor.goesTo((await mail.letterTo(sole.email, 'Reset your')).link);
  await visitor.chooses(CHOSEN);
  await visitor.signsIn(sole.username, { password: CHOSEN });
});

test('a request can be approved by keyboard alone', async (t) => {
  const ines = await world.newcomer('CANARY');
  await asksTheAdministrator(await world.visitor(t, 'vault'), ines.username);
  const amara = await opensTheRequest(t, await mail.letterTo('amara@example.com', wanted(ines)));
  await amara.tabsTo(`Send link to ${ines.name}`);
  await amara.page.keyboard.press('Enter');
  await amara.isTold(`Link sent to ${ines.name}.`);
  await mail.letterTo(ines.email, 'Reset your');
});

// By an administrator, and first access.

test('an administrator mails somebody a link from the list of people', async (t) => {
  const ines = await world.newcomer();
  const maya = await world.visitor(t, 'crm');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  await maya.goesTo(`/_auth/users?q=${ines.username}`);
  await maya.follows(`Reset password for ${ines.name}`);
  await maya.sees(`Email a reset link to ${ines.name}?`);
  await maya.reads('Their current password works until they use it.');
  await maya.presses('Email a reset link');
  await maya.isTold(`Link sent to ${ines.name}.`);
  const letter = await mail.letterTo(ines.email, 'Your administrator sent you a password link');
  assert.match(letter.text, /Maya Okafor sent you this/);
  const visitor = await world.visitor(t, 'crm');
  await visitor.goesTo(letter.link);
  await visitor.chooses(CHOSEN);
  await visitor.signsIn(ines.username, { password: CHOSEN });
});

test('in an account whose requests are approved, an administrator’s press is the approval', async (t) => {
  const ines = await world.newcomer('CANARY');
  const amara = await world.visitor(t, 'vault');
  await amara.goesTo('/');
  await amara.signsIn('amara');
  await amara.goesTo(`/_auth/users?q=${ines.username}`);
  await amara.follows(`Reset password for ${ines.name}`);
  await amara.presses('Email a reset link');
  const { link } = await mail.letterTo(ines.email, 'Your administrator sent you a password link');
  const visitor = await world.visitor(t, 'vault');
  await visitor.goesTo(link);
  await visitor.chooses(CHOSEN);
  await visitor.signsIn(ines.username, { password: CHOSEN });
});

test('somebody without a password gets one by asking for it', async (t) => {
  const ines = await world.newcomer('HARBOUR', { hasPassword: false });
  const visitor = await world.visitor(t, 'crm');
  await visitor.goesTo(await linkFor(visitor, ines));
  await visitor.chooses(CHOSEN);
  await visitor.signsIn(ines.username, { password: CHOSEN });
});

test('somebody whom an administrator adds is welcomed with a link to choose a password', async (t) => {
  const maya = await world.visitor(t, 'crm');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  await maya.goesTo('/_auth/users');
  await maya.follows('Add a user');
  await maya.reads('We will email them a link to choose a password.');
  await maya.types({ Name: 'Odile Renard', 'Email address': 'odile@example.com', Username: 'odile' });
  await maya.presses('Add a user');
  await maya.isTold('Odile Renard has been added.');
  const { link } = await mail.letterTo('odile@example.com', 'Welcome to Northwind CRM');
  const odile = await world.visitor(t, 'crm');
  await odile.goesTo(link);
  await odile.chooses(CHOSEN);
  await odile.signsIn('odile', { password: CHOSEN });
});

// The strength bar.

test('the bar says how strong a password is, and what would help, and is heard', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'crm');
  await visitor.goesTo(await linkFor(visitor, ines));
  const bar = visitor.page.locator('#password-strength');
  for (const [password, band, sentence] of [
    ['aaaaaaaaaaaa', 'weak', 'Weak.'],
    ['qzv9 mwk3x', 'nearly', 'Nearly there.'],
    [CHOSEN, 'strong', 'Strong.'],
  ]) {
    await visitor.types({ 'New password': password });
    await visitor.page.locator(`#password-strength[data-band=${band}]`).waitFor();
    const said = await bar.locator('p').innerText();
    assert.ok(said.startsWith(sentence), said);
    await visitor.page.locator('#live', { hasText: said }).waitFor({ state: 'attached' });
  }
  const rules = visitor.page.locator('#password-rules li');
  assert.deepEqual(await rules.evaluateAll((items) => items.map((item) => item.dataset.ok)), ['true', 'true']);
  await visitor.types({ 'New password': '' });
  await visitor.page.locator('#password-strength[data-band=none]').waitFor();
});

test('the bar is as strict about one’s own name as the gateway is', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'crm');
  await visitor.goesTo(await linkFor(visitor, ines));
  await visitor.types({ 'New password': `${ines.username} varga northwind` });
  await visitor.page.locator('#password-strength:not([data-band=none])').waitFor();
  const band = await visitor.page.locator('#password-strength').getAttribute('data-band');
  const answer = await visitor.chooses(`${ines.username} varga northwind`);
  assert.equal(answer.status() === 303, band === 'strong', `the bar said ${band}`);
});

test('without an answer the bar says that saving will tell, and nothing is in the way', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'crm');
  await visitor.goesTo(await linkFor(visitor, ines));
  const unchecked = visitor.page.locator('#password-strength p', { hasText: 'We could not check this yet. It will be checked when you save.' });
  await visitor.context.setOffline(true);
  await visitor.types({ 'New password': 'typed without a network' });
  await unchecked.waitFor();
  await visitor.context.setOffline(false);
  visitor.forgivesTheNetwork();

  await visitor.types({ 'New password': CHOSEN });
  await visitor.page.locator('#password-strength[data-band=strong]').waitFor();
  visitor.mayBeRefused('/_auth/password-check');
  const statuses = await visitor.page.evaluate(async () => {
    const csrf = document.querySelector('[name=csrf]').value;
    const check = () => fetch('/_auth/password-check', { method: 'POST', body: new URLSearchParams({ csrf, password: 'x' }) });
    const answers = await Promise.all(Array.from({ length: 70 }, check));
    return answers.map(({ status }) => status);
  });
  assert.equal(statuses.at(-1), 429);
  await visitor.types({ 'New password': `${CHOSEN} more` });
  await unchecked.waitFor();
  await visitor.types({ 'Confirm new password': `${CHOSEN} more` });
  assert.equal((await visitor.presses('Save new password')).status(), 303);
});

// Without scripts.

const unscripted = (t, portal) => world.visitor(t, portal, { javaScriptEnabled: false });

test('without scripts: a temporary password by mail, and its successor', async (t) => {
  const ines = await world.newcomer();
  const visitor = await unscripted(t, 'calls');
  await asksForATemporaryPassword(visitor, ines.email);
  const { password } = await mail.letterTo(ines.email);
  await visitor.goesTo('/calls');
  await visitor.tries({ username: ines.username, password });
  await visitor.sees('Choose your own password');
  await visitor.chooses(CHOSEN);
  await visitor.isPastTheGate();
  assert.equal(visitor.place(), '/calls');
});

test('without scripts: a link by mail; the bar is painted by the answer', async (t) => {
  const ines = await world.newcomer();
  const visitor = await unscripted(t, 'crm');
  await visitor.goesTo(await linkFor(visitor, ines));
  await visitor.reads('At least 12 characters. Spaces are fine.');
  assert.equal(await visitor.page.locator('#password-strength').isVisible(), false);
  assert.equal((await visitor.chooses('aaaaaaaaaaaa')).status(), 422);
  await visitor.isTold('Your password is not strong enough.');
  assert.match(await visitor.page.locator('#password-strength p').innerText(), /^Weak\./);
  assert.equal((await visitor.chooses(CHOSEN)).status(), 303);
  await visitor.signsIn(ines.username, { password: CHOSEN });
});

test('without scripts: a link that brings a temporary password', async (t) => {
  const ines = await world.newcomer('MERIDIAN');
  const visitor = await unscripted(t, 'centre');
  await asksAtTheCentre(visitor, ines);
  const { link } = await mail.letterTo(ines.email, RECEIVED);
  const other = await unscripted(t, 'centre');
  await other.goesTo(link);
  await other.presses('Email me a temporary password');
  const { password } = await mail.letterTo(ines.email, TEMPORARY);
  await visitor.goesTo('/');
  await visitor.tries({ accountId: ines.account, username: ines.username, password });
  await visitor.chooses(CHOSEN);
  await visitor.isPastTheGate();
});

test('without scripts: an approval, on both sides', async (t) => {
  const ines = await world.newcomer('CANARY');
  const visitor = await unscripted(t, 'vault');
  await asksTheAdministrator(visitor, ines.username);
  const { link } = await mail.letterTo('amara@example.com', wanted(ines));
  const amara = await unscripted(t, 'vault');
  await amara.goesTo(link);
  await amara.signsInAt('amara', '/_auth/requests');
  await amara.presses(`Send link to ${ines.name}`);
  await amara.isTold(`Link sent to ${ines.name}.`);
  await visitor.goesTo((await mail.letterTo(ines.email, 'Reset your')).link);
  await visitor.chooses(CHOSEN);
  await visitor.signsIn(ines.username, { password: CHOSEN });
});
