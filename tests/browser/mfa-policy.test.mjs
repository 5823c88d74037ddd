// Who is asked for a second factor: what the company says, and what administrators do for others.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Guarded, READY, entersCode, isReady, places, setsUp, switchOf } from './guarded.mjs';
import { PASSWORD } from './visitor.mjs';

let world;
let mail;
before(async () => {
  world = await Guarded.start();
  mail = world.mail;
});
after(() => world?.stop());

// The company's policy.

const policyOf = (admin) => admin.page.getByLabel('Policy', { exact: true });

/** Chooses a policy on its page, and presses the button. */
async function saysForAll(admin, policy) {
  await admin.goesTo('/_auth/company/mfa');
  await policyOf(admin).selectOption(policy);
  return admin.presses('Save');
}

/** The policy that the page shows, with what it means. */
const chosen = (admin) => policyOf(admin).locator('option:checked').innerText();

test('the company page says what each policy would change, and saving one tells every administrator', async (t) => {
  const { account, boss } = await world.accountOfItsOwn('available');
  const second = await world.newcomer(account.id, { level: 'company', preset: 'admin' });
  const ines = await world.newcomer(account.id);
  const admin = await world.at(t, 'account', boss.username);
  await places(admin).getByRole('link', { name: 'MFA policy' }).click();
  await admin.sees('MFA policy');
  await admin.reads('MFA Available: 0 of 3 people have set up MFA. No one else has to.');
  await admin.reads('MFA Enabled: 3 of 3 people have not set up MFA. They will be asked to at next sign-in.');
  await admin.reads('MFA Disabled: Nobody has set up MFA.');
  await saysForAll(admin, 'enabled');
  await admin.isTold('The MFA policy has been updated.');
  assert.equal(await chosen(admin), 'MFA Enabled – everyone must use it');
  for (const { email } of [boss, second]) {
    const letter = await mail.letterTo(email, 'MFA policy changed to MFA Enabled');
    assert.match(letter.text, new RegExp(`${boss.name} changed the MFA policy of your company`));
  }
  assert.deepEqual(mail.lettersTo(ines.email), []);
  const visitor = await world.afterPassword(t, ines, '/calls');
  await setsUp(visitor);
  await admin.goesTo('/_auth/company/mfa');
  await admin.reads('MFA Available: 1 of 3 people has set up MFA. No one else has to.');
  await admin.reads('MFA Enabled: 2 of 3 people have not set up MFA. They will be asked to at next sign-in.');
  await admin.reads('MFA Disabled: 1 of 3 people has set up MFA. It is kept but not used.');
});

test('turning it off for everyone asks for the words “Disable MFA”; what people set up sleeps, and wakes with the policy', async (t) => {
  const { account, boss } = await world.accountOfItsOwn('available');
  const admin = await world.at(t, 'company/mfa', boss.username);
  const { ines, app } = await world.guarded(t, account.id);
  await saysForAll(admin, 'disabled');
  await admin.sees('Turn MFA off for everyone?');
  await admin.reads('Accounts will be protected by passwords only. Existing set-ups are kept but not used.');
  for (const typed of ['', 'disable mfa', 'Disable']) {
    await admin.types({ 'Type Disable MFA to confirm': typed });
    await admin.page.locator('#confirmation').evaluate((field) => { field.form.noValidate = true; });
    assert.equal((await admin.presses('Disable MFA')).status(), 422, typed);
    await admin.isTold('Type Disable MFA exactly as shown');
  }
  await admin.follows('Cancel');
  await admin.sees('MFA policy');
  assert.match(await chosen(admin), /^MFA Available/, 'nothing has changed yet');
  await isReady(await world.afterPassword(t, ines));

  await saysForAll(admin, 'disabled');
  await admin.types({ 'Type Disable MFA to confirm': 'Disable MFA' });
  await admin.presses('Disable MFA');
  await admin.isTold('The MFA policy has been updated.');
  await mail.letterTo(boss.email, 'MFA policy changed to MFA Disabled');
  const asleep = await world.isLetInByPassword(t, ines);
  await asleep.goesTo('/_auth/account/mfa');
  await asleep.reads('Your company has turned MFA off.');
  assert.ok(await switchOf(asleep).isDisabled());

  await saysForAll(admin, 'enabled');
  await admin.isTold('The MFA policy has been updated.');
  const awake = await world.afterPassword(t, ines, '/calls?day=2');
  await isReady(awake);
  await entersCode(awake, await app.code());
  await awake.isPastTheGate();
  assert.equal(awake.place(), '/calls?day=2', 'nobody has to set up what they had');
});

