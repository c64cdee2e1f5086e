// What the scripts for queue and settings share: the page, the program behind it, recordings, pictures, axe.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const shots = process.env.SCREENSHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE_MS = 60_000;

export const media = mkdtempSync(join(tmpdir(), 'va-e2e-'));

/** A recording with picture and sound; a long one repeats its first half minute, which takes no time to make. */
export function recording(name, seconds) {
  const path = join(media, name);
  const part = join(media, `part-${name}`);
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-f', 'lavfi', '-i', 'sine=frequency=300',
    '-t', String(Math.min(seconds, 30)), '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', part]);
  execFileSync('ffmpeg', ['-v', 'error', '-stream_loop', '-1', '-i', part, '-t', String(seconds), '-c', 'copy', path]);
  return path;
}

/** Waits until the answer of `look` is true, or something to use; says what was waited for when it never is. */
export async function until(words, look) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await look();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not within a minute: ${words}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Calls of the program behind an address that carries a token. */
export function door(base) {
  const { origin, hash } = new URL(base);
  const token = decodeURIComponent(hash.replace('#token=', ''));
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const answer = await fetch(`${origin}/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
}

const started = new Set();
/** A program of one's own, for what the environment decides. */
export async function startProgram(env) {
  const program = process.env.PROGRAM;
  assert.ok(program, 'PROGRAM is the file of `videoannotator`');
  const child = spawn(program, ['serve', '--port', '0', '--session-token'], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  started.add(child);
  const base = await new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    void ended.then((code) => reject(new Error(`the program ended with ${code}`)));
  });
  return {
    base,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Kills the worker of a job without a word. Only a process that was started for the job's own folder is looked for. */
export function killWorker(job) {
  const inFolder = (pid) => {
    const links = readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return ''; // closed in between
      }
    });
    return [readFileSync(`/proc/${pid}/cmdline`, 'utf8'), ...links].some((text) => text.includes(job.storage_path));
  };
  const isWorker = (pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes('worker') && inFolder(pid);
    } catch {
      return false; // ended in between, or of somebody else
    }
  };
  const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter(isWorker);
  for (const pid of found) process.kill(Number(pid), 'SIGKILL');
  return found.length > 0;
}

/** A browser with one page; `finish` says how it went and leaves nothing behind. */
export async function openPage(options = {}) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', ...(process.env.CHROMIUM_FLAGS?.split(' ') ?? [])] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', reducedMotion: 'reduce', ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(`${message.text()} ${message.location().url}`));

  /** Nothing that axe finds, in both themes; pictures of both where asked for. */
  const inspect = async (name) => {
    await page.mouse.move(1, 1); // nothing is hovered
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      if (shots) await page.screenshot({ path: join(shots, `${name}-${colorScheme}.png`) });
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run());
      const words = found.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
      assert.deepEqual(words, [], `axe on ${name}, ${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
  };
  const step = async (words, run) => {
    const start = Date.now();
    await run();
    console.log(`ok ${words} (${Date.now() - start} ms)`);
  };
  /** Runs the whole script; `expected` are complaints of the console that belong to it. */
  const play = async (script, expected) => {
    try {
      await script();
      assert.deepEqual(complaints.filter((text) => !expected.test(text)), [], 'the console has no errors');
      console.log('ok all');
    } catch (failure) {
      if (shots) await page.screenshot({ path: join(shots, 'failure.png') });
      console.error(failure);
      console.error(complaints.join('\n'));
      process.exitCode = 1;
    } finally {
      await browser.close();
      for (const child of started) child.kill('SIGKILL');
      rmSync(media, { recursive: true, force: true });
    }
  };
  return { page, inspect, step, play };
}
