// An application of the oldest kind: plain pages, not a word about caching, and no idea that there is a gateway.

import { createServer } from 'node:http';

export class Application {
  static async start() {
    const application = new Application();
    await application.open(0);
    return application;
  }

  async open(port) {
    this.server = createServer(answer);
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.port = this.server.address().port;
  }

  /** Goes away, or is gone already. */
  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Comes back where it was. */
  async comesBack() {
    await this.open(this.port);
  }
}

function answer(request, response) {
  const person = escaped(request.headers['x-gatehouse-user'] ?? 'nobody');
  const form = '<form method="post" action="/entries"><label>Entry <input name="entry"></label><button>Save</button></form>';
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`<!DOCTYPE html><html lang="en"><title>Ledger</title><link rel="icon" href="data:,">
<h1>Ledger of ${person}</h1><p id="address">${escaped(request.url)}</p>${request.url.startsWith('/new') ? form : ''}
<p><a href="/_auth/logout">Sign out</a></p></html>`);
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
