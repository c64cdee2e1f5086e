// Drives the viewer in a real browser against the real program.
//
//   BASE_URL='http://127.0.0.1:PORT/#token=...' node e2e/viewer.e2e.mjs
//
// CHROMIUM names the browser (default /usr/bin/chromium), SCREENSHOTS a folder for pictures. Needs ffmpeg in the path and a
// runtime folder with the demo clip. Exits with 1 on the first failure.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const base = process.env.BASE_URL;
assert.ok(base, 'BASE_URL is the address that the program printed, with its token');
const { origin, hash } = new URL(base);
const token = decodeURIComponent(hash.replace('#token=', ''));
const shots = process.env.SCREENSHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function api(path, init = {}) {
  const answer = await fetch(`${origin}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } });
  assert.ok(answer.ok, `${path}: ${answer.status} ${answer.ok ? '' : await answer.text()}`);
  return answer;
}
async function finished(job) {
  for (let i = 0; i < 600; i++) {
    const now = await (await api(`/jobs/${job.id}`)).json();
    if (!['pending', 'running'].includes(now.status)) return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${job.video_filename} was not measured within a minute`);
}
const submit = async (path) => finished(await (await api('/jobs', { method: 'POST', body: JSON.stringify({ path }) })).json());

const media = mkdtempSync(join(tmpdir(), 'va-viewer-'));
const silentAvi = join(media, 'silent.avi');
execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25', '-t', '3', '-c:v', 'mpeg4', silentAvi]);

const demo = await finished(await (await api('/demo', { method: 'POST' })).json());
assert.equal(demo.status, 'completed');
const frames = new Float64Array(await (await api(`/jobs/${demo.id}/frames`)).arrayBuffer());
const frameAt = (seconds) => frames.findLastIndex((begin) => begin <= seconds + 1e-4);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
page.setDefaultTimeout(20_000);
const complaints = [];
page.on('pageerror', (error) => complaints.push(error.message));
page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));

const video = page.locator('video');
const time = () => video.evaluate((element) => element.currentTime);
const settled = () => page.waitForFunction(() => {
  const element = document.querySelector('video');
  return element && !element.seeking;
});
const readout = () => page.getByTestId('readout').innerText();
const shown = async () => Number(/frame ([\d,]+)/.exec(await readout())?.[1]?.replaceAll(',', ''));
const step = (name) => console.log(`ok ${name}`);

/** Pixels of a canvas that are not its most frequent colour. */
const painted = (track) => page.locator(`[data-track="${track}"] canvas`).evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Map();
  for (const value of new Uint32Array(data.buffer)) colours.set(value, (colours.get(value) ?? 0) + 1);
  return (data.length / 4 - Math.max(...colours.values())) / (data.length / 4);
});

