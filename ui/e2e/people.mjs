// Recordings whose picture says which frame it is, and people that were never filmed: what the scripts of the overlay share.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { media, until } from './stage.mjs';

const BITS = 10;
const [WIDTH, HEIGHT] = [320, 180];

/** Each frame carries its number as ten bars along its upper edge, white for 1, lowest bit at the left. */
export function barcoded(name, { rate = '30', frames = 150, filter = 'null', output = [] } = {}) {
  const path = join(media, name);
  const bars = `geq=lum='if(lt(Y,40),if(mod(floor(N/pow(2,floor(X/32))),2),235,16),90)':cb=128:cr=128`;
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', `color=black:size=${WIDTH}x${HEIGHT}:rate=${rate},format=yuv420p,${bars}`,
    '-frames:v', String(frames), '-vf', filter, '-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', ...output, path]);
  return path;
}

/** Measures a recording with something cheap, so that there is a results file with its frame times. */
export async function measured(call, path, pipelines = ['scene_detection']) {
  const { id } = await call('POST', '/jobs', { path, selected_pipelines: pipelines });
  return until(`${path} is measured`, async () => {
    const job = await call('GET', `/jobs/${id}`);
    return ['pending', 'running'].includes(job.status) ? false : job;
  });
}

/** Writes tracks into the results file of a job that has ended. */
export function seed(job, plan) {
  const input = JSON.stringify({ database: join(job.storage_path, 'annotations.sqlite'), ...plan });
  const done = spawnSync('python3', [join(import.meta.dirname, 'seed.py')], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(done.status, 0, done.stderr);
}

/** The times of all frames in seconds on the player's clock, read as the window reads them. */
export async function frameTimes(base, job) {
  const { origin, hash } = new URL(base);
  const token = decodeURIComponent(hash.replace('#token=', ''));
  const answer = await fetch(`${origin}/api/v1/jobs/${job.id}/frames`, { headers: { authorization: `Bearer ${token}` } });
  return new Float64Array(await answer.arrayBuffer());
}

/** What person tracking would write about one person whose box begins `x(frame)` pixels from the left in each frame that is looked at. */
export function walker(times, startMs, looked, x) {
  const ms = (frame) => Math.round(times[frame] * 1000) + startMs;
  const seen = looked.filter((frame) => x(frame) !== undefined);
  return [
    { key: 'person_tracking.boxes', title: 'Persons', kind: 'objects', channels: ['x', 'y', 'w', 'h'], rows: seen.map((frame) => [ms(frame), 1, 0.9, [x(frame), 60, 60, 100]]) },
    { key: 'person_tracking.count', title: 'Persons', kind: 'curve', channels: ['persons'], rows: looked.map((frame) => [ms(frame), [x(frame) === undefined ? 0 : 1]]) },
  ];
}

/** What the browser puts on the screen for some seconds, picture by picture, as it shows them. */
export async function screencast(page, ms) {
  const session = await page.context().newCDPSession(page);
  const pictures = [];
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    pictures.push(data);
    void session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined); // ended in between
  });
  await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
  await new Promise((resolve) => setTimeout(resolve, ms));
  await session.send('Page.stopScreencast');
  await session.detach();
  return pictures;
}

/**
 * Reads a picture of the stage as a viewer would see it: the number in the bars of the recording, and the left edge of
 * the drawn box in pixels of the recording, with the strength of its colour: full 248, held less. Decoded by the browser itself, in a page of its own.
 */
export async function reader(context) {
  const page = await context.newPage();
  return async (bytes, type = 'png', clip = undefined) => page.evaluate(async ({ bytes: text, type: kind, clip: part, bits, width, height }) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/${kind};base64,${text}`)).blob());
    const { x: fromX, y: fromY, width: wide, height: high } = part ?? { x: 0, y: 0, width: bitmap.width, height: bitmap.height };
    const canvas = new OffscreenCanvas(wide, high);
    const brush = canvas.getContext('2d');
    brush.drawImage(bitmap, -fromX, -fromY);
    const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
    const scale = Math.min(canvas.width / width, canvas.height / height);
    const [left, top] = [(canvas.width - width * scale) / 2, (canvas.height - height * scale) / 2];
    const at = (x, y) => 4 * (Math.round(y) * canvas.width + Math.round(x));
    let frame = 0;
    for (let bit = 0; bit < bits; bit++) if (data[at(left + (bit + 0.5) * 32 * scale, top + 20 * scale)] > 128) frame |= 1 << bit;
    // the colour of the first identity over pictures: nothing else on the stage is orange
    const orange = (i) => data[i] > 150 && data[i] - data[i + 2] > 60 && data[i + 1] > 110;
    let [least, strength] = [Infinity, 0];
    // several lines along the upper left corner of the box: a held one is dashed
    for (let line = 61; line < 68; line++) {
      for (let x = 0; x < canvas.width; x++) {
        const i = at(x, top + line * scale);
        if (!orange(i)) continue;
        least = Math.min(least, x);
        strength = Math.max(strength, data[i]);
      }
    }
    // the left corner's stroke: 2 pixels wide and centred on the edge
    return { frame, strength, edge: least === Infinity ? undefined : (least + 1 - left) / scale };
  }, { bytes, type, clip, bits: BITS, width: WIDTH, height: HEIGHT });
}
