// A passkey or security key that people hold to their browser; a person's keys are the same in each browser that they hold them to.

import assert from 'node:assert/strict';

/** A key that knows by PIN, finger or face who holds it, and keeps what it registers. */
const PHONE = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
/** A key that is only touched. */
const STICK = { protocol: 'ctap2', transport: 'usb', hasResidentKey: false, hasUserVerification: false };

export class SecurityKey {
  static async phone(visitor) {
    return SecurityKey.heldTo(visitor, PHONE);
  }

  static async stick(visitor) {
    return SecurityKey.heldTo(visitor, STICK);
  }

  /** Held to a browser, it is touched whenever it is asked. */
  static async heldTo(visitor, kind) {
    const key = new SecurityKey();
    key.kind = kind;
    key.browser = await visitor.context.newCDPSession(visitor.page);
    await key.browser.send('WebAuthn.enable');
    const options = { ...kind, automaticPresenceSimulation: true };
    ({ authenticatorId: key.id } = await key.browser.send('WebAuthn.addVirtualAuthenticator', { options }));
    return key;
  }

  /** The same key at another browser. */
  async heldToAnother(visitor) {
    const other = await SecurityKey.heldTo(visitor, this.kind);
    for (const credential of await this.credentials()) {
      await other.browser.send('WebAuthn.addCredential', { authenticatorId: other.id, credential });
    }
    return other;
  }

  /** What it has registered. */
  async credentials() {
    const { credentials } = await this.browser.send('WebAuthn.getCredentials', { authenticatorId: this.id });
    return credentials;
  }

  /** What it has registered is gone. */
  async forgets() {
    await this.browser.send('WebAuthn.clearCredentials', { authenticatorId: this.id });
    assert.deepEqual(await this.credentials(), []);
  }
}
