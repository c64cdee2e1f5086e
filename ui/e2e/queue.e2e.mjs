// Drives the queue in a real browser against the real program: order, pause, cancel, failure, retry, log, ten thousand rows.
//
//   BASE_URL='http://127.0.0.1:PORT/#token=...' node e2e/queue.e2e.mjs
//
// The data folder of the program must be empty. CHROMIUM names the browser, SCREENSHOTS a folder for pictures.
// Needs ffmpeg in the path and Linux, where the script ends a worker. Exits with 1 on the first failure.
import assert from 'node:assert/strict';
import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { door, killWorker, media, openPage, recording, until } from './stage.mjs';

const base = process.env.BASE_URL;
assert.ok(base, 'BASE_URL is the address that the program printed, with its token');
const api = door(base);
const { page, inspect, step, play } = await openPage();

const region = (name) => page.getByRole('region', { name, exact: true });
const waiting = page.getByRole('grid', { name: 'Waiting' });
const names = () => waiting.getByRole('row').evaluateAll((rows) =>
  rows.toSorted((a, b) => a.ariaRowIndex - b.ariaRowIndex).map((row) => /visit-\w+/.exec(row.textContent)?.[0]));
const order = async () => {
  const { waiting: list } = await api('GET', '/queue');
  const jobs = await Promise.all(list.map(({ job_id: id }) => api('GET', `/jobs/${id}`)));
  return jobs.map((job) => job.video_filename.replace('.mp4', ''));
};
const job = async (id) => api('GET', `/jobs/${id}`);
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex') ?? document.activeElement?.getAttribute('aria-label') ?? '');

