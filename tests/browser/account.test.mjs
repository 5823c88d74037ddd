// What people do who are signed in: with what is their own, with the people of their account, and as operators.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
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

/** Somebody at a page of ours, signed in. */
async function at(t, portal, page, username, options) {
  const visitor = await world.visitor(t, portal, options);
  await visitor.goesTo(`/_auth/${page}`);
  await visitor.signsInAt(username, `/_auth/${page.split('?')[0]}`);
  return visitor;
}

/** The page of somebody of the account, from the list of people. */
async function opens(admin, person) {
  await admin.goesTo(`/_auth/users?q=${person.username}`);
  await admin.follows(person.name);
  await admin.sees(person.name);
}

// My account.

test('one’s name is changed without a password, and stands at the top of every page', async (t) => {
  const ines = await world.newcomer();
  const visitor = await at(t, 'crm', 'account', ines.username);
  await visitor.sees('My account');
  await visitor.types({ Name: 'Ines de la Cruz' });
  await visitor.presses('Save changes');
  await visitor.isTold('Your account has been updated.');
  assert.equal(await visitor.page.getByLabel('Name', { exact: true }).inputValue(), 'Ines de la Cruz');
  await visitor.until(async () => {
    await visitor.page.reload();
    return (await visitor.page.getByRole('banner').getByText('Ines de la Cruz').count()) > 0;
  });
});

test('a new email address asks for the existing password, and takes effect once confirmed from its own mailbox', async (t) => {
  const ines = await world.newcomer();
  const fresh = `new.${ines.email}`;
  const visitor = await at(t, 'crm', 'account', ines.username);
  for (const [existing, sentence] of [['', 'Enter your existing password'], ['not this one', 'Your existing password is not right']]) {
    await visitor.types({ 'Email address': fresh, 'Existing password': existing });
    assert.equal((await visitor.presses('Save changes')).status(), 422);
    await visitor.isTold(sentence);
    assert.equal(await visitor.page.getByLabel('Email address', { exact: true }).inputValue(), fresh, 'what was typed stays');
  }
  await visitor.types({ 'Existing password': PASSWORD });
  await visitor.presses('Save changes');
  await visitor.isTold(`We have sent a link to ${fresh}. Your email changes when you open it.`);
  assert.equal(await visitor.page.getByLabel('Email address', { exact: true }).inputValue(), ines.email, 'nothing has changed yet');

  const warning = await mail.letterTo(ines.email, 'Your Northwind CRM email address is changing');
  assert.ok(!warning.text.includes(fresh), 'the new address is masked in the letter to the old one');
  const { link } = await mail.letterTo(fresh);
  const mailbox = await world.visitor(t, 'crm');
  await mailbox.goesTo(link);
  await mailbox.sees('Confirm your email address');
  await mailbox.reads('Nothing changes before you press the button.');
  await mailbox.presses('Confirm this address');
  await mailbox.sees('Your email address has changed');
  await mail.letterTo(ines.email, 'Your Northwind CRM email address was changed');
  const again = await world.visitor(t, 'crm');
  await again.goesTo('/');
  await again.signsIn(fresh);
});

test('a new username asks for the existing password, may not be another’s, and is the one to sign in by', async (t) => {
  const ines = await world.newcomer();
  const other = await world.newcomer();
  const visitor = await at(t, 'crm', 'account', ines.username);
  await visitor.types({ Username: other.username, 'Existing password': PASSWORD });
  assert.equal((await visitor.presses('Save changes')).status(), 422);
  await visitor.isTold('That username is taken');
  await visitor.types({ Username: 'ines.the.first', 'Existing password': PASSWORD });
  await visitor.presses('Save changes');
  await visitor.isTold('Your account has been updated.');
  const again = await world.visitor(t, 'crm');
  await again.goesTo('/');
  await again.signsIn('ines.the.first');
  await again.sees('Ledger of ines.the.first');
});