test('the policy can be stricter for a level or a role', async (t) => {
  const { account, boss } = await world.accountOfItsOwn('available');
  const global = await world.newcomer(account.id, { level: 'global' });
  const auditor = await world.newcomer(account.id, { level: 'team', roles: ['read-audit'] });
  const ines = await world.newcomer(account.id, { level: 'team' });
  const admin = await world.at(t, 'company/mfa', boss.username);
  await admin.page.locator('[name="level.global"]').selectOption({ label: 'Must use MFA' });
  await admin.page.locator('[name="role.read-audit"]').selectOption({ label: 'Must use MFA' });
  await admin.presses('Save');
  await admin.isTold('The MFA policy has been updated.');
  assert.equal(await admin.page.locator('[name="level.global"]').inputValue(), 'required');
  await world.isLetInByPassword(t, ines);
  for (const person of [global, auditor]) {
    const visitor = await world.afterPassword(t, person, '/_auth/account/mfa');
    await visitor.sees(READY);
    assert.equal(await visitor.page.getByRole('button', { name: 'Remind me next time' }).count(), 0);
  }
});

test('the policy page works without scripts, and asks for the password again where it was typed long ago', async (t) => {
  const { boss } = await world.accountOfItsOwn('available');
  const admin = await world.at(t, 'company/mfa', boss.username, { javaScriptEnabled: false });
  await world.behindTheGatewayPasswordsWereTyped({ minutesAgo: 11 });
  await admin.goesTo('/_auth/company/mfa');
  await policyOf(admin).selectOption('enabled');
  await admin.types({ 'Your password': 'not this one' });
  assert.equal((await admin.presses('Save')).status(), 422);
  await admin.isTold('Your password is not right');
  assert.match(await chosen(admin), /^MFA Enabled/, 'what was chosen stays');
  await admin.types({ 'Your password': PASSWORD });
  await admin.presses('Save');
  await admin.isTold('The MFA policy has been updated.');
  await saysForAll(admin, 'disabled');
  await admin.types({ 'Type Disable MFA to confirm': 'Disable MFA' });
  await admin.presses('Disable MFA');
  await admin.isTold('The MFA policy has been updated.');
});

// Other people's.

/** The roles of somebody, on their page. */
async function atTheRolesOf(admin, person) {
  await admin.goesTo('/_auth/users');
  await admin.types({ 'Search by name, username or email': person.username });
  await admin.page.keyboard.press('Enter');
  await admin.page.waitForURL((url) => url.searchParams.get('q') === person.username);
  await admin.follows(person.name);
  await admin.follows('Roles');
}

const assigned = (admin) => admin.page.locator('[data-list=assigned] li b').allInnerTexts();

test('“Access to Manage Own MFA” moves across by keyboard, and lets its holder decide', async (t) => {
  const ines = await world.newcomer('CHOICE', { preset: undefined, roles: ['recordings'] });
  const visitor = await world.at(t, 'account/mfa', ines.username);
  const admin = await world.at(t, 'users', 'chloe');
  await atTheRolesOf(admin, ines);
  for (const list of [/^Available/, /^Assigned/]) await admin.page.getByRole('group', { name: list }).waitFor();
  const { keyboard } = admin.page;
  await admin.tabsTo('pick-manage-own-mfa');
  await keyboard.press('Space');
  await admin.tabsTo('Assign');
  await keyboard.press('Enter');
  await admin.reads('1 assigned. Save to apply.');
  await admin.tabsTo('Save changes');
  await keyboard.press('Enter');
  await admin.isTold(`${ines.name}’s roles have been updated.`);
  assert.deepEqual(await assigned(admin), ['Access to Manage Own MFA', 'Recordings']);
  await visitor.until(async () => {
    await visitor.page.reload();
    return (await visitor.page.getByRole('button', { name: 'Save' }).count()) > 0;
  });
});

