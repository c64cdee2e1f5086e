// Drives the Diagnostics screen in a real browser: its states with answers of this script, and once with those of the program.
//
//   PROGRAM=/path/to/videoannotator VIDEOANNOTATOR_RUNTIME_DIR=... node e2e/diagnostics.e2e.mjs
//
// CHROMIUM names the browser, SCREENSHOTS a folder for pictures. Exits with 1 on the first failure.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { door, media, openPage, startProgram, until } from './stage.mjs';

/** Names and contents of an archive, as Python reads it. */
const UNPACK = 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist(): print(n); print(z.read(n).decode())';
const home = join(media, 'home');
const { page, inspect, step, play } = await openPage();
const button = (name) => page.getByRole('button', { name, exact: true });
const card = (title) => page.getByRole('article', { name: title, exact: true });

const found = (title, value, message, more = {}) => ({ status: 'ok', title, value, message, fix: null, errors: [], warnings: [], took_ms: 40, ...more });
const worse = (status, problems, finding) => ({
  ...finding, status, message: problems[0].message, fix: problems[0].fix, [status === 'error' ? 'errors' : 'warnings']: problems,
});
const FOUND = {
  system: found('System', '8 cores, 9.1 of 16.0 GB memory free', 'Intel Core i7, x86_64', { os: { system: 'Debian', release: '12' }, features: ['sse4.2', 'avx2', 'fma'] }),
  ffmpeg: found('Video decoder', '7.1, part of this app', 'reads H.264, HEVC, VP9, AV1 and 412 more', { installed: true, version: '7.1' }),
  runtime: found('Model runtime', '1.32.0, cpu', 'computes on: cpu', { installed: true, providers: [{ name: 'cpu', works: true }] }),
  gpu: worse('warning', [{ message: 'the graphics card has 0.3 GB free', fix: 'close the web browser to free 5.9 GB' }], found('Graphics card', '8 GB, driver 551.23', '')),
  storage: worse('warning', [
    { message: 'the disk is 98 % full', fix: 'free some space, or move the storage folder' },
    { message: 'the storage folder is on a network share: databases there can be damaged or slow', fix: 'move it to a disk inside this computer' },
  ], found('Storage', '18.2 of 931.0 GB free, 312 MB/s', '', { storage_root: '/home/ada/a study with a very long name that goes on/and on/VideoAnnotator', writable: true, disk_usage: { total_gb: 931, free_gb: 18.2345, percent_used: 98.04 } })),
  database: found('Database', 'good, 14.2 MB', '251 jobs, last backup today'),
  models: worse('error', [{ message: '`expression-labels` was altered, so it is not used', fix: 'download it again on the Models page' }], found('Models', '9 of 12 installed, 134 MB', '',
    { models: Array.from({ length: 40 }, (_, at) => ({ id: `model-${at}`, state: 'installed', verified: true })) })),
  pipelines: found('Pipelines', '5 of 5 run', 'each measured one second of made-up media'),
  network: found('Network', '2 connections to other computers since start', '2 requests to other computers, for models that you asked for', { listeners: 1, accepted_connections: 3, outgoing_requests: 2, counted: true }),
};
const report = (part) => ({ overall_status: FOUND[part].status, generated_at: '2026-05-12T10:33:00Z', took_ms: 1800, components: { [part]: FOUND[part] } });
await play(async () => {
  mkdirSync(home, { recursive: true });
  const program = await startProgram({
    HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache'), VIDEOANNOTATOR_STORAGE_DIR: undefined,
  });
  const api = door(program.base);
  let release;
  let held = new Promise((resolve) => { release = resolve; });
  const asked = [];
  await page.route('**/api/v1/diagnostics?*', async (route) => {
    const part = new URL(route.request().url()).searchParams.get('part');
    asked.push(part);
    if (part === 'models' || part === 'pipelines') await held;
    await route.fulfill({ json: report(part) });
  });
  await step('fast checks show at once, a slow one says what it does', async () => {
    await page.goto(program.base);
    await page.getByRole('link', { name: 'Library' }).waitFor();
    await page.keyboard.press('Control+4');
    await card('Storage').getByText('The disk is 98 % full.').waitFor();
    await card('Models').getByText('Comparing each file with its checksum…').waitFor();
    await page.getByText(/^Checking, 6 of 7 done…$/).waitFor();
    assert.ok(!asked.includes('pipelines'), 'what takes a minute waits until it is asked for');
    await inspect('diagnostics-checking');
    release();
    await card('Models').getByText('Fail').waitFor();
    await page.getByText('4 pass').waitFor();
    assert.match(await page.getByRole('article').first().innerText(), /^Models/, 'failures stand first');
    assert.equal(await page.getByRole('link', { name: /Diagnostics/ }).innerText().then((text) => /1 failed check/.test(text)), true);
    await inspect('diagnostics');
  });

  await step('one check is run again, and the long one when it is asked for', async () => {
    held = new Promise((resolve) => { release = resolve; });
    const before = asked.length;
    await button('Check again: System').click();
    await until('it is asked again', () => asked.length === before + 1);
    await button('Check pipelines').focus();
    await page.keyboard.press('Enter');
    await card('Pipelines').getByText(/Running each pipeline on one second/).waitFor();
    release();
    await card('Pipelines').getByText('5 of 5 run').waitFor();
  });

  await step('details and further warnings unfold by keyboard', async () => {
    await card('Storage').getByText('1 more thing to know').focus();
    await page.keyboard.press('Enter');
    await card('Storage').getByText('Move it to a disk inside this computer.').waitFor();
    await card('Storage').getByText('Details').focus();
    await page.keyboard.press('Enter');
    await card('Storage').getByText('98.04').waitFor();
    await card('Models').getByText('Details').click();
    await inspect('diagnostics-details');
    for (const title of ['Models', 'Storage']) await card(title).getByText('Details').click();
  });

  await step('the self-test of the program shows each device while it runs and when it is done', async () => {
    await button('Run self-test').click();
    await card('Self-test').getByText('Running. You can leave this screen.').waitFor();
    await inspect('diagnostics-self-test');
    await card('Self-test').getByText(/^Last run/).waitFor({ timeout: 60_000 });
    await card('Self-test').getByText('works').first().waitFor();
    await card('Self-test').getByText(/^[0-9]+[.][0-9] s$/).first().waitFor();
    const { devices } = await api('GET', '/diagnostics/self-test');
    assert.equal(devices.find(({ device }) => device === 'cpu').state, 'ok');
    await button('Run self-test').waitFor();
  });

  await step('the findings are copied as plain text without paths', async () => {
    await button('Copy as text').click();
    await page.getByText('The findings are copied').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(text, /^[\x20-\x7e\n]+$/);
    assert.match(text, /\[ERROR\] Models: 9 of 12 installed/);
    assert.match(text, /cpu: works, \d+\.\d s/);
    assert.ok(!text.includes('ada'));
  });

  await step('it fits a small window, and everything is said when nothing answers', async () => {
    await page.setViewportSize({ width: 1024, height: 700 });
    await inspect('diagnostics-narrow');
    await page.unroute('**/api/v1/diagnostics?*');
    await page.route('**/api/v1/diagnostics**', (route) => route.abort());
    await page.route('**/api/v1/diagnostics/**', (route) => route.abort());
    await page.reload();
    await card('System').getByText('This check gave no answer.').waitFor();
    await card('Network ledger').getByText('The ledger could not be read.').waitFor();
    await card('Self-test').getByText('The last self-test could not be read.').waitFor();
    await inspect('diagnostics-unreadable');
    await page.unrouteAll();
  });

  await step('the program itself answers', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.reload();
    for (const title of ['System', 'Video decoder', 'Storage', 'Database', 'Models', 'Model runtime', 'Graphics card']) {
      await card(title).getByText(/^(Pass|Warn|Fail)$/).waitFor();
    }
    const { components } = await api('GET', '/diagnostics?part=system');
    assert.ok(await card('System').getByText(components.system.message.slice(1, 12)).count() > 0);
    await card('Network ledger').getByText('0 connections to other computers since start').waitFor();
    await card('Network ledger').getByText(`Listening now at ${new URL(program.base).host}.`).waitFor();
    await inspect('diagnostics-real');
    const [download] = await Promise.all([page.waitForEvent('download'), button('Save redacted bundle…').click()]);
    assert.equal(download.suggestedFilename(), 'videoannotator-diagnostics.zip');
    const entries = execFileSync('python3', ['-c', UNPACK, await download.path()], { encoding: 'utf8' });
    assert.match(entries, /^README\.txt$/m);
    assert.match(entries, /^logs\/videoannotator\.jsonl$/m);
    assert.ok(!entries.includes(home), 'no folder of this computer');
  });
  await program.stop();
}, /ERR_/);