test('a new password by itself: the bar, the existing one, and every other device signed out', async (t) => {
  const ines = await world.newcomer();
  const elsewhere = await at(t, 'crm', 'account', ines.username);
  const visitor = await at(t, 'crm', 'account', ines.username);
  await visitor.page.getByRole('navigation', { name: 'Account and company' }).getByRole('link', { name: 'Password' }).click();
  await visitor.sees('Change password');
  await visitor.types({ 'Existing password': 'not this one', 'New password': CHOSEN, 'Confirm new password': CHOSEN });
  await visitor.page.locator('#password-strength[data-band=strong]').waitFor();
  assert.equal((await visitor.presses('Save new password')).status(), 422);
  await visitor.isTold('Your existing password is not right');
  await visitor.types({ 'Existing password': PASSWORD });
  assert.equal((await visitor.chooses('aaaaaaaaaaaa')).status(), 422);
  await visitor.isTold('Your password is not strong enough.');
  await visitor.types({ 'Existing password': PASSWORD });
  await visitor.chooses(CHOSEN);
  await visitor.isTold('Your password has been changed. Your other devices have been signed out.');
  await mail.letterTo(ines.email, 'Your Northwind CRM password was changed');
  await elsewhere.isSoonSignedOut();
  await visitor.goesTo('/');
  await visitor.sees(`Ledger of ${ines.username}`);
});

test('a password left empty stays as it is', async (t) => {
  const ines = await world.newcomer();
  const visitor = await at(t, 'crm', 'account', ines.username);
  await visitor.reads('Leave empty to keep your current password');
  await visitor.types({ Name: 'Ines the Same', 'Existing password': PASSWORD });
  await visitor.presses('Save changes');
  await visitor.isTold('Your account has been updated.');
  const again = await world.visitor(t, 'crm');
  await again.goesTo('/');
  await again.signsIn(ines.username);
});

test('one’s own pages work without scripts', async (t) => {
  const ines = await world.newcomer();
  const visitor = await at(t, 'crm', 'account', ines.username, { javaScriptEnabled: false });
  await visitor.types({ 'New password': CHOSEN, 'Confirm new password': CHOSEN, 'Existing password': PASSWORD });
  await visitor.presses('Save changes');
  await visitor.isTold('Your password has been changed. Your other devices have been signed out.');
  await visitor.follows('Sessions');
  await visitor.reads('You are only signed in here.');
});

// Sessions.