async function inspect(name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(150); // the canvases follow the theme in the next frame
    if (shots) await page.screenshot({ path: join(shots, `${name}-${colorScheme}.png`) });
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run());
    const words = found.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
    assert.deepEqual(words, [], `axe on ${name}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

try {
  await page.goto(base);
  await page.waitForFunction(() => !location.hash.includes('token'));
  await page.goto(`${origin}/viewer/${demo.id}`);
  await page.waitForFunction(() => document.querySelector('video')?.readyState >= 2);
  step('the recording opens');

  for (const track of ['overview', 'shots', 'fades', 'motion', 'speech']) {
    await page.waitForFunction((key) => document.querySelector(`[data-track="${key}"] canvas`)?.width > 300, track);
    await page.waitForTimeout(200);
    const share = await painted(track);
    assert.ok(share > 0.01, `${track} is painted: ${share}`);
  }
  step('every track is painted');

  await page.keyboard.press('Space');
  await page.waitForTimeout(1000);
  await page.keyboard.press('k');
  const played = await time();
  assert.ok(played > 0.4 && played < 2.5, `one second of playing reached ${played}`);
  step('it plays and stops');

  const speech = page.locator('[data-track="speech"]');
  const box = await speech.boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await settled();
  const middle = demo.video_duration_seconds / 2;
  assert.ok(Math.abs((await time()) - middle) < 0.06, `a click in the middle went to ${await time()}, not ${middle}`);
  assert.equal(await shown(), frameAt(await time()));
  step('a click seeks');

  for (const [key, by] of [['ArrowRight', 1], ['ArrowRight', 1], ['ArrowLeft', -1]]) {
    const before = await shown();
    await page.keyboard.press(key);
    await settled();
    assert.equal(await shown(), before + by, `${key} shows the neighbouring frame`);
    assert.equal(frameAt(await time()), before + by, 'and the player stands in that frame of the table');
  }
  await page.keyboard.press('Shift+ArrowRight');
  await settled();
  assert.ok(Math.abs((await time()) - middle - 1) < 0.1, 'Shift and an arrow move one second');
  step('keys step frames and seconds');

  const [, second] = await page.locator('.events .u').allInnerTexts();
  await page.locator('.events .u').nth(1).click();
  await settled();
  assert.match(second, /Speech 1/);
  assert.equal(await page.locator('.events .u.now').innerText(), second);
  await page.keyboard.press('ArrowDown');
  await settled();
  assert.match(await page.locator('.events .u.now').innerText(), /Shot 2/);
  await page.keyboard.press('Space');
  assert.equal(await video.evaluate((element) => element.paused), false, 'Space plays, also after a click on an event');
  await page.keyboard.press('Space');
  step('the list of events goes there and follows');

  await page.locator('[data-track="shots"]').focus();
  await page.keyboard.press('ArrowRight');
  await settled();
  assert.match(await page.getByTestId('said').innerText(), /^Shot 3, \d+\.\d{3} s to \d+\.\d{3} s$/);
  await page.locator('[data-track="motion"]').focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await page.getByTestId('said').innerText(), /^Motion energy, whole picture, (0\.\d{3}|not measured) at \d+\.\d{3} s$/);
  step('each track is read by keyboard');

  await page.getByLabel('Motion energy: Region').selectOption({ label: 'Left half' });
  await page.locator('body').click({ position: { x: 400, y: 60 } });
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.waitForTimeout(200);
  await inspect('viewer-zoomed');
  const before = await painted('overview');
  await page.mouse.move(box.x + box.width / 2, box.y + 10);
  for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -600);
  await page.waitForTimeout(200);
  assert.notEqual(await painted('overview'), before, 'the wheel zooms');
  await inspect('viewer-deep');
  await page.keyboard.press('0');
  step('zooming by keys and wheel, light and dark, nothing found by axe');

  const stage = () => page.locator('.mid').evaluate((element) => element.clientHeight);
  const height = await stage();
  await page.getByRole('separator').focus();
  await page.keyboard.press('ArrowUp');
  assert.equal(await stage(), height - 16);
  await page.keyboard.press('ArrowDown');
  step('the splitter moves by keyboard');

  await page.getByRole('button', { name: 'Show files' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Save .*shots\.csv$/ }).click();
  assert.match(readFileSync(await (await download).path(), 'utf8'), /start/);
  await inspect('viewer-files');
  await page.keyboard.press('Escape');
  step('the files can be saved');
  await inspect('viewer');

  const silent = await submit(silentAvi);
  await page.goto(`${origin}/viewer/${silent.id}`);
  await page.getByText('This window cannot play MPEG-4.').waitFor();
  await page.getByRole('application', { name: /^Skipped: / }).waitFor();
  await page.waitForTimeout(300);
  await inspect('viewer-unplayable');
  step('what cannot be played or was skipped is said in words');

  renameSync(silentAvi, `${silentAvi}.gone`);
  await page.reload();
  await page.getByText('The recording cannot be opened.').waitFor();
  const shotsBox = await page.locator('[data-track="shots"]').boundingBox();
  await page.waitForTimeout(300);
  await page.mouse.click(shotsBox.x + shotsBox.width / 2, shotsBox.y + 10);
  await page.waitForFunction(() => document.querySelector('[data-testid=readout]')?.textContent?.startsWith('0:01.48'));
  step('without the file the measurements can still be read');

  await page.keyboard.press('Escape');
  await page.waitForURL(/\/library$/);
  step('Escape goes back to the library');
  // the browser logs the medium that it cannot play or find; everything else is a fault
  assert.deepEqual(complaints.filter((words) => !/media|DEMUXER|ERR_|404/i.test(words)), []);
} catch (failure) {
  if (shots) await page.screenshot({ path: join(shots, 'viewer-failure.png') });
  console.error(failure);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(media, { recursive: true, force: true });
}
