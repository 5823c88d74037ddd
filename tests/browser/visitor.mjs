// Somebody in front of a browser, acting through what the pages show.

import assert from 'node:assert/strict';

/** Everyone's password, in the demo and in worlds of our own. */
export const PASSWORD = 'harbour violet anvil teaspoon';

/** Nothing here takes long; waiting longer only hides that it never comes. */
const PATIENCE = 10_000;

export class Visitor {
  static async sitsDown(t, context) {
    const visitor = new Visitor();
    visitor.context = context;
    context.setDefaultTimeout(PATIENCE);
    visitor.watch();
    visitor.page = context.pages()[0] ?? (await context.newPage());
    t.after(() => visitor.leaves());
    return visitor;
  }

  /** Notes whatever the browser complains of: scripts' errors, and everything that a content security policy blocked. */
  watch() {
    this.complaints = [];
    this.failedPages = new Set();
    this.context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push({ text: message.text(), url: message.location().url });
    });
    this.context.on('weberror', (error) => this.complaints.push({ text: String(error.error()), url: '' }));
    this.context.on('response', (response) => {
      if (response.request().isNavigationRequest() && response.status() >= 400) this.failedPages.add(response.url());
    });
  }

  /** What the browser complained of, but for the status of a page that was asked for and is an error page. */
  grievances() {
    const isStatus = ({ text }) => text.startsWith('Failed to load resource: the server responded with a status of');
    return this.complaints.filter((complaint) => !(isStatus(complaint) && this.failedPages.has(complaint.url)));
  }

  /** The status of a script's request to `path` is part of the test. */
  mayBeRefused(path) {
    this.failedPages.add(new URL(path, this.page.url()).href);
  }

  /** What the browser says of a network that was gone is part of the test. */
  forgivesTheNetwork() {
    this.complaints = this.complaints.filter(({ text }) => !text.startsWith('Failed to load resource: net::ERR_INTERNET_DISCONNECTED'));
  }

  async leaves() {
    await this.context.close();
    assert.deepEqual(this.grievances(), [], 'the browser complained');
  }

  /** Types an address. */
  async goesTo(path) {
    return this.page.goto(path);
  }

  /** Presses the browser's back button. A page that the browser kept is there at once and loads nothing. */
  async goesBack() {
    await this.page.goBack({ waitUntil: 'commit' });
    await this.page.waitForLoadState();
  }

  async fillsIn({ accountId, username = '', password = '', remember = false }) {
    if (accountId !== undefined) await this.page.locator('#account_id').fill(accountId);
    await this.page.locator('#username').fill(username);
    await this.page.locator('#password').fill(password);
    if (remember) await this.page.getByLabel('Keep me signed in on this device').check();
  }

  /** Presses the button and gives the answer to the form. */
  async presses(name = 'Sign in') {
    const [answer] = await Promise.all([
      this.page.waitForResponse((response) => response.request().isNavigationRequest()),
      this.page.getByRole('button', { name, exact: true }).click(),
    ]);
    await this.page.waitForLoadState();
    return answer;
  }

  /** Tries a name and a password, and gives the answer to the form. */
  async tries(fields) {
    await this.fillsIn(fields);
    return this.presses();
  }

  /** Fills in the sign-in page that is open, and waits for the application's page. */
  async signsIn(username, { accountId, password = PASSWORD, remember = false } = {}) {
    const answer = await this.tries({ accountId, username, password, remember });
    assert.equal(answer.status(), 200, 'the password was right');
    await this.isPastTheGate();
  }

  /** Fills in the sign-in page that is open, and waits for the page of ours that was asked for. */
  async signsInAt(username, path, fields = {}) {
    await this.tries({ username, password: PASSWORD, ...fields });
    await this.page.waitForURL((url) => url.pathname.startsWith(path));
  }

  /** Looks again until it is so. */
  async until(isSo) {
    const deadline = Date.now() + PATIENCE;
    while (!(await isSo())) assert.ok(Date.now() < deadline, 'it never comes');
  }

  /** Fills in fields by their labels. */
  async types(fields) {
    for (const [label, text] of Object.entries(fields)) await this.page.getByLabel(label, { exact: true }).fill(text);
  }

  /** Follows a link by its words. */
  async follows(name) {
    await this.page.getByRole('link', { name, exact: true }).first().click();
    await this.page.waitForLoadState();
  }

  /** Asks for a way back in at the portal's page for it, which is open, and is told that it was sent. */
  async asks(fields, button) {
    await this.types(fields);
    assert.equal((await this.presses(button)).status(), 303);
    await this.page.waitForURL((url) => url.pathname === '/_auth/forgot/sent');
  }

  /** Gives a new password, twice unless told otherwise, and gives the answer. */
  async chooses(password, confirmation = password) {
    await this.types({ 'New password': password, 'Confirm new password': confirmation });
    return this.presses('Save new password');
  }

  /** Presses the tabulator until what is called so has the focus. */
  async tabsTo(name) {
    const walked = [];
    for (let step = 0; step < 60; step += 1) {
      await this.page.keyboard.press('Tab');
      const here = await this.focus();
      if (here === name) return;
      walked.push(here);
    }
    assert.fail(`no way by keyboard to “${name}”: ${walked.join(', ')}`);
  }

  async signsOut() {
    await this.page.getByRole('link', { name: 'Sign out' }).click();
    await this.sees('Sign out of');
    await this.presses('Sign out');
    await this.sees('You are signed out');
  }

  async isPastTheGate() {
    await this.page.waitForURL((url) => !url.pathname.startsWith('/_auth/'));
  }

  async isAskedToSignIn() {
    await this.page.waitForURL((url) => url.pathname === '/_auth/login');
    await this.sees('Sign in to');
  }

  /** The page's one heading. */
  async sees(heading) {
    await this.page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  async reads(text) {
    await this.page.getByText(text).first().waitFor();
  }

  /** The sentence in the box at the top of the card, which has the focus. */
  async isTold(sentence) {
    const box = this.page.locator('.msg');
    await box.getByText(sentence).waitFor();
    await this.page.locator('.msg:focus').waitFor();
  }

  /** Reloads until the gateway has heard that the session ended, which takes it a second at most. */
  async isSoonSignedOut() {
    const deadline = Date.now() + PATIENCE;
    while (new URL(this.page.url()).pathname !== '/_auth/login') {
      assert.ok(Date.now() < deadline, 'the session goes on');
      await this.page.reload();
    }
  }

  /** The path and query of the page, as the address bar shows it. */
  place() {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  /** A name for whatever has the focus. */
  async focus() {
    return this.page.locator(':focus').evaluate((element) => element.id || element.textContent.trim());
  }
}
