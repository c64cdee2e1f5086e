// The New job sheet in a real browser against the real program: videos, cards, settings, the validator, presets, files.
//
//   BASE_URL='http://127.0.0.1:PORT/#token=...' node e2e/newjob.e2e.mjs
//
// The data folder of the program must be empty. CHROMIUM names the browser (default /usr/bin/chromium),
// SCREENSHOTS a folder for pictures of every state. Needs ffmpeg in the path. Exits with 1 on the first failure.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const base = process.env.BASE_URL;
assert.ok(base, 'BASE_URL is the address that the program printed, with its token');
const token = decodeURIComponent(new URL(base).hash.slice('#token='.length));
const shots = process.env.SCREENSHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const media = mkdtempSync(join(tmpdir(), 'va-newjob-'));
function recording(name, seconds, { sound = true, more = [] } = {}) {
  const path = join(media, name);
  const tone = sound ? ['-f', 'lavfi', '-i', 'sine=frequency=300'] : [];
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=10', ...tone, '-t', String(seconds), ...more,
    '-c:v', 'libx264', '-preset', 'ultrafast', ...(sound ? ['-c:a', 'aac'] : []), path]);
  return path;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', reducedMotion: 'reduce', acceptDownloads: true });
page.setDefaultTimeout(30_000);
const complaints = [];
page.on('pageerror', (error) => complaints.push(error.message));
page.on('console', (message) => message.type() === 'error' && complaints.push(`${message.text()} ${message.location().url}`));
page.on('dialog', (dialog) => void dialog.accept());

