// Drives the settings in a real browser against programs of its own, because the environment decides some of them.
//
//   PROGRAM=/path/to/videoannotator VIDEOANNOTATOR_RUNTIME_DIR=... node e2e/settings.e2e.mjs
//
// CHROMIUM names the browser, SCREENSHOTS a folder for pictures. Needs ffmpeg in the path. Exits with 1 on the first failure.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { door, media, openPage, recording, startProgram, until } from './stage.mjs';

const home = join(media, 'home');
const environment = {
  HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache'),
  MAX_CONCURRENT_GPU_JOBS: '1', VIDEOANNOTATOR_STORAGE_DIR: undefined,
};
const { page, inspect, step, play } = await openPage();
const field = (name) => page.getByLabel(name, { exact: true });
const problem = (words) => page.getByRole('alert').filter({ hasText: words });

await play(async () => {
  mkdirSync(home, { recursive: true });
  let program = await startProgram(environment);
  let api = door(program.base);
  const value = async (key) => (await api('GET', '/settings')).settings.find((setting) => setting.key === key);
  const stored = (key, wanted) => until(`${key} is ${wanted}`, async () => (await value(key)).value === wanted);
  const jobs = await value('max_concurrent_jobs');
  const threads = await value('threads');
  const free = await value('minimum_free_mb');
  const wait = await value('retry_base_delay_s');

  await step('the settings are read and shown', async () => {
    await page.goto(program.base);
    await page.getByRole('link', { name: 'Settings' }).waitFor();
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    await page.route('**/api/v1/settings', async (route) => { await held; await route.continue(); });
    await page.keyboard.press('Control+5');
    await page.getByText('Reading the settings…').waitFor();
    await inspect('settings-loading');
    release();
    await field(jobs.title).waitFor();
    await page.unroute('**/api/v1/settings');
    assert.equal(await field(jobs.title).inputValue(), '2');
    await page.getByText(/free of/).waitFor();
    await inspect('settings');
  });

  await step('what the environment sets is shown as such and cannot be changed', async () => {
    const gpu = await value('max_concurrent_gpu_jobs');
    assert.deepEqual([gpu.source, gpu.variable, gpu.value], ['environment', 'MAX_CONCURRENT_GPU_JOBS', 1]);
    assert.ok(await field(gpu.title).isDisabled());
    await page.getByText('Set to this value by MAX_CONCURRENT_GPU_JOBS.').waitFor();
  });

  await step('a value is checked as it is typed, and a wrong one is not saved', async () => {
    const input = field(jobs.title);
    await input.fill('65');
    await problem(`${jobs.title} takes 0 to 64, for example 2.`).waitFor();
    await input.fill('many');
    await problem('Enter a whole number').waitFor();
    assert.equal(await input.getAttribute('aria-invalid'), 'true');
    await inspect('settings-wrong');
    await page.keyboard.press('Enter');
    assert.equal((await value(jobs.key)).value, 2);
    await page.keyboard.press('Escape');
    assert.equal(await input.inputValue(), '2');
  });

  await step('a value is saved at once, undone, and set back', async () => {
    const input = field(jobs.title);
    await input.fill('3');
    await page.keyboard.press('Enter');
    await stored(jobs.key, 3);
    await page.getByText(`${jobs.title} is now 3.`).waitFor();
    await inspect('settings-saved');
    await page.getByRole('button', { name: 'Undo' }).click();
    await stored(jobs.key, 2);
    assert.equal((await value(jobs.key)).source, 'default', 'undo leaves nothing of one\'s own');
    await input.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    await stored(jobs.key, 4);
    await page.getByRole('button', { name: `Set ${jobs.title} back to 2` }).click();
    await stored(jobs.key, 2);
    await field(wait.title).fill('0.5');
    await page.keyboard.press('Enter');
    await stored(wait.key, 0.5);
    await field(free.title).fill('2,048');
    await page.keyboard.press('Enter');
    await stored(free.key, 2048);
  });

  await step('a change from elsewhere is shown', async () => {
    await api('PATCH', '/settings', { threads: 1 });
    await until('the field follows', async () => (await field(threads.title).inputValue()) === '1');
    await api('PATCH', '/settings', { threads: null });
  });

  await step('a change that is refused says so at its field', async () => {
    const issue = { field: jobs.key, message: 'that many do not fit', code: 'VALUE_OUT_OF_RANGE', error_code: '', severity: 'error', hint: 'for example 2', suggestion: null, suggested_value: null, pipeline: '' };
    const refusal = { code: 'INVALID_CONFIG', message: 'one setting is wrong', hint: null, detail: { errors: [issue] }, field: null, timestamp: '' };
    await page.route('**/api/v1/settings', (route) => route.fulfill({ status: 400, json: { error: refusal, detail: '', error_code: '', request_id: '' } }));
    await field(jobs.title).fill('7');
    await page.keyboard.press('Enter');
    await problem('That many do not fit. For example 2.').waitFor();
    await page.unroute('**/api/v1/settings');
    await page.keyboard.press('Escape');
  });

  await step('the index leads to each block', async () => {
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'When a job fails' }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'retry');
    assert.equal(await page.getByRole('link', { name: 'When a job fails' }).getAttribute('aria-current'), 'true');
  });

  const done = await api('POST', '/jobs', { path: recording('visit-old.mp4', 3) });
  await until('the recording is measured', async () => (await api('GET', `/jobs/${done.id}`)).status === 'completed');

  await step('the log says more or less at once, and what names it holds stands beside it', async () => {
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Log', exact: true }).click();
    const choice = field((await value('log_level')).title);
    assert.equal(await choice.inputValue(), 'info');
    await choice.selectOption({ label: 'Detailed, with file names' });
    await stored('log_level', 'debug');
    await inspect('settings-log');
    await choice.selectOption('info');
    await stored('log_level', 'info');
  });

  await step('retention is off, says what would go, and asks before it is on', async () => {
    const keep = page.getByLabel('Keep everything');
    assert.ok(await keep.isChecked());
    await page.getByLabel('Delete results that are finished').check();
    await page.getByText('Today nothing would go').waitFor();
    const days = page.getByLabel('Days to keep results');
    await days.fill('0');
    await problem('Enter 1 to 36,500').waitFor();
    await days.fill('30');
    await page.getByRole('button', { name: 'Turn on…' }).click();
    const question = page.getByRole('alertdialog');
    await question.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Keep everything', 'the harmless answer has the focus');
    await inspect('settings-retention-question');
    await page.keyboard.press('Escape');
    assert.equal((await value('retention_days')).value, 0, 'looking changes nothing');
    await page.getByRole('button', { name: 'Turn on…' }).click();
    await page.getByRole('button', { name: 'Delete after 30 days' }).click();
    await stored('retention_days', 30);
    await page.getByText('On: results older than 30 days').waitFor();
    await inspect('settings-retention-on');
    await keep.check();
    await stored('retention_days', 0);
    assert.equal((await api('GET', `/jobs/${done.id}`)).status, 'completed', 'nothing was deleted');
  });

  await step('the list says what goes and what stays, and why', async () => {
    const list = {
      days: 30, jobs_found: 2, bytes: 81_000_000,
      jobs: [
        { job_id: done.id, video_filename: 'visit-old.mp4', completed_at: '2026-01-03T10:00:00Z', bytes: 50_000_000 },
        { job_id: 'x', video_filename: 'visit-older.mp4', completed_at: '2026-01-02T10:00:00Z', bytes: 31_000_000 },
      ],
      skipped: [{ job_id: 'y', video_filename: 'visit-pinned.mp4', reason: 'it is pinned' }],
    };
    await page.route('**/api/v1/retention/preview*', (route) => route.fulfill({ json: list }));
    await page.getByLabel('Delete results that are finished').check();
    await page.getByRole('button', { name: 'Show the list' }).click();
    const dialog = page.getByRole('dialog', { name: /^Results older than/ });
    await dialog.getByText('It is pinned.').waitFor();
    await inspect('settings-retention-list');
    await dialog.getByRole('button', { name: 'Keep the results of visit-old.mp4' }).click();
    await until('it is pinned', async () => (await api('GET', `/jobs/${done.id}`)).pinned);
    await page.keyboard.press('Escape');
    await page.getByLabel('Keep everything').check();
    await page.unroute('**/api/v1/retention/preview*');
  });

  const target = join(media, 'moved', 'VideoAnnotator');
  await step('a folder that cannot be used is refused at its field', async () => {
    await page.getByRole('button', { name: 'Move…' }).click();
    const to = page.getByLabel('New folder');
    await to.fill('somewhere');
    await problem('Enter a full path').waitFor();
    const { path } = await api('GET', '/storage');
    await to.fill(join(path, 'inside'));
    await problem('Choose a folder outside').waitFor();
    const full = join(media, 'full');
    mkdirSync(full, { recursive: true });
    writeFileSync(join(full, 'thesis.txt'), 'not ours');
    await to.fill(full);
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByRole('dialog').getByRole('alert').filter({ hasText: 'full' }).waitFor();
    await inspect('settings-move-refused');
  });

  await step('the storage folder is moved, and everything is in the new one', async () => {
    await page.getByLabel('New folder').fill(target);
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await page.getByText(/^Moved\. Everything is in/).waitFor();
    await inspect('settings-moved');
    const storage = await api('GET', '/storage');
    assert.deepEqual([storage.path, storage.source], [target, 'setting']);
    assert.ok(existsSync(target));
    assert.equal((await api('GET', `/jobs/${done.id}`)).status, 'completed');
  });

  await step('how far a move is and how to stop it is shown', async () => {
    const storage = await api('GET', '/storage');
    const move = { state: 'copying', to: '/media/lab/VideoAnnotator', files_done: 120, files_total: 300, bytes_done: 4.6e9, bytes_total: 7.1e9, error: null };
    let state = move;
    await page.route('**/api/v1/storage', (route) => route.fulfill({ json: { ...storage, move: state } }));
    await page.route('**/api/v1/storage/move', (route) => {
      state = { ...move, state: 'cancelled' };
      return route.fulfill({ json: { ...storage, move: state } });
    });
    await page.getByRole('link', { name: 'Storage folder' }).click();
    await page.reload();
    await page.getByText('4.6 GB of 7.1 GB').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Moving…' }).isDisabled());
    await inspect('settings-moving');
    await page.getByRole('button', { name: 'Cancel the move of the storage folder' }).click();
    await page.getByText('The move was cancelled').waitFor();
    await page.unroute('**/api/v1/storage');
    await page.unroute('**/api/v1/storage/move');
  });

  await step('a folder that the environment sets cannot be moved from here', async () => {
    await program.stop();
    program = await startProgram({ ...environment, VIDEOANNOTATOR_STORAGE_DIR: join(media, 'fixed'), MAX_CONCURRENT_GPU_JOBS: undefined });
    api = door(program.base);
    await page.goto(program.base);
    await page.getByRole('link', { name: 'Settings' }).click(); // a key before the page is drawn would be lost
    await page.getByText('This folder is set by VIDEOANNOTATOR_STORAGE_DIR.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Move…' }).isDisabled());
    await page.setViewportSize({ width: 1024, height: 700 });
    await inspect('settings-fixed');
  });

  await step('settings that cannot be read say why', async () => {
    const failure = { code: 'STORE', message: 'the catalogue is on a disk that is gone', hint: null, detail: null, field: null, timestamp: '' };
    await page.route('**/api/v1/settings', (route) => route.fulfill({ status: 500, json: { error: failure, detail: '', error_code: 'STORE', request_id: '' } }));
    await page.reload();
    await page.getByText('The settings could not be read.').waitFor();
    await inspect('settings-unreadable');
    await page.unroute('**/api/v1/settings');
    await page.getByRole('button', { name: 'Read again' }).click();
    await field(jobs.title).waitFor();
  });
  await program.stop();
}, /\/thumbnail|status of (400|409|500|507)|ERR_/);
