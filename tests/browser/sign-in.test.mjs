// The sign-in page of the demo, as people meet it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { PASSWORD } from './visitor.mjs';
import { Demo } from './world.mjs';

let demo;
before(async () => { demo = await Demo.start(); });
after(() => demo?.stop());

test('the right password leads to the page asked for, query included', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/?q=adeyemi&from=1%202');
  await maya.isAskedToSignIn();
  await maya.reads(`Next you will go to calls.localhost:${demo.port}`);
  await maya.signsIn('maya');
  assert.equal(maya.place(), '/?q=adeyemi&from=1%202');
  await maya.sees('Recordings');
  await maya.reads('Signed in as Maya Okafor');
});

test('who is signed in and opens the sign-in page is sent on', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  await maya.goesTo('/_auth/login?to=/identity');
  assert.equal(maya.place(), '/identity');
});

test('the identifier may be in any case, with space around it, or an email address where the portal takes both', async (t) => {
  for (const typed of [' MAYA ', 'Maya@Harbour.Example']) {
    const maya = await demo.visitor(t, 'crm');
    await maya.goesTo('/deals');
    await maya.signsIn(typed);
    await maya.sees('Deals');
  }
});

test('a wrong password is told at the top, with the focus; the name stays and the password goes', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/identity');
  const answer = await maya.tries({ username: 'maya.by.mistake', password: 'not this one', remember: true });
  assert.equal(answer.status(), 401);
  await maya.isTold('There is a problem');
  await maya.isTold('Check your username and password, then try again');
  assert.match(await maya.page.title(), /^Error: Sign in – Call Record Web Portal$/);
  assert.equal(await maya.page.locator('#username').inputValue(), 'maya.by.mistake');
  assert.equal(await maya.page.locator('#password').inputValue(), '');
  assert.ok(await maya.page.locator('[name=remember]').isChecked());
  await maya.signsIn('maya');
  assert.equal(maya.place(), '/identity', 'the mistake costs nobody their way');
});

test('an unknown name gets the words and the status of a wrong password', async (t) => {
  const [known, unknown] = [await demo.visitor(t, 'calls'), await demo.visitor(t, 'calls')];
  const answers = [];
  for (const [visitor, username] of [[known, 'siti'], [unknown, 'nobody']]) {
    await visitor.goesTo('/_auth/login');
    const answer = await visitor.tries({ username, password: 'not this one' });
    const page = await visitor.page.locator('main').innerHTML();
    answers.push([answer.status(), page.replaceAll(username, 'NAME').replace(/name="csrf" value="[^"]*"/, '')]);
  }
  assert.deepEqual(answers[0], answers[1]);
});

test('what was left empty is named, and its line in the list leads to the field', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/_auth/login');
  await maya.fillsIn({});
  // Without the attribute, as after a first mistake: the browser's own bubble does not come first.
  await maya.page.locator('form').evaluate((form) => { form.noValidate = true; });
  assert.equal((await maya.presses()).status(), 422);
  await maya.isTold('Enter your username');
  await maya.isTold('Enter your password');
  for (const [id, sentence] of [['username', 'Enter your username'], ['password', 'Enter your password']]) {
    const field = maya.page.locator(`#${id}`);
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.ok((await field.getAttribute('aria-describedby')).split(' ').includes(`${id}-error`));
    assert.equal(await maya.page.locator(`#${id}-error`).innerText(), sentence);
  }
  await maya.page.locator('.msg').getByRole('link', { name: 'Enter your password' }).click();
  assert.equal(await maya.focus(), 'password');
});

test('after five failures sign-in pauses, even for the right password, and says so beforehand', async (t) => {
  const tomasz = await demo.visitor(t, 'calls');
  await tomasz.goesTo('/_auth/login');
  const wrong = { username: 'tomasz', password: 'not this one' };
  for (const said of ['Check your username', 'Check your username', 'After 2 more failed attempts', 'After 1 more failed attempt,']) {
    assert.equal((await tomasz.tries(wrong)).status(), 401);
    await tomasz.isTold(said);
  }
  for (const password of ['not this one', PASSWORD]) {
    const answer = await tomasz.tries({ username: 'tomasz', password });
    assert.equal(answer.status(), 429);
    assert.ok(Number(answer.headers()['retry-after']) > 0);
    await tomasz.isTold('Sign-in is paused');
    await tomasz.isTold('Try again in about 15 minutes');
    assert.equal(await tomasz.page.locator('#username').inputValue(), 'tomasz');
    assert.equal(await tomasz.page.locator('#password').inputValue(), '');
  }
});

test('everything works by keyboard alone, in the order in which it stands', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/?q=fischer');
  await maya.isAskedToSignIn();
  const { keyboard } = maya.page;
  assert.equal(await maya.focus(), 'username');
  await keyboard.type('maya');
  const order = [];
  for (let step = 0; step < 5; step += 1) {
    await keyboard.press('Tab');
    order.push(await maya.focus());
  }
  assert.deepEqual(order, ['Forgotten your password? Click here to reset it.', 'password', 'Show', 'remember', 'Sign in']);
  for (const back of ['remember', 'Show', 'password']) {
    await keyboard.press('Shift+Tab');
    assert.equal(await maya.focus(), back);
  }
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await maya.isPastTheGate();
  assert.equal(maya.place(), '/?q=fischer');
});

