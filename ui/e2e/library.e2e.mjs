// Drives the real window in a real browser against the real program.
//
//   BASE_URL='http://127.0.0.1:PORT/#token=...' node e2e/library.e2e.mjs
//
// The data folder of the program must be empty. CHROMIUM names the browser (default /usr/bin/chromium),
// SCREENSHOTS a folder for pictures of every screen. Needs ffmpeg in the path. Exits with 1 on the first failure.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const base = process.env.BASE_URL;
assert.ok(base, 'BASE_URL is the address that the program printed, with its token');
const shots = process.env.SCREENSHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const media = mkdtempSync(join(tmpdir(), 'va-e2e-'));
const recording = (name, seconds) => {
  const path = join(media, name);
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25', '-f', 'lavfi', '-i', 'sine=frequency=300',
    '-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', path]);
  return path;
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', reducedMotion: 'reduce' });
page.setDefaultTimeout(30_000);
const complaints = [];
page.on('pageerror', (error) => complaints.push(error.message));
page.on('console', (message) => message.type() === 'error' && complaints.push(`${message.text()} ${message.location().url}`));

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

const row = (name) => page.getByRole('row', { name });
async function addByPath(...paths) {
  await page.keyboard.press('Control+o');
  await page.getByLabel('Paths').fill(paths.join('\n'));
  await page.getByRole('button', { name: 'Add and measure' }).click();
}

async function step(words, run) {
  const start = Date.now();
  await run();
  console.log(`ok ${words} (${Date.now() - start} ms)`);
}

try {
  await step('the token leaves the address and the library is empty', async () => {
    await page.goto(base);
    await page.getByRole('button', { name: 'Try the demo clip' }).waitFor();
    assert.ok(!page.url().includes('token'), page.url());
    await page.getByText('never leave this computer').waitFor();
    await inspect('library-empty');
  });

  await step('an empty path is refused at its field', async () => {
    await page.keyboard.press('Control+o');
    await page.getByRole('button', { name: 'Add and measure' }).click();
    await page.getByText('Enter at least one path.').waitFor();
    await inspect('add-by-path');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  await step('the demo clip is measured without a reload', async () => {
    await page.getByRole('button', { name: 'Try the demo clip' }).click();
    await row(/demo\.mp4.*Done/).waitFor();
    await row(/Shots measured, Motion energy measured,.* Speech activity measured/).waitFor();
    await inspect('library');
  });

  const long = recording('visit-long.mp4', 600);
  const second = recording('visit-second.mp4', 300);
  const waiting = [1, 2, 3].map((n) => recording(`visit-waiting-${n}.mp4`, 5));

  await step('what is no recording says why, and the others are added', async () => {
    const broken = join(media, 'broken.mp4');
    writeFileSync(broken, 'no recording');
    await addByPath(long, broken, second, ...waiting);
    const notice = page.getByRole('alert').filter({ hasText: 'broken.mp4 was not added' });
    await notice.waitFor();
    await row(/visit-long\.mp4.*Running/).waitFor();
    await inspect('library-failure');
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await notice.waitFor({ state: 'detached' });
  });

  await step('search, filters and arrow keys find a video', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.type('second');
    await row(/visit-long/).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Measured/ }).click();
    await row(/visit-second/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^All/ }).click();
    await page.getByRole('row', { selected: true }).focus();
    // The heading is row 1. The focus follows when the table is drawn again, as it does for a person.
    const focusOn = (index) =>
      page.waitForFunction((wanted) => document.activeElement?.getAttribute('aria-rowindex') === wanted, index);
    await page.keyboard.press('Home');
    await focusOn('2');
    await page.keyboard.press('ArrowDown');
    await focusOn('3');
  });

  await step('the queue moves', async () => {
    await page.keyboard.press('Control+2');
    const bar = page.getByRole('progressbar', { name: 'Shots' }).first();
    await bar.waitFor();
    const before = Number(await bar.getAttribute('aria-valuenow'));
    await page.waitForFunction(
      (value) => Number(document.querySelector('[role=progressbar][aria-label="Shots"]')?.getAttribute('aria-valuenow')) > value, before);
    await inspect('queue');
  });

  await step('one job is cancelled', async () => {
    await page.getByRole('button', { name: 'Cancel visit-long.mp4' }).click();
    await page.getByRole('region', { name: 'Cancelled' }).getByText('visit-long.mp4').waitFor();
  });

  await step('all others are cancelled after a question', async () => {
    await page.getByRole('button', { name: 'Cancel all…' }).click();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Keep running', 'the harmless answer has the focus');
    await inspect('queue-question');
    await page.getByRole('button', { name: /^Cancel \d+ jobs?$/ }).click();
    await page.getByText('Nothing is being measured.').waitFor();
    await inspect('queue-ended');
  });

  await step('a cancelled video is measured again', async () => {
    await page.keyboard.press('Control+1');
    await row(/visit-second\.mp4.*Cancelled/).click();
    await page.getByRole('button', { name: 'Measure again' }).click();
    await row(/visit-second\.mp4.*Running/).waitFor();
    await page.keyboard.press('Control+2');
    await page.getByRole('button', { name: 'Cancel visit-second.mp4' }).click();
    await page.getByText('Nothing is being measured.').waitFor();
    await page.keyboard.press('Control+1');
  });

  await step('Enter opens the viewer', async () => {
    await row(/demo\.mp4/).click();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/viewer\//);
  });

  await step('a reload shows the same library', async () => {
    await page.keyboard.press('Control+1');
    await page.reload();
    await row(/visit-long\.mp4.*Cancelled/).waitFor();
    await page.setViewportSize({ width: 1024, height: 700 });
    const drawer = page.getByRole('complementary', { name: 'Selected video' });
    await drawer.waitFor({ state: 'hidden' });
    await row(/demo\.mp4/).click();
    await drawer.waitFor({ state: 'visible' });
    await inspect('library-narrow');
  });

  // 409: a short job ended by itself just before it was cancelled, which the page takes as an answer.
  const own = complaints.filter((text) => !/422|\/thumbnail|409 .*\/cancel$/.test(text));
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