test('the sessions page tells this device from another, and ends the other', async (t) => {
  const ines = await world.newcomer();
  const phone = await at(t, 'crm', 'account/sessions', ines.username, { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1' });
  await phone.reads('You are only signed in here.');
  const desk = await at(t, 'crm', 'account/sessions', ines.username);
  const rows = desk.page.locator('ul.items > li');
  assert.equal(await rows.count(), 2);
  const here = rows.filter({ hasText: 'This device' });
  assert.match(await here.innerText(), /Chrome on Linux[\s\S]*127\.0\.0\.1 · Signed in just now · Last active just now/);
  await desk.presses('Sign out of Safari on iPhone');
  await desk.isTold('Signed out of Safari on iPhone.');
  await phone.isSoonSignedOut();
  await desk.page.reload();
  await desk.reads('You are only signed in here.');
});

test('one press signs out everywhere else', async (t) => {
  const ines = await world.newcomer();
  const others = [await at(t, 'crm', 'account', ines.username), await at(t, 'crm', 'account', ines.username)];
  const desk = await at(t, 'crm', 'account/sessions', ines.username);
  await desk.presses('Sign out everywhere else');
  await desk.isTold('Signed out everywhere else.');
  for (const other of others) await other.isSoonSignedOut();
  await desk.goesTo('/');
  await desk.sees(`Ledger of ${ines.username}`);
});

// People.

test('people are found by a part of their name, and an empty search says so', async (t) => {
  const ines = await world.newcomer('HARBOUR', { name: 'Zsuzsanna Findable' });
  const maya = await at(t, 'crm', 'users', 'maya');
  await maya.types({ 'Search by name, username or email': 'findab' });
  await maya.page.keyboard.press('Enter');
  await maya.page.waitForURL((url) => url.searchParams.get('q') === 'findab');
  await maya.reads('1 person');
  await maya.reads(ines.email);
  await maya.goesTo('/_auth/users?q=xyzzy');
  await maya.reads('No one matches ‘xyzzy’.');
  await maya.follows('Clear search');
  await maya.page.getByRole('row').filter({ hasText: 'Maya Okafor' }).getByText('You', { exact: true }).waitFor();
});

test('a long list comes in pages, in the order that was asked for', async (t) => {
  const add = async () => {
    for (let count = 0; count < 7; count += 1) await world.newcomer('HARBOUR', { hasPassword: false });
  };
  await Promise.all([add(), add(), add(), add()]);
  const maya = await at(t, 'crm', 'users', 'maya');
  const names = async () => maya.page.locator('tbody a.name').allInnerTexts();
  const first = await names();
  assert.equal(first.length, 25);
  await maya.follows('Next');
  const second = await names();
  assert.ok(second.length > 0 && second.every((name) => !first.includes(name)), 'nobody is listed twice');
  await maya.follows('Previous');
  assert.deepEqual(await names(), first);
  await maya.page.getByRole('columnheader').getByRole('link', { name: 'Username' }).click();
  await maya.page.waitForURL((url) => url.searchParams.get('sort')?.startsWith('username'));
  await maya.page.locator('th[aria-sort]').getByText('Username').waitFor();
});

test('an administrator edits somebody, who learns of it; a mistake keeps what was typed', async (t) => {
  const ines = await world.newcomer();
  const maya = await at(t, 'crm', 'users', 'maya');
  await opens(maya, ines);
  await maya.types({ Name: 'Ines Renamed', Username: 'maya' });
  assert.equal((await maya.presses('Save changes')).status(), 422);
  await maya.isTold('That username is taken');
  assert.equal(await maya.page.getByLabel('Name', { exact: true }).inputValue(), 'Ines Renamed');
  await maya.types({ Username: ines.username });
  await maya.page.getByLabel('Status').selectOption({ label: 'Disabled' });
  await maya.presses('Save changes');
  await maya.isTold('Ines Renamed’s details have been updated.');
  await maya.goesTo('/_auth/users?state=disabled');
  await maya.reads('Ines Renamed');
  const visitor = await world.visitor(t, 'crm');
  await visitor.goesTo('/');
  assert.equal((await visitor.tries({ username: ines.username, password: PASSWORD })).status(), 401);
});

/** The roles of somebody, as their page says. */
async function assigned(admin, person) {
  await opens(admin, person);
  await admin.follows('Roles');
  return admin.page.locator('[data-list=assigned] li b').allInnerTexts();
}

test('a role is given and taken by keyboard alone', async (t) => {
  const ines = await world.newcomer('HARBOUR', { roles: ['recordings'] });
  const maya = await at(t, 'crm', 'users', 'maya');
  assert.deepEqual(await assigned(maya, ines), ['Recordings']);
  const { keyboard } = maya.page;
  await maya.tabsTo('pick-read-audit');
  await keyboard.press('Space');
  await maya.tabsTo('Assign');
  await keyboard.press('Enter');
  await maya.reads('1 assigned. Save to apply.');
  assert.equal(await maya.focus(), 'pick-read-audit', 'the focus goes along');
  await maya.tabsTo('Save changes');
  await keyboard.press('Enter');
  await maya.isTold(`${ines.name}’s roles have been updated.`);
  assert.deepEqual(await assigned(maya, ines), ['Read the audit log', 'Recordings']);
  const visitor = await at(t, 'crm', 'audit', ines.username);
  await visitor.sees('Audit log');
  await maya.tabsTo('pick-recordings');
  await keyboard.press('Space');
  await maya.tabsTo('Remove');
  await keyboard.press('Enter');
  await maya.reads('1 removed. Save to apply.');
  await maya.tabsTo('Save changes');
  await keyboard.press('Enter');
  await maya.isTold(`${ines.name}’s roles have been updated.`);
  assert.deepEqual(await assigned(maya, ines), ['Read the audit log']);
});

test('roles move without scripts, and nothing is saved before it is', async (t) => {
  const ines = await world.newcomer('HARBOUR', { roles: ['recordings'] });
  const maya = await at(t, 'crm', 'users', 'maya', { javaScriptEnabled: false });
  await assigned(maya, ines);
  await maya.presses('Assign');
  await maya.isTold('Select at least one role first.');
  await maya.page.getByLabel(/^Access to Manage Own MFA/).check();
  await maya.page.getByLabel(/^Read the audit log/).check();
  await maya.presses('Assign');
  await maya.isTold('2 assigned. Save to apply.');
  const other = await maya.context.newPage();
  await other.goto(maya.place());
  assert.equal(await other.locator('[data-list=assigned] li').count(), 1);
  await other.close();
  await maya.page.getByLabel(/^Read the audit log/).check();
  await maya.presses('Remove');
  await maya.isTold('1 removed. Save to apply.');
  await maya.presses('Save changes');
  await maya.isTold(`${ines.name}’s roles have been updated.`);
  assert.deepEqual(await assigned(maya, ines), ['Access to Manage Own MFA', 'Recordings']);
});

test('whoever lacks a role sees neither its page nor the way there', async (t) => {
  const ines = await world.newcomer('HARBOUR', { preset: 'user' });
  const visitor = await at(t, 'crm', 'account', ines.username);
  const places = await visitor.page.getByRole('navigation', { name: 'Account and company' }).getByRole('link').allInnerTexts();
  assert.deepEqual(places.map((place) => place.trim()), ['Back to Northwind CRM', 'My account', 'Password', 'My MFA', 'Sessions']);
  for (const page of ['users', 'requests', 'company/mfa', 'company/settings', 'audit', 'operator/accounts']) {
    const answer = await visitor.goesTo(`/_auth/${page}`);
    assert.ok([403, 404].includes(answer.status()), `${page}: ${answer.status()}`);
  }
});

test('somebody is signed out everywhere by an administrator', async (t) => {
  const ines = await world.newcomer();
  const visitor = await at(t, 'crm', 'account', ines.username);
  const maya = await at(t, 'crm', 'users', 'maya');
  await opens(maya, ines);
  await maya.follows('Sign out everywhere');
  await maya.sees(`Sign ${ines.name} out everywhere?`);
  await maya.presses('Sign out everywhere');
  await maya.isTold(`${ines.name} has been signed out everywhere.`);
  await visitor.isSoonSignedOut();
  await visitor.isTold('You were signed out because an administrator ended your session.');
});

test('whoever has not typed their password for long does so again before something grave', async (t) => {
  const ines = await world.newcomer();
  const maya = await at(t, 'crm', 'users', 'maya');
  await opens(maya, ines);
  assert.equal(await maya.page.getByLabel('Your password', { exact: true }).count(), 0);
  await world.behindTheGatewayPasswordsWereTyped({ minutesAgo: 11 });
  await maya.page.reload();
  await maya.reads('You last entered it more than 10 minutes ago.');
  await maya.types({ Name: 'Ines Proved', 'Your password': 'not this one' });
  assert.equal((await maya.presses('Save changes')).status(), 422);
  await maya.isTold('Your password is not right');
  await maya.types({ 'Your password': PASSWORD });
  await maya.presses('Save changes');
  await maya.isTold('Ines Proved’s details have been updated.');
  await maya.goesTo(maya.place().split('?')[0]);
  assert.equal(await maya.page.getByLabel('Your password', { exact: true }).count(), 0, 'once is enough for a while');
});

// Requests.

test('the navigation counts the requests that wait', async (t) => {
  const amara = await at(t, 'vault', 'account', 'amara');
  const entry = amara.page.getByRole('navigation', { name: 'Account and company' }).getByRole('link', { name: /^Reset requests/ });
  assert.equal((await entry.innerText()).trim(), 'Reset requests');
  await amara.goesTo('/_auth/requests');
  await amara.reads('No one is waiting.');
  for (const count of [1, 2]) {
    const ines = await world.newcomer('CANARY');
    const visitor = await world.visitor(t, 'vault');
    await visitor.goesTo('/_auth/forgot');
    await visitor.asks({ 'Username or email address': ines.username }, 'Ask my administrator');
    await mail.letterTo('amara@example.com', `${ines.name} asked`);
    await amara.page.reload();
    await amara.page.getByRole('link', { name: new RegExp(`^Reset requests\\s*${count} waiting$`) }).waitFor();
  }
});

// Customer settings.

test('customer settings are saved, and the operators are mailed what changed', async (t) => {
  const maya = await at(t, 'crm', 'company/settings', 'maya');
  await maya.reads('Changes are recorded and emailed to your service provider.');
  await maya.types({ 'Organisation name': '' });
  await maya.page.locator('main form').evaluate((form) => { form.noValidate = true; });
  assert.equal((await maya.presses('Save changes')).status(), 422);
  await maya.isTold('Enter the organisation’s name');
  await maya.types({ 'Organisation name': 'Harbour Contact', Contact: 'Maya Okafor', Phone: '+44 20 7946 0018', Address: '1 Quay Street\nBristol', 'Billing email': 'bills@harbour.example' });
  await maya.presses('Save changes');
  await maya.isTold('Your customer settings have been updated.');
  assert.equal(await maya.page.getByLabel('Address', { exact: true }).inputValue(), '1 Quay Street\nBristol');
  const letter = await mail.letterTo('opal@example.com', 'Harbour Contact changed its settings');
  assert.match(letter.text, /Maya Okafor changed these settings of Harbour Contact/);
  for (const changed of ['Contact', 'Phone', 'Address', 'Billing email']) assert.ok(letter.text.includes(changed), changed);
  assert.ok(!letter.text.includes('Organisation name'), 'what stayed is not named');
  await maya.goesTo('/_auth/audit?event=settings-changed');
  await maya.page.locator('tbody').getByText('Changed the customer settings').first().waitFor();
});

// The audit log.

test('the audit log is filtered by person, event and day, and says when nothing matches', async (t) => {
  const ines = await world.newcomer();
  const visitor = await world.visitor(t, 'crm');
  await visitor.goesTo('/');
  assert.equal((await visitor.tries({ username: ines.username, password: 'not this one' })).status(), 401);
  await visitor.signsIn(ines.username);
  const maya = await at(t, 'crm', 'audit', 'maya');
  await maya.types({ Who: ines.username });
  await maya.page.getByLabel('What', { exact: true }).selectOption({ label: 'Tried to sign in' });
  await maya.presses('Filter');
  const rows = maya.page.locator('tbody tr');
  await maya.page.waitForURL((url) => url.searchParams.get('who') === ines.username);
  assert.equal(await rows.count(), 1);
  assert.match(await rows.innerText(), /127\.0\.0\.1/);
  assert.match(await rows.innerText(), /Refused|Failed/);
  await maya.page.getByLabel('What', { exact: true }).selectOption({ label: 'Any event' });
  await maya.presses('Filter');
  await maya.page.waitForURL((url) => url.searchParams.get('event') === '');
  await maya.page.locator('tbody').getByText('Signed in').first().waitFor();
  await maya.types({ 'Last day': '2020-01-01' });
  await maya.presses('Filter');
  await maya.reads('No events match these filters.');
  await maya.follows('Clear filters');
  await rows.first().waitFor();
});

async function downloads(visitor, link) {
  const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.page.getByRole('link', { name: link }).click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

test('both downloads hold what the filters leave', async (t) => {
  const ines = await world.newcomer();
  await at(t, 'crm', 'account', ines.username);
  const maya = await at(t, 'crm', `audit?who=${ines.username}`, 'maya');
  const csv = await downloads(maya, 'Download CSV');
  assert.match(csv.name, /\.csv$/);
  const [head, ...lines] = csv.text.trim().split(/\r?\n/);
  assert.ok(head.split(',').length > 4, head);
  const json = await downloads(maya, 'Download JSON lines');
  assert.match(json.name, /\.jsonl$/);
  const entries = json.text.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(entries.length, lines.length);
  const { id } = JSON.parse(await world.command('user', 'list', '--account', 'HARBOUR', '--json')).find(({ username }) => username === ines.username);
  for (const line of [...lines, ...json.text.trim().split('\n')]) assert.ok(line.includes(id), line);
});

// Operators.

test('an operator opens an account, and its first administrator gets in by a link', async (t) => {
  const opal = await at(t, 'console', 'operator/accounts', 'opal');
  await opal.follows('Open an account');
  await opal.types({ 'Organisation name': 'Fresh Fisheries', 'Account ID': 'no such id' });
  assert.equal((await opal.presses('Open an account')).status(), 422);
  await opal.isTold('Use letters, digits and dashes only');
  await opal.types({ 'Account ID': 'FRESH' });
  await opal.page.getByLabel('Password recovery').selectOption({ label: 'Approval by an administrator' });
  await opal.presses('Open an account');
  await opal.isTold('The account has been opened.');
  if (!(await opal.page.getByRole('link', { name: 'First administrator' }).count())) await opal.follows('Fresh Fisheries');
  const account = opal.place();
  await opal.follows('First administrator');
  await opal.reads('This skips approval. It is allowed once, before any administrator has signed in.');
  await opal.types({ Name: 'Fatima Haddad', 'Email address': 'fatima@example.com', Username: 'fatima' });
  await opal.presses('Send first administrator link');
  await opal.isTold('First administrator link sent to Fatima Haddad.');

  const letter = await mail.letterTo('fatima@example.com', 'Your administrator link for');
  const fatima = await world.visitor(t, 'vault');
  await fatima.goesTo(letter.link);
  assert.equal(new URL(letter.link).origin, world.origin('vault'), 'the portal that admits the account');
  await fatima.chooses(CHOSEN);
  await fatima.signsIn('fatima', { password: CHOSEN });
  await fatima.goesTo('/_auth/users');
  await fatima.reads('1 person');

  await opal.goesTo(`${account}/first-admin`);
  await opal.reads('An administrator exists. They approve resets now.');
});

test('an operator suspends an account, whose people are signed out, and reopens it', async (t) => {
  await world.addAccount({ id: 'SOLO-1', name: 'Solo Surveyors' });
  const ines = await world.newcomer('SOLO-1');
  const visitor = await at(t, 'vault', 'account', ines.username);
  const opal = await at(t, 'console', 'operator/accounts', 'opal');
  await opal.types({ 'Search by name or account ID': 'solo' });
  await opal.page.keyboard.press('Enter');
  await opal.follows('Solo Surveyors');
  await opal.follows('Suspend');
  await opal.sees('Suspend Solo Surveyors?');
  await opal.types({ 'Type SOLO-1 to confirm': 'SOLO' });
  assert.equal((await opal.presses('Suspend')).status(), 422);
  await opal.isTold('Type SOLO-1 exactly as shown');
  await opal.types({ 'Type SOLO-1 to confirm': 'SOLO-1' });
  await opal.presses('Suspend');
  await opal.isTold('The account has been updated.');
  await visitor.isSoonSignedOut();
  assert.equal((await visitor.tries({ username: ines.username, password: PASSWORD })).status(), 401);
  await opal.follows('Reopen');
  await opal.presses('Reopen');
  await visitor.goesTo('/');
  await visitor.signsIn(ines.username);
});

test('operators read what happened in every account', async (t) => {
  const opal = await at(t, 'console', 'operator/audit', 'opal');
  await opal.types({ Who: 'maya' });
  await opal.presses('Filter');
  await opal.page.locator('tbody').getByText('Maya Okafor').first().waitFor();
});

// The frame around every page.

test('on a narrow window the menu opens without scripts', async (t) => {
  const ines = await world.newcomer();
  const visitor = await at(t, 'crm', 'account', ines.username, { javaScriptEnabled: false, viewport: { width: 375, height: 780 } });
  const menu = visitor.page.locator('#nav');
  assert.equal(await menu.isVisible(), false);
  await visitor.page.getByRole('button', { name: 'Menu' }).click();
  await menu.waitFor();
  await menu.getByRole('link', { name: 'Sessions' }).click();
  await visitor.sees('Sessions');
  assert.equal(await menu.isVisible(), false);
  await visitor.page.getByRole('button', { name: 'Menu' }).click();
  await menu.getByRole('button', { name: 'Sign out' }).click();
  await visitor.sees('You are signed out');
});

test('the pages of people who are signed in change their language too', async (t) => {
  const maya = await at(t, 'crm', 'account', 'maya');
  await maya.follows('Español');
  await maya.sees('Mi cuenta');
  for (const [page, heading] of [['users', 'Usuarios'], ['audit', 'Registro de auditoría']]) {
    await maya.goesTo(`/_auth/${page}`);
    await maya.sees(heading);
  }
  await maya.follows('English');
  await maya.sees('Audit log');
});