test('the first Tab of a page with a skip link leads to its content', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/_auth/logout');
  await maya.page.keyboard.press('Tab');
  assert.equal(await maya.focus(), 'Skip to main content');
  assert.ok((await maya.page.locator(':focus').boundingBox()).y >= 0, 'it is seen when it has the focus');
  await maya.page.keyboard.press('Enter');
  await maya.page.keyboard.press('Tab');
  assert.equal(await maya.focus(), 'Sign in again');
});

test('the password can be seen, and is masked again', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/_auth/login');
  const field = maya.page.locator('#password');
  await field.fill('seen by nobody');
  await maya.page.getByRole('button', { name: 'Show password' }).click();
  assert.equal(await field.getAttribute('type'), 'text');
  await maya.page.locator('#live', { hasText: 'Your password is visible' }).waitFor({ state: 'attached' });
  await maya.page.getByRole('button', { name: 'Hide password' }).click();
  assert.equal(await field.getAttribute('type'), 'password');
});

test('signing in works without scripts', async (t) => {
  const maya = await demo.visitor(t, 'calls', { javaScriptEnabled: false });
  await maya.goesTo('/?q=nowak');
  await maya.isAskedToSignIn();
  assert.equal(await maya.page.getByRole('button', { name: 'Show password' }).count(), 0, 'what needs a script is not there');
  assert.equal((await maya.tries({ username: 'maya.without.scripts', password: 'not this one' })).status(), 401);
  await maya.isTold('Check your username and password, then try again');
  await maya.signsIn('maya');
  assert.equal(maya.place(), '/?q=nowak');
  await maya.signsOut();
});

test('a language that was chosen is kept, on every page and after signing in', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/?q=raman');
  await maya.page.getByRole('link', { name: 'Español' }).click();
  await maya.sees('Inicie sesión en Call Record Web Portal');
  assert.equal(await maya.page.locator('html').getAttribute('lang'), 'es');
  await maya.fillsIn({ username: 'maya.en.español', password: 'no es esta' });
  assert.equal((await maya.presses('Iniciar sesión')).status(), 401);
  await maya.isTold('Revise su nombre de usuario y su contraseña e inténtelo de nuevo');
  await maya.fillsIn({ username: 'maya', password: PASSWORD });
  await maya.presses('Iniciar sesión');
  await maya.isPastTheGate();
  assert.equal(maya.place(), '/?q=raman');
  await maya.goesTo('/_auth/nothing');
  await maya.sees('Página no encontrada');
  await maya.goesTo('/_auth/logout');
  await maya.sees('¿Cerrar la sesión en Call Record Web Portal?');
});

test('the language of the browser is spoken until another is chosen', async (t) => {
  const siti = await demo.visitor(t, 'calls', { locale: 'es-MX' });
  await siti.goesTo('/');
  await siti.sees('Inicie sesión en');
  await siti.page.getByRole('link', { name: 'English' }).click();
  await siti.sees('Sign in to');
  await siti.goesTo('/');
  await siti.sees('Sign in to');
});

test('the pages around signing out change their language too', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/');
  await maya.signsIn('maya');
  await maya.goesTo('/_auth/logout');
  await maya.page.getByRole('link', { name: 'Español' }).click();
  await maya.sees('¿Cerrar la sesión en Call Record Web Portal?');
  await maya.presses('Cerrar sesión');
  await maya.sees('Ha cerrado la sesión');
  await maya.page.getByRole('link', { name: 'English' }).click();
  await maya.sees('You are signed out');
});

test('a form whose token is not ours is shown anew, with the name kept', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/identity');
  await maya.page.locator('[name=csrf]').evaluate((field) => { field.value = 'made up'; });
  assert.equal((await maya.tries({ username: 'maya', password: PASSWORD })).status(), 403);
  await maya.isTold('This page was open too long, so we refreshed it. Enter your password again.');
  assert.equal(await maya.page.locator('#username').inputValue(), 'maya');
  await maya.signsIn('maya');
  assert.equal(maya.place(), '/identity');
});

test('a browser without our cookies is told to allow them', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/_auth/login');
  await maya.context.clearCookies();
  assert.equal((await maya.tries({ username: 'maya', password: PASSWORD })).status(), 400);
  await maya.isTold('Your browser is blocking cookies.');
});

test('a return address on another site is neither named nor followed', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  for (const to of ['https://evil.example/', 'evil.example', '/\\evil.example', '/_auth/logout']) {
    await maya.goesTo(`/_auth/login?to=${encodeURIComponent(to)}`);
    assert.equal(await maya.page.getByText('Next you will go to').count(), 0, to);
  }
  await maya.goesTo(`/_auth/login?to=${encodeURIComponent('//evil.example/')}`);
  await maya.signsIn('maya');
  assert.equal(maya.page.url(), `${demo.origin('calls')}/evil.example/`, 'a browser would take two slashes for a host');
});

test('what our policy forbids does not happen, and would be noticed here', async (t) => {
  const maya = await demo.visitor(t, 'calls');
  await maya.goesTo('/_auth/login');
  const body = maya.page.locator('body');
  const colour = await body.evaluate((element) => getComputedStyle(element).color);
  await body.evaluate((element) => element.setAttribute('style', 'color: rgb(1, 2, 3)'));
  assert.equal(await body.evaluate((element) => getComputedStyle(element).color), colour);
  await assert.rejects(body.evaluate((element) => { element.innerHTML = '<p>no</p>'; }), /TrustedHTML/);
  const [style, html] = maya.grievances();
  assert.match(style.text, /style-src 'self'/);
  assert.match(html.text, /TrustedHTML/);
  maya.complaints.length = 0;
});