test('“Access to Manage Company MFA” moves across without scripts, and opens the policy to its holder', async (t) => {
  const ines = await world.newcomer('CHOICE', { level: 'company' });
  const admin = await world.at(t, 'users', 'chloe', { javaScriptEnabled: false });
  await atTheRolesOf(admin, ines);
  await admin.page.getByLabel(/^Access to Manage Company MFA/).check();
  await admin.presses('Assign');
  await admin.isTold('1 assigned. Save to apply.');
  await admin.presses('Save changes');
  await admin.isTold(`${ines.name}’s roles have been updated.`);
  const visitor = await world.at(t, 'company/mfa', ines.username);
  await visitor.sees('MFA policy');
  await atTheRolesOf(admin, ines);
  await admin.page.getByLabel(/^Access to Manage Company MFA/).check();
  await admin.presses('Remove');
  await admin.presses('Save changes');
  await admin.isTold(`${ines.name}’s roles have been updated.`);
  await visitor.until(async () => (await visitor.goesTo('/_auth/company/mfa')).status() === 403);
});

test('an administrator resets the second factor of somebody from their row; they are signed out, mailed, and begin anew', async (t) => {
  const { account, boss } = await world.accountOfItsOwn('enabled');
  const admin = await world.afterPassword(t, boss, '/_auth/users');
  await setsUp(admin);
  const { ines, visitor, app } = await world.guarded(t, account.id);
  await admin.goesTo('/_auth/users');
  const row = admin.page.getByRole('row').filter({ hasText: ines.email });
  await row.getByText('On', { exact: true }).waitFor();
  await row.getByRole('link', { name: `Reset MFA for ${ines.name}` }).click();
  await admin.sees(`Reset MFA for ${ines.name}?`);
  await admin.follows('Cancel');
  await admin.sees(ines.name);
  await admin.goesTo('/_auth/users');
  await row.getByRole('link', { name: `Reset MFA for ${ines.name}` }).click();
  await admin.presses('Reset MFA');
  await admin.isTold(`${ines.name}’s MFA has been reset.`);
  const letter = await mail.letterTo(ines.email, 'MFA was reset on your account');
  assert.match(letter.text, new RegExp(`${boss.name} reset the second step`));
  await visitor.isSoonSignedOut();
  await admin.goesTo('/_auth/users');
  await row.getByText('Not set up').waitFor();
  assert.equal(await row.getByRole('link', { name: /Reset MFA/ }).count(), 0);

  await visitor.goesTo('/calls?day=1');
  await visitor.tries({ username: ines.username, password: PASSWORD });
  const fresh = await setsUp(visitor);
  assert.notEqual(fresh.app.secret, app.secret);
  assert.equal(visitor.place(), '/calls?day=1');
});

test('whoever may not reset it for others is not offered to', async (t) => {
  const { account } = await world.accountOfItsOwn('available');
  const { ines } = await world.guarded(t, account.id);
  const manager = await world.newcomer(account.id, { preset: undefined, level: 'company', roles: ['manage-users', 'manage-own-mfa', 'recordings'] });
  const admin = await world.at(t, 'users', manager.username);
  const row = admin.page.getByRole('row').filter({ hasText: ines.email });
  await row.getByRole('link', { name: `Reset password for ${ines.name}` }).waitFor();
  assert.equal(await row.getByRole('link', { name: /Reset MFA/ }).count(), 0);
});

test('people are found by how they stand with it', async (t) => {
  const { account, boss } = await world.accountOfItsOwn('available');
  const without = await world.newcomer(account.id);
  const { ines } = await world.guarded(t, account.id);
  const admin = await world.at(t, 'users', boss.username);
  await admin.page.getByLabel('MFA', { exact: true }).selectOption({ label: 'MFA on' });
  await admin.page.getByLabel('Search by name, username or email').press('Enter');
  await admin.page.waitForURL((url) => url.searchParams.get('mfa') === 'on');
  await admin.reads(ines.email);
  assert.equal(await admin.page.getByText(without.email).count(), 0);
});
