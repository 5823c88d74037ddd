// Chromium, and the people who use it.

import { chromium } from 'playwright-core';

import { Visitor } from './visitor.mjs';

const OPTIONS = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  // What a browser keeps of a page that was left is part of what sign-out has to undo.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
};
const LOOK = { viewport: { width: 1280, height: 900 }, locale: 'en-GB', colorScheme: 'light' };

export class Browser {
  static async launch() {
    const browser = new Browser();
    browser.chromium = await chromium.launch(OPTIONS);
    return browser;
  }

  /** Somebody with a profile of their own, which is gone with the test. */
  async visitor(t, origin, options = {}) {
    const context = await this.chromium.newContext({ ...LOOK, baseURL: origin, ...options });
    return Visitor.sitsDown(t, context);
  }

  async close() {
    await this.chromium.close();
  }
}

/** Somebody with a profile kept in `folder`: close the context and come again to start the browser anew. */
export async function visitorWithProfile(t, folder, origin) {
  const context = await chromium.launchPersistentContext(folder, { ...OPTIONS, ...LOOK, baseURL: origin });
  return Visitor.sitsDown(t, context);
}
