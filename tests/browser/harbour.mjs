// A world with a portal for every way back in, the vendor's console, and people who are new in each test, so that no test is in another's way.

import { Served } from './world.mjs';

const PORTALS = [
  { name: 'calls', title: 'Call Record Web Portal', sign_in: 'username', recovery: 'emailed-password', accounts: ['HARBOUR'], support: 'help@harbour.example' },
  { name: 'lenient', title: 'Lenient Records', sign_in: 'username', recovery: 'emailed-password', after_temporary: 'recommend', accounts: ['HARBOUR'] },
  { name: 'crm', title: 'Northwind CRM', sign_in: 'username-or-email', recovery: 'link', accounts: ['HARBOUR'], support: 'help@northwind.example' },
  { name: 'centre', title: 'Contact Centre', sign_in: 'account-username', recovery: 'link-then-temporary', accounts: ['HARBOUR', 'MERIDIAN'] },
  { name: 'vault', title: 'Recorded Conversations', sign_in: 'username-or-email', recovery: 'admin-approval', accounts: ['CANARY', 'SOLO'] },
  { name: 'console', title: 'Vendor Console', sign_in: 'username', recovery: 'link', operators: true, accounts: ['VENDOR'] },
];
const ACCOUNTS = [
  { id: 'HARBOUR', name: 'Harbour Contact' },
  { id: 'MERIDIAN', name: 'Meridian Care' },
  { id: 'CANARY', name: 'Canary Legal' },
  { id: 'SOLO', name: 'Solo Surveyors' },
  { id: 'VENDOR', name: 'The vendor', operator: true },
];
const admin = (account, username, name) => ({ account, username, name, email: `${username}@example.com`, level: 'company', preset: 'admin' });
/** Administrators, whom tests share. */
const PEOPLE = [
  admin('HARBOUR', 'maya', 'Maya Okafor'),
  admin('CANARY', 'amara', 'Amara Diallo'),
  admin('CANARY', 'kenji', 'Kenji Sato'),
  admin('VENDOR', 'opal', 'Opal Vance'),
];

export class Harbour extends Served {
  async begin(options = {}) {
    this.newcomers = 0;
    await super.begin({ portals: PORTALS, accounts: ACCOUNTS, people: PEOPLE, mail: true, ...options });
  }

  /** Somebody who has not been here before. */
  async newcomer(account = 'HARBOUR', person = {}) {
    this.newcomers += 1;
    const username = `ines${this.newcomers}`;
    const newcomer = { account, username, name: `Ines Varga ${this.newcomers}`, email: `${username}@example.com`, ...person };
    await this.addPerson(newcomer);
    return newcomer;
  }
}