await play(async () => {
  const long = recording('visit-a.mp4', 1200);
  const files = Object.fromEntries(['b', 'c', 'd', 'e'].map((letter) => [letter, join(media, `visit-${letter}.mp4`)]));
  for (const path of Object.values(files)) copyFileSync(long, path);
  const jobs = {};

  await step('an empty queue says what to do', async () => {
    await page.goto(base);
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByText('The queue is empty.').waitFor();
    await page.getByRole('button', { name: 'Add videos' }).waitFor();
    await inspect('queue-empty');
  });

  await step('a finished job can be opened', async () => {
    await api('POST', '/jobs', { path: recording('visit-first.mp4', 4) });
    await region('Finished').getByRole('link', { name: 'Open visit-first.mp4' }).waitFor();
  });

  await step('a paused queue starts nothing and says so', async () => {
    await page.getByRole('button', { name: 'Pause queue' }).click();
    await page.getByText('The queue is paused.').waitFor();
    for (const [letter, path] of Object.entries({ a: long, ...files })) jobs[letter] = await api('POST', '/jobs', { path });
    await waiting.getByRole('row').nth(4).waitFor();
    assert.deepEqual(await names(), ['visit-a', 'visit-b', 'visit-c', 'visit-d', 'visit-e']);
    assert.equal((await job(jobs.a.id)).status, 'pending');
    await inspect('queue-paused');
  });

  await step('keys, buttons and the grip change the order, which the program keeps', async () => {
    const third = waiting.getByRole('row', { name: /visit-c/ });
    await third.focus();
    await page.keyboard.press('Alt+ArrowUp');
    await until('c is second in the program', async () => (await order())[1] === 'visit-c');
    assert.deepEqual(await names(), ['visit-a', 'visit-c', 'visit-b', 'visit-d', 'visit-e']);
    assert.equal(await focused(), '2', 'the focus goes with the row');
    await page.getByRole('button', { name: 'Move visit-e.mp4 to the front' }).click();
    await until('e is first', async () => (await order())[0] === 'visit-e');
    await page.getByRole('button', { name: 'Move visit-e.mp4 down' }).click();
    await until('e is second', async () => (await order())[1] === 'visit-e');
    const grip = waiting.getByRole('row', { name: /visit-d/ }).locator('.grip');
    const { x, y } = await grip.boundingBox();
    await page.mouse.move(x + 8, y + 12);
    await page.mouse.down();
    await page.mouse.move(x + 8, y - 150, { steps: 8 });
    await page.mouse.up();
    await until('d is second', async () => (await order())[1] === 'visit-d');
    assert.deepEqual(await names(), await order(), 'the window shows the order of the program');
  });

  await step('the buttons of a row are reached by Tab from the row', async () => {
    await waiting.getByRole('row').first().focus();
    await page.keyboard.press('ArrowDown');
    await until('the second row has the focus', async () => (await focused()) === '2');
    const reached = [];
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Tab');
      reached.push(await focused());
    }
    assert.deepEqual(reached, ['Move visit-d.mp4 to the front', 'Move visit-d.mp4 up', 'Move visit-d.mp4 down', 'Cancel visit-d.mp4']);
  });

  await step('pause and order are the same after a reload', async () => {
    const before = await names();
    await page.reload();
    await page.getByText('The queue is paused.').waitFor();
    await waiting.getByRole('row').nth(4).waitFor();
    assert.deepEqual(await names(), before);
  });

  await step('by keyboard alone: a waiting job is cancelled, and the focus goes to its neighbour', async () => {
    const extra = join(media, 'visit-f.mp4');
    copyFileSync(long, extra);
    const { id } = await api('POST', '/jobs', { path: extra });
    await waiting.locator(`[data-job="${id}"]`).waitFor();
    await waiting.getByRole('row').first().focus();
    await page.keyboard.press('End');
    await until('the last row has the focus', async () => (await focused()) === '6');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await until('the last row has the focus again', async () => (await focused()) === '6');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    for (let i = 0; i < 4; i++) await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Cancel visit-f.mp4');
    await page.keyboard.press('Enter');
    await until('it is cancelled', async () => (await job(id)).status === 'cancelled');
    await until('the row above has the focus', async () => (await focused()) === '5');
  });

  await step('two run at once, each with its pipelines, the others know when they start', async () => {
    await page.getByRole('button', { name: 'Resume queue' }).click();
    const running = region('Running');
    await running.locator('[data-job]').nth(1).waitFor();
    assert.equal(await running.locator('[data-job]').count(), 2);
    const bar = running.getByRole('progressbar', { name: 'Shots' }).first();
    await until('a bar moves', async () => Number(await bar.getAttribute('aria-valuenow')) > 0);
    await running.getByText('frames/s').first().waitFor();
    await waiting.getByText(/starts about \d\d:\d\d/).first().waitFor();
    await page.getByText(/At most 2 at the same time/).waitFor();
    await inspect('queue-running');
  });

  await step('one step is cancelled, and the others of its job go on', async () => {
    const running = region('Running');
    const card = running.locator('[data-job]').first();
    const id = await card.getAttribute('data-job');
    const name = (await job(id)).video_filename;
    await page.getByRole('button', { name: `Cancel Speech activity of ${name}` }).click();
    await card.getByText('Cancelled').waitFor();
    const now = await until('the step is cancelled', async () => {
      const seen = await job(id);
      return seen.pipelines.some((one) => one.name === 'voice_activity' && one.status === 'cancelled') && seen;
    });
    assert.equal(now.status, 'running', 'the job goes on with its other steps');
  });

  await step('a cancelled job says how far it got, and runs again as a new one', async () => {
    const card = region('Running').locator('[data-job]').first();
    const id = await card.getAttribute('data-job');
    const { video_filename: name } = await until('some seconds are done', async () => {
      const seen = await job(id);
      return seen.pipelines.some((one) => one.name !== 'voice_activity' && one.done_ms > 3000) && seen;
    });
    await page.getByRole('button', { name: `Cancel ${name}`, exact: true }).click();
    await region('Cancelled').getByText(/Cancelled at \d+:\d\d of 20:00/).waitFor();
    await page.getByRole('button', { name: `Run again ${name} with` }).click();
    await page.getByText('as a new job with the same settings').waitFor();
    const { jobs: all } = await api('GET', '/jobs?per_page=100');
    assert.equal(all.filter((one) => one.video_filename === name).length, 2, 'the cancelled one is still there');
    await inspect('queue-cancelled');
  });

  await step('a worker that dies is tried again, after a wait that counts down', async () => {
    await api('PATCH', '/settings', { retry_base_delay_s: 300, retry_jitter: 0 });
    const id = await region('Running').locator('[data-job]').first().getAttribute('data-job');
    const victim = await job(id);
    await until('its worker is found', () => killWorker(victim));
    const row = waiting.locator(`[data-job="${id}"]`);
    await row.getByText(/next try in \d/).waitFor();
    await row.getByText(/try 2 of 4/).waitFor();
    await row.locator('.retry-why').waitFor();
    await row.scrollIntoViewIfNeeded();
    await inspect('queue-retry');
    await api('PATCH', '/settings', { retry_base_delay_s: null, retry_jitter: null });
  });

  await step('everything is cancelled after a question', async () => {
    await page.getByRole('button', { name: 'Cancel all…' }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Keep running', 'the harmless answer has the focus');
    await inspect('queue-question');
    await page.getByRole('button', { name: /^Cancel \d+ jobs?$/ }).click();
    await page.getByText('Nothing is being measured.').waitFor();
  });

  const short = recording('visit-private.mp4', 4);
  await step('a failure says why and what to do, and its report names nobody', async () => {
    await page.getByRole('button', { name: 'Pause queue' }).click();
    const failing = await api('POST', '/jobs', { path: short });
    renameSync(short, `${short}.away`);
    await page.getByRole('button', { name: 'Resume queue' }).click();
    const failed = region('Failed');
    await failed.locator(`[data-job="${failing.id}"]`).waitFor();
    assert.equal(await failed.locator('.reason').count(), 1, 'one reason for all pipelines is said once');
    await inspect('queue-failed');
    await page.getByRole('button', { name: 'Copy report on visit-private.mp4' }).click();
    await failed.getByText('Copied', { exact: true }).waitFor();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(report, /MEDIA_/, 'the report has the code');
    assert.doesNotMatch(report, /visit-private|va-e2e|\/tmp\//, 'the report names no file and no folder');
  });

  await step('the log is shown and copied without names', async () => {
    await page.getByRole('button', { name: 'Show log of visit-private.mp4' }).click();
    const dialog = page.getByRole('dialog', { name: 'Log of visit-private.mp4' });
    await dialog.waitFor();
    await dialog.locator('.log li, p').last().waitFor();
    await inspect('queue-log');
    if (await dialog.locator('.log li').count()) {
      await dialog.getByRole('button', { name: 'Copy without names' }).click();
      await dialog.getByText('It is in the clipboard').waitFor();
      assert.doesNotMatch(await page.evaluate(() => navigator.clipboard.readText()), /visit-private|va-e2e/);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  await step('a dismissed failure comes back by Undo', async () => {
    const row = region('Failed').getByText('visit-private.mp4').first();
    await page.getByRole('button', { name: 'Dismiss visit-private.mp4' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await row.waitFor();
  });

  await step('a retry takes it up again and finishes it', async () => {
    renameSync(`${short}.away`, short);
    await page.getByRole('button', { name: 'Retry visit-private.mp4' }).click();
    await region('Finished').getByRole('link', { name: 'Open visit-private.mp4' }).waitFor();
    await inspect('queue-ended');
  });

  await step('what ended is cleared from view and shown again', async () => {
    await page.getByRole('button', { name: 'Clear from view: Finished' }).click();
    await region('Finished').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: 'Show 2 cleared jobs' }).click();
    await region('Finished').getByRole('link', { name: 'Open visit-private.mp4' }).waitFor();
  });

  await step('no places mean that jobs are held, with the reason', async () => {
    await api('PATCH', '/settings', { max_concurrent_jobs: 0 });
    await api('POST', '/jobs', { path: files.b });
    await page.getByText('Nothing new is started.').waitFor();
    await inspect('queue-held');
    assert.equal(await page.getByRole('link', { name: 'Open settings' }).getAttribute('href'), '/settings#performance');
    await page.getByRole('button', { name: 'Cancel visit-b.mp4', exact: true }).click();
    await api('PATCH', '/settings', { max_concurrent_jobs: null });
    await page.getByText('Nothing new is started.').waitFor({ state: 'detached' });
  });

  await step('a queue that cannot be read says why, and is read again', async () => {
    const refuse = (route) => route.fulfill({ status: 500, json: { error: { code: 'STORE', message: 'the catalogue is on a disk that is gone', hint: null, detail: null, field: null, timestamp: '' }, detail: '', error_code: 'STORE', request_id: '' } });
    await page.route('**/api/v1/jobs?*', refuse);
    await page.reload();
    await page.getByText('The queue could not be read.').waitFor();
    await page.getByText('The catalogue is on a disk that is gone.').waitFor();
    await inspect('queue-unreadable');
    await page.unroute('**/api/v1/jobs?*');
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    await page.route('**/api/v1/jobs?*', async (route) => { await held; await route.continue(); });
    await page.getByRole('button', { name: 'Read again' }).click();
    await page.reload();
    await page.getByText('Reading the queue…').waitFor();
    await inspect('queue-loading');
    release();
    await region('Finished').waitFor();
    await page.unroute('**/api/v1/jobs?*');
  });

  await step('ten thousand waiting jobs are a list like any other', async () => {
    const model = (await api('GET', '/jobs?per_page=1')).jobs[0];
    const many = Array.from({ length: 10_000 }, (_, n) => ({
      ...model, id: `many-${n}`, job_id: `many-${n}`, video_id: 1000 + n, video_filename: `recording-${String(n).padStart(5, '0')}.mp4`, status: 'pending', queue_position: n + 1,
      estimated_start: null, next_try_at: null, pipelines: model.pipelines.map((one) => ({ ...one, status: 'queued', progress: 0 })),
    }));
    await page.route('**/api/v1/jobs?*', async (route) => {
      const search = new URL(route.request().url()).searchParams;
      const [at, per] = [Number(search.get('page')) - 1, Number(search.get('per_page'))];
      const jobs = search.get('status_filter') === 'pending' ? many : [];
      await route.fulfill({ json: { jobs: jobs.slice(at * per, (at + 1) * per), total: jobs.length, page: at + 1, per_page: per } });
    });
    await page.route('**/api/v1/queue', (route) => route.fulfill({ json: {
      paused: true, held: null, cpu: { limit: 2, running: 0 }, gpu: { limit: 2, running: 0 },
      waiting: many.map((one, at) => ({ job_id: one.id, position: at + 1, estimated_start: null })),
    } }));
    await page.reload();
    await waiting.getByText('recording-00000.mp4').waitFor();
    assert.equal(await waiting.getAttribute('aria-rowcount'), '10000');
    await waiting.getByRole('row').first().focus();
    const start = Date.now();
    await page.keyboard.press('End');
    await waiting.getByText('recording-09999.mp4').waitFor();
    const took = Date.now() - start;
    assert.equal(await focused(), '10000');
    const drawn = await waiting.getByRole('row').count();
    assert.ok(drawn < 60, `${drawn} rows are drawn`);
    assert.ok(took < 2000, `the last row took ${took} ms`);
    await inspect('queue-10000');
    await page.unrouteAll({ behavior: 'wait' });
  });

  await step('what the program has to tell stays until it is dismissed', async () => {
    const notice = { id: 1, at: '2026-01-01T10:00:00Z', code: 'CATALOGUE_RESTORED', message: 'the catalogue was damaged and is restored from the backup of 1 January', hint: 'look through the library' };
    await page.route('**/api/v1/notices', (route) => route.fulfill({ json: { notices: [notice] } }));
    await page.route('**/api/v1/notices/1', (route) => route.fulfill({ status: 204 }));
    await page.reload();
    const told = page.getByRole('alert', { name: 'What you should know' });
    await told.getByText('The catalogue was damaged').waitFor();
    await inspect('notice');
    await told.getByRole('button', { name: 'Dismiss' }).click();
    await told.waitFor({ state: 'detached' });
    await page.unrouteAll({ behavior: 'wait' });
  });

  await step('the window may be narrow', async () => {
    await page.reload();
    await page.setViewportSize({ width: 1024, height: 700 });
    await region('Finished').waitFor();
    await inspect('queue-narrow');
  });
}, /\/thumbnail|status of 500|409 .*\/cancel$/);