/** Nothing that axe finds, in both themes; pictures of both where asked for. */
async function inspect(name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    if (shots) await page.screenshot({ path: join(shots, `${name}-${colorScheme}.png`) });
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run());
    const words = found.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
    assert.deepEqual(words, [], `axe on ${name}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
async function step(words, run) {
  const start = Date.now();
  await run();
  console.log(`ok ${words} (${Date.now() - start} ms)`);
}
const ask = async (path) => {
  const answer = await fetch(new URL(path, base), { headers: { authorization: `Bearer ${token}` } });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
};
const jobOf = async (name) => (await ask('/api/v1/jobs?per_page=1000')).jobs.find((job) => job.video_filename === name);

const sheet = page.getByRole('dialog', { name: 'New job' });
const videos = sheet.getByRole('region', { name: 'Videos' });
const row = (name) => videos.getByRole('row', { name });
const card = (name) => sheet.getByRole('region', { name: 'What to measure' }).getByRole('button', { name });
const field = (name) => sheet.getByLabel(name, { exact: true });
const summary = sheet.locator('.nj-sum');
const nameField = page.getByRole('textbox', { name: 'Name', exact: true });
const start = sheet.getByRole('button', { name: /^Start/ });
const preset = (name) => sheet.getByRole('radio', { name });
const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || '');

/** Parts of the sheet that are wider than their place. */
const cutOff = () => page.evaluate(() => {
  const wide = (part) => part.scrollWidth > part.clientWidth + 1;
  return [...document.querySelectorAll('.sheet, .sheet-head, .nj-presets, .nj-col, .nj-foot')].filter(wide).map((part) => part.className);
});
async function addPaths(...paths) {
  await page.keyboard.press('Control+o');
  await page.getByLabel('Paths').fill(paths.join('\n'));
  await page.getByRole('button', { name: 'Add to this job' }).click();
  await page.getByRole('dialog', { name: 'Add videos by path' }).waitFor({ state: 'detached' });
}
async function chooseFile(name, text) {
  const path = join(media, name);
  writeFileSync(path, text);
  await sheet.locator('input[type=file]').setInputFiles(path);
}

const long = recording('visit-long.mp4', 90);
const silent = recording('visit-silent.mp4', 4, { sound: false });
const uneven = recording('visit-uneven.mkv', 4, { more: ['-vf', "setpts='if(lt(N,20),N,N*1.7)/10/TB'", '-fps_mode', 'vfr'] });
const broken = join(media, 'broken.mp4');
writeFileSync(broken, 'no recording');

try {
  await step('while the pipelines are read the sheet says so, and what fails can be tried again', async () => {
    let fail = true;
    await page.route('**/api/v1/pipelines', async (route) => (fail ? route.fulfill({ status: 500, body: '' }) : route.continue()));
    await page.goto(base);
    await page.getByRole('button', { name: /Try the demo clip/ }).waitFor();
    await page.keyboard.press('Control+n');
    await sheet.getByText('What can be measured could not be read.').waitFor();
    await inspect('newjob-failed');
    fail = false;
    await sheet.getByRole('button', { name: 'Try again' }).click();
    await card('Shots').waitFor();
    await page.unroute('**/api/v1/pipelines');
  });

  await step('an empty sheet says what to add and what stops it', async () => {
    await sheet.getByText('No videos yet.').waitFor();
    await sheet.getByText('Add a video to start').waitFor();
    assert.ok(await start.isDisabled());
    await sheet.getByText('How long it takes').waitFor({ state: 'detached' });
    await inspect('newjob-empty');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  await step('the library\'s first button opens the sheet and asks for files', async () => {
    await page.getByRole('button', { name: 'Add by path' }).click();
    await page.getByLabel('Paths').fill([long, silent, uneven, broken, join(media, 'nowhere.mp4'), long].join('\n'));
    await page.getByRole('button', { name: 'Add to this job' }).click();
    await row(/visit-long.*1:30, 160 x 90, 10 fps/).waitFor();
    await row(/visit-silent.*No sound: steps that listen will be skipped/).waitFor();
    await row(/visit-uneven.*variable rate.*Frames are not evenly spaced/).waitFor();
    await row(/broken\.mp4.*Try again/).waitFor();
    await row(/nowhere\.mp4.*Try again/).waitFor();
    await videos.getByText('1 video was here already.').waitFor();
    await videos.getByText('2 videos can\'t be measured').waitFor();
    assert.equal(await start.textContent(), 'Start 3 videos');
    await inspect('newjob-videos');
  });

  await step('errors appear at their field and in the summary as one types, each a link', async () => {
    await card('Shots').click();
    await field('Change that makes a cut').fill('-5');
    await summary.getByText('1 setting stops this job').waitFor();
    await sheet.getByText('Fix 1 setting to start').waitFor();
    assert.ok(await start.isDisabled());
    assert.equal(await field('Change that makes a cut').getAttribute('aria-invalid'), 'true');
    const words = await sheet.locator(`[id="${(await field('Change that makes a cut').getAttribute('aria-describedby')).split(' ').pop()}"]`).textContent();
    assert.match(words, /Can't be -5.*for example/, 'the reason and a valid example stand at the field');
    await card('Speech activity').click();
    await field('How sure it must be').fill('0.2');
    await summary.getByText('2 settings stop this job').waitFor();
    await inspect('newjob-errors');
  });

  await step('a link leads to the field, into another card and into a fold', async () => {
    await card('Motion energy').click();
    await summary.getByRole('button', { name: 'Speech activity › How sure silence must be' }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'nj-voice_activity-negative_threshold');
    assert.equal(await sheet.getByRole('button', { name: /^Advanced/ }).getAttribute('aria-expanded'), 'true');
    await summary.getByRole('button', { name: 'Shots › Change that makes a cut' }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'nj-scene_detection-threshold');
  });

  await step('of two answers that overtake each other the newer one counts', async () => {
    let first = true;
    await page.route('**/api/v1/config/validate', async (route) => {
      if (first) {
        first = false;
        await new Promise((go) => setTimeout(go, 1200));
      }
      await route.continue().catch(() => undefined);
    });
    await field('Change that makes a cut').fill('many');
    await page.waitForTimeout(300);
    await field('Change that makes a cut').fill('30');
    await summary.getByText('1 setting stops this job').waitFor();
    await page.waitForTimeout(1300);
    assert.equal(await field('Change that makes a cut').getAttribute('aria-invalid'), 'false', 'the late answer is dropped');
    await page.unroute('**/api/v1/config/validate');
  });

  await step('a validator that does not answer is no verdict', async () => {
    await page.route('**/api/v1/config/validate', (route) => route.abort());
    await field('Change that makes a cut').fill('31');
    await summary.getByText('The settings could not be checked.').waitFor();
    await inspect('newjob-unchecked');
    await page.unroute('**/api/v1/config/validate');
    await sheet.getByRole('button', { name: 'Check again' }).click();
    await summary.getByText('The settings could not be checked.').waitFor({ state: 'detached' });
  });

  await step('what is changed is marked and goes back to its default by itself', async () => {
    await sheet.getByRole('button', { name: 'Reset Change that makes a cut: Default 27' }).click();
    assert.equal(await field('Change that makes a cut').inputValue(), '27');
    assert.equal(await focused(), 'nj-scene_detection-threshold', 'the focus is not lost with the button');
    await sheet.getByText('All at default').first().waitFor();
    await sheet.getByLabel('Find fades').click();
    assert.equal(await sheet.getByLabel('Find fades').getAttribute('aria-checked'), 'false');
    await field('Detector').selectOption('adaptive');
    await sheet.getByText('2 changed').waitFor();
    await sheet.getByRole('button', { name: 'Reset all' }).click();
    assert.equal(await field('Detector').inputValue(), 'content');
  });

  await step('a preset takes the place of what was typed, and gives it back', async () => {
    await preset('Quick look').check({ force: true });
    await sheet.getByText(/Quick look took the place of \d+ choices?/).waitFor();
    await summary.getByText('stops this job').waitFor({ state: 'detached' });
    await inspect('newjob-preset');
    await sheet.getByRole('button', { name: 'Undo' }).click();
    await summary.getByText('1 setting stops this job').waitFor();
  });

  await step('closing by accident asks, and nothing typed is lost', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('alertdialog', { name: 'Close without starting?' }).waitFor();
    assert.equal(await focused(), 'Keep editing', 'the harmless answer has the focus');
    await inspect('newjob-close');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.sheet')?.contains(document.activeElement));
    await card('Speech activity').click();
    assert.equal(await field('How sure it must be').inputValue(), '0.2');
  });

  await step('settings that are not valid yet are not kept as a preset', async () => {
    await sheet.getByRole('button', { name: 'Save as' }).click();
    await nameField.fill('Still face, room A');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The preset was not saved.').waitFor();
    await inspect('newjob-not-saved');
    await page.keyboard.press('Escape');
  });

  await step('the lab\'s own preset is saved, chosen, and deleted after a question', async () => {
    await field('How sure silence must be').fill('0.1');
    await summary.getByText('stops this job').waitFor({ state: 'detached' });
    await sheet.getByRole('button', { name: 'Save as' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Enter a name.').waitFor();
    await nameField.fill('quick look');
    await page.getByText('comes with the program and stays as it is').waitFor();
    await nameField.fill('Still face, room A');
    await page.keyboard.press('Enter');
    await sheet.getByText('Saved as Still face, room A.').waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Save as…');
    const own = sheet.getByLabel('Own presets');
    assert.equal(await own.evaluate((list) => list.selectedOptions[0].textContent), 'Still face, room A');
    await preset('Balanced').check({ force: true });
    await own.selectOption({ label: 'Still face, room A' });
    await card('Speech activity').click();
    assert.equal(await field('How sure it must be').inputValue(), '0.2');
    await inspect('newjob-own-preset');
    await page.setViewportSize({ width: 1024, height: 700 });
    assert.deepEqual(await cutOff(), [], 'the presets fit into the smallest window');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  let file = '';
  await step('the settings are exported as YAML and as JSON', async () => {
    await sheet.getByRole('button', { name: 'Export' }).click();
    const preview = page.getByLabel('Contents of the file');
    await page.waitForFunction(() => document.querySelector('textarea[readonly]')?.value.includes('negative_threshold: 0.1'));
    await inspect('newjob-export');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save file' }).click()]);
    assert.equal(download.suggestedFilename(), 'videoannotator.yaml');
    file = readFileSync(await download.path(), 'utf8');
    assert.equal(file, await preview.inputValue());
    await page.getByRole('radio', { name: 'JSON' }).check({ force: true });
    await page.waitForFunction(() => document.querySelector('textarea[readonly]')?.value.trimStart().startsWith('{'));
    JSON.parse(await preview.inputValue());
    await page.keyboard.press('Escape');
  });

  await step('what was exported is imported as it was', async () => {
    await preset('Default').check({ force: true });
    await chooseFile('lab.yaml', file);
    await sheet.getByText('The settings come from lab.yaml.').waitFor();
    await card('Speech activity').click();
    assert.equal(await field('How sure it must be').inputValue(), '0.2');
    assert.equal(await sheet.getByLabel('Own presets').evaluate((list) => list.selectedOptions[0].textContent), 'Still face, room A');
    await sheet.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete preset' }).click();
    await sheet.getByText('Still face, room A is deleted.').waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Save as…');
    await sheet.getByLabel('Own presets').waitFor({ state: 'detached' });
  });

  await step('a file with errors shows every one and changes nothing', async () => {
    await chooseFile('wrong.yaml', 'scene_detection:\n  threshold: -1\n  keyframe: midle\nmotoin_energy:\n  regions: true\nvoice_activity:\n  treshold: 0.5\n');
    const dialog = page.getByRole('dialog', { name: /^wrong\.yaml has \d errors$/ });
    await dialog.waitFor();
    const list = await dialog.getByRole('list').textContent();
    for (const words of ['scene_detection.threshold', 'scene_detection.keyframe', 'motoin_energy', 'voice_activity.treshold']) assert.ok(list.includes(words), `${words} in: ${list}`);
    await inspect('newjob-import-errors');
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    assert.equal(await field('How sure it must be').inputValue(), '0.2');
  });

  await step('it can be opened all the same and mended here', async () => {
    await chooseFile('wrong.yaml', 'scene_detection:\n  threshold: -1\n  keyframe: midle\n');
    await page.getByRole('button', { name: 'Open it and fix it here' }).click();
    await summary.getByText('2 settings stop this job').waitFor();
    await summary.getByRole('button', { name: 'Shots › Keyframe' }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'nj-scene_detection-keyframe');
    assert.equal(await field('Keyframe').inputValue(), 'midle', 'what the file says is shown');
    await sheet.getByRole('button', { name: 'Undo' }).click();
    await summary.getByText('stop this job').waitFor({ state: 'detached' });
    await chooseFile('broken.yaml', 'scene_detection: [1\n');
    await page.getByRole('dialog', { name: /^broken\.yaml has/ }).waitFor();
    await page.getByRole('button', { name: 'Leave it' }).click();
  });

  await step('nothing to measure stops it, and a needed pipeline says that it runs as well', async () => {
    await preset('Default').check({ force: true });
    for (const name of ['Shots', 'Speech activity']) await sheet.getByLabel(`Measure ${name}`).uncheck();
    await sheet.getByText('Runs as well, with its defaults').waitFor();
    await inspect('newjob-needed');
    await sheet.getByLabel('Measure Motion energy').uncheck();
    await sheet.getByText('Choose at least one thing to measure').waitFor();
    for (const name of ['Shots', 'Speech activity']) await sheet.getByLabel(`Measure ${name}`).check();
  });

  await step('several videos become several jobs with these settings, and refused ones stay with their reason', async () => {
    await card('Shots').click();
    await field('Shortest shot').fill('1.5');
    await summary.getByText('stop').waitFor({ state: 'detached' });
    await start.click();
    await summary.getByText('3 videos are in the queue. The others stay here.').waitFor();
    await row(/broken\.mp4/).waitFor();
    await row(/visit-long/).waitFor({ state: 'detached' });
    await inspect('newjob-refused');
    const job = await jobOf('visit-long.mp4');
    assert.equal(job.config.scene_detection.min_scene_length, 1.5, JSON.stringify(job.config));
    assert.deepEqual(job.pipelines.map((one) => one.name), ['scene_detection', 'voice_activity']);
    await videos.getByRole('button', { name: 'Remove them' }).click();
    await sheet.getByText('No videos yet.').waitFor();
  });

  await step('five hundred refused files are one short list', async () => {
    const missing = Array.from({ length: 500 }, (_, n) => join(media, `missing-${n}.mp4`));
    await addPaths(...missing);
    await videos.getByText('500 videos can\'t be measured').waitFor({ timeout: 90_000 });
    assert.ok(await videos.getByRole('row').count() < 40, 'only the rows in sight exist');
    await sheet.getByText('None of these videos can be measured').waitFor();
    await inspect('newjob-500');
    await videos.getByRole('button', { name: 'Remove them' }).click();
  });

  await step('forty videos are started in their order, and the starting can be stopped', async () => {
    const many = Array.from({ length: 40 }, (_, n) => join(media, `many-${String(n).padStart(2, '0')}.mp4`));
    for (const path of many) linkSync(silent, path);
    await addPaths(...many);
    await sheet.getByText(/40 videos, 3 min of recording/).waitFor({ timeout: 60_000 });
    await inspect('newjob-40');
    await page.route('**/api/v1/jobs', async (route) => {
      await new Promise((go) => setTimeout(go, 60));
      await route.continue();
    });
    await start.click();
    await sheet.getByText(/^Starting \d+ of 40 videos$/).first().waitFor();
    await page.waitForFunction(() => Number(document.querySelector('.nj-foot [role=progressbar]')?.getAttribute('aria-valuenow')) >= 10);
    if (shots) await page.screenshot({ path: join(shots, 'newjob-starting-light.png') });
    await sheet.getByRole('button', { name: 'Stop' }).click();
    await summary.getByText(/\d+ videos are in the queue\. The others stay here\./).waitFor();
    await page.unroute('**/api/v1/jobs');
    const left = await videos.getByRole('heading', { name: /^Videos/ }).textContent();
    const queued = (await ask('/api/v1/jobs?per_page=1000')).jobs.filter((job) => job.video_filename.startsWith('many-')).map((job) => job.video_filename).sort();
    assert.equal(queued.length + Number(/\d+/.exec(left)[0]), 40, 'each is either queued or still here');
    assert.deepEqual(queued, many.slice(0, queued.length).map((path) => path.split('/').pop()));
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close and lose it' }).click();
    await sheet.waitFor({ state: 'detached' });
  });

  await step('by keyboard alone: mark in the library, choose, type, start', async () => {
    await page.waitForFunction(async (auth) => {
      const { jobs } = await (await fetch('/api/v1/jobs?per_page=1000', { headers: { authorization: `Bearer ${auth}` } })).json();
      return jobs.find((job) => job.video_filename === 'visit-long.mp4')?.status === 'completed';
    }, token, { timeout: 120_000, polling: 500 });
    await page.keyboard.press('Control+f');
    await page.keyboard.type('visit');
    await page.locator('[role=row][data-video]').nth(2).waitFor();
    await page.locator('[role=row][data-video]').nth(3).waitFor({ state: 'detached' });
    for (let tab = 0; tab < 20 && !(await page.evaluate(() => document.activeElement?.getAttribute('role') === 'row')); tab++) await page.keyboard.press('Tab');
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+a');
    await page.getByText('3 selected').waitFor();
    await page.keyboard.press('Control+n');
    await sheet.getByText('3 videos, 2 min of recording').waitFor();
    await card(/Shots.*\d+ s/).waitFor(); // how long it took before
    const to = async (isIt, key = 'Tab') => {
      for (let tab = 0; tab < 60; tab++) {
        if (await page.evaluate(isIt)) return;
        await page.keyboard.press(key);
      }
      assert.fail(`not reached by keyboard: ${isIt}`);
    };
    await to(() => document.activeElement?.getAttribute('type') === 'radio');
    await page.keyboard.press('ArrowRight');
    await to(() => document.activeElement?.getAttribute('aria-label') === 'Measure Motion energy');
    await page.keyboard.press('Space');
    await to(() => document.activeElement?.id === 'nj-card-scene_detection', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await to(() => document.activeElement?.id === 'nj-scene_detection-threshold');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('x');
    await to(() => document.activeElement?.textContent === 'Shots › Change that makes a cut');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'nj-scene_detection-threshold');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('26');
    await to(() => /^Start/.test(document.activeElement?.textContent ?? ''));
    await page.keyboard.press('Enter');
    await sheet.waitFor({ state: 'detached' });
    await page.getByText('3 videos are in the queue.').waitFor();
  });

  await step('in the smallest window nothing is cut off', async () => {
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.keyboard.press('Control+n');
    await sheet.waitFor();
    await card('Speech activity').click();
    await sheet.getByRole('button', { name: /^Advanced/ }).click();
    await field('How sure it must be').fill('2');
    await summary.getByText(/stops? this job/).waitFor();
    assert.deepEqual(await cutOff(), [], 'nothing is wider than its place');
    await inspect('newjob-narrow');
  });

  const own = complaints.filter((text) => !/\/pipelines|\/probe|\/validate|\/presets\/|\/thumbnail/.test(text));
  assert.deepEqual(own, [], 'the console has no errors');
  console.log('ok all');
} catch (failure) {
  if (shots) await page.screenshot({ path: join(shots, 'failure.png') });
  console.error(failure);
  console.error(complaints.join('\n'));
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(media, { recursive: true, force: true });
}
