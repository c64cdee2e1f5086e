// Drives the settings of the scripting API in a real browser against programs of its own.
//
//   PROGRAM=/path/to/videoannotator VIDEOANNOTATOR_RUNTIME_DIR=... node e2e/access.e2e.mjs
//
// CHROMIUM names the browser, SCREENSHOTS a folder for pictures. Exits with 1 on the first failure.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { door, media, openPage, startProgram, until } from './stage.mjs';

const home = join(media, 'home');
const environment = {
  HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache'),
  VIDEOANNOTATOR_STORAGE_DIR: undefined, API_PORT: undefined, ALLOWED_ORIGINS: undefined, CORS_ORIGINS: undefined,
};
const { page, inspect, step, play } = await openPage({ viewport: { width: 1280, height: 1000 } });
const button = (name) => page.getByRole('button', { name, exact: true });
const CLOSED = { listening: false, address: null, url: null, port: 18_011, origins: [], auth_required: true, tokens_in_use: 0, opened_by: null, failure: null, warnings: [] };

await play(async () => {
  mkdirSync(home, { recursive: true });
  const program = await startProgram(environment);
  const api = door(program.base);
  const { origin } = new URL(program.base);
  let stands; // how the desktop program would say it; the program behind this page listens, of course
  await page.route('**/api/v1/access', (route) => (stands ? route.fulfill({ json: stands }) : route.continue()));
  const show = async (state) => {
    stands = state;
    await page.reload();
  };

  await step('off says what it is and why, and asks for a token first', async () => {
    stands = CLOSED;
    await page.goto(program.base);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Scripting API' }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'api');
    await page.getByText('Off. Nothing is listening.').waitFor();
    await page.getByText('No tokens yet.').waitFor();
    await button('Turn on').focus();
    await page.keyboard.press('Enter');
    assert.equal((await api('GET', '/settings')).settings.find(({ key }) => key === 'api_enabled').value, false, 'nothing opens without a token');
    assert.equal(await button('Turn on').getAttribute('aria-describedby'), 'access-needs');
    await inspect('settings-api-off');
  });

  await step('a token without a name is refused at its field', async () => {
    await button('Create token').click();
    await page.getByRole('alert').filter({ hasText: 'Enter a name' }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'token-name');
  });

  let secret;
  await step('a token is made by keyboard and shown once', async () => {
    stands = undefined;
    await page.keyboard.type('R scripts, lab room A');
    await page.getByLabel('Submit').check();
    await page.getByLabel('Ends after').selectOption('90 days');
    await page.getByLabel('Name', { exact: true }).focus();
    await page.keyboard.press('Enter');
    const shown = page.getByLabel('Token R scripts, lab room A');
    await shown.waitFor();
    secret = await shown.inputValue();
    assert.match(secret, /^va_[\w-]{40,}$/);
    await button('Copy').click();
    await button('Copied').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);
    await button('Done').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Tick the box first.').waitFor();
    await page.getByText('You will not see it again').scrollIntoViewIfNeeded();
    await inspect('settings-api-token');
    await page.getByLabel('I have stored it in a safe place').check();
    await button('Done').click();
    await shown.waitFor({ state: 'detached' });
    assert.ok(!(await page.content()).includes(secret), 'it is nowhere any more');
  });

  await step('the example that is copied works with the token', async () => {
    await page.getByText(`On, at ${origin.replace('http://', '')}`).waitFor();
    await button('Copy example').click();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, /^curl -H "Authorization: Bearer \$VA_TOKEN"/);
    const said = JSON.parse(execFileSync('sh', ['-c', `${text} --silent --fail`], { env: { ...process.env, VA_TOKEN: secret }, encoding: 'utf8' }));
    assert.deepEqual(said.jobs, []);
  });

  await step('a token of the same name is refused at the field, in the program\'s words', async () => {
    await page.getByLabel('Name', { exact: true }).fill('R scripts, lab room A');
    await button('Create token').click();
    await page.getByRole('alert').filter({ hasText: 'R scripts' }).waitFor();
    await inspect('settings-api-name');
    await page.getByLabel('Name', { exact: true }).fill('');
  });

  await step('the list says when each was used, and the setting is turned on and off', async () => {
    await api('POST', '/tokens', { name: 'Nightly export of everything that was measured in room B', scope: 'read', days: null });
    await page.getByText('Nightly export').waitFor();
    await button('Turn on').click();
    await button('Turn off').waitFor();
    await until('the setting is on', async () => (await api('GET', '/settings')).settings.find(({ key }) => key === 'api_enabled').value === true);
    await page.getByRole('heading', { name: 'Tokens' }).scrollIntoViewIfNeeded();
    await inspect('settings-api-tokens');
    await button('Turn off').click();
    await button('Turn on').waitFor();
  });

  await step('an origin that is none is refused at its field', async () => {
    const field = page.getByLabel('Web pages that may use it');
    await field.fill('http://localhost:3000/app');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: /localhost/ }).waitFor();
    await inspect('settings-api-origin');
    await page.keyboard.press('Escape');
    await field.fill('http://localhost:3000');
    await page.keyboard.press('Enter');
    await until('it is kept', async () => (await api('GET', '/settings')).settings.find(({ key }) => key === 'allowed_origins').value === 'http://localhost:3000');
  });

  await step('revoking asks, and takes effect at once', async () => {
    await button('Revoke R scripts, lab room A').click();
    await page.getByRole('alertdialog').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Keep it', 'the harmless answer has the focus');
    await inspect('settings-api-revoke');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('1 token no longer good').waitFor();
    const answer = await fetch(`${origin}/api/v1/jobs`, { headers: { authorization: `Bearer ${secret}` } });
    assert.equal(answer.status, 401);
    await page.getByText('1 token no longer good').click();
    await page.getByText('Revoked today').waitFor();
  });

  await step('a port that is taken says so and what to do', async () => {
    const failure = { code: 'PORT_UNAVAILABLE', message: 'port 18011 is used by another program', hint: 'choose another port below, or close that program', detail: null, field: 'api_port', timestamp: '' };
    await api('PATCH', '/settings', { api_enabled: true });
    await show({ ...CLOSED, tokens_in_use: 1, failure });
    await page.getByText('Port 18011 is used by another program.').waitFor();
    await inspect('settings-api-port');
  });

  await step('on in the window shows in the rail too', async () => {
    await show({ ...CLOSED, listening: true, address: '127.0.0.1:18011', url: 'http://127.0.0.1:18011', tokens_in_use: 1, opened_by: 'setting' });
    await page.getByText('On, at 127.0.0.1:18011').waitFor();
    await page.getByText('Scripting API is on').waitFor();
    await inspect('settings-api-on');
  });

  await step('what cannot be read says why', async () => {
    await page.route('**/api/v1/tokens', (route) => route.abort());
    await page.reload();
    await page.getByText('The tokens could not be read.').waitFor();
    await page.unroute('**/api/v1/tokens');
    await button('Read again').click();
    await page.getByText('Nightly export').waitFor();
  });

  await program.stop();
  await step('while no token is asked for, every screen says so', async () => {
    stands = undefined;
    const open = await startProgram({ ...environment, VIDEOANNOTATOR_REQUIRE_AUTH: 'false' });
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.goto(open.base);
    await page.getByRole('link', { name: 'Settings' }).waitFor(); // a key before the page is drawn would be lost
    for (const key of ['Control+1', 'Control+2', 'Control+3', 'Control+5']) {
      await page.keyboard.press(key);
      await page.getByRole('region', { name: 'The scripting API is not protected.' }).waitFor();
    }
    await inspect('access-open');
    await page.getByRole('link', { name: 'Open settings' }).click();
    await page.getByText('No token is asked for.').waitFor();
    await inspect('settings-api-open');
    await open.stop();
  });
}, /status of (400|401|409)|ERR_/);
