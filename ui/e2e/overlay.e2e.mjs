// The drawing over the picture, in a real browser against the real program: in every paused and playing picture the
// drawn box must be that of the frame whose number the picture carries.
//
//   BASE_URL='http://127.0.0.1:PORT/#token=...' node e2e/overlay.e2e.mjs
//
// CHROMIUM names the browser, SCREENSHOTS a folder for pictures. Needs ffmpeg and python3 in the path.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { barcoded, frameTimes, measured, reader, screencast, seed, walker } from './people.mjs';
import { door, media, openPage, until } from './stage.mjs';

const base = process.env.BASE_URL;
assert.ok(base, 'BASE_URL is the address that the program printed, with its token');
const { origin } = new URL(base);
const call = door(base);
const { page, inspect, step, play } = await openPage();
const read = await reader(page.context());
const stage = page.locator('.stage');
const overlay = page.getByTestId('overlay');

const CLIPS = [
  ['B-frames', 'bframes.mp4', { output: ['-bf', '3', '-g', '60'] }],
  ['29.97 frames a second', 'ntsc.mp4', { rate: '30000/1001', output: ['-bf', '2'] }],
  // frames of 13 to 53 ms in no rhythm
  ['a varying frame rate', 'vfr.mp4', { filter: 'settb=1/90000,setpts=(N/30+0.02*sin(N))*90000', output: ['-bf', '2', '-fps_mode', 'passthrough', '-enc_time_base', '1/90000', '-video_track_timescale', '90000'] }],
];

const open = async (job) => {
  await page.goto(`${origin}/viewer/${job.id}`);
  await page.waitForFunction(() => document.querySelector('video')?.readyState >= 2);
  await page.waitForFunction(() => Number(document.querySelector('[data-testid=overlay]')?.dataset.frame ?? -1) >= 0);
};
/** Two turns of the browser after the seek: what was decided is on the screen. */
const settled = async () => {
  await page.waitForFunction(() => document.querySelector('video')?.seeking === false);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));
};
const look = async () => read((await stage.screenshot()).toString('base64'));
const told = () => overlay.evaluate((canvas) => ({ ...canvas.dataset }));
const jump = async (share) => {
  const box = await page.locator('[data-track=shots]').boundingBox();
  await page.mouse.click(box.x + box.width * share, box.y + box.height / 2);
  await page.mouse.move(1, 1);
  await settled();
};
const range = (n, first = 0, by = 1) => Array.from({ length: Math.ceil((n - first) / by) }, (_, i) => first + i * by);

/** A job in whose every frame the person stands one pixel further to the right. */
async function everyFrame(clip, options) {
  const job = await measured(call, barcoded(clip, options));
  assert.equal(job.status, 'completed', JSON.stringify(job.error));
  const times = await frameTimes(base, job);
  const { start_ms } = await call('GET', `/jobs/${job.id}/tracks`);
  seed(job, { tracks: walker(times, start_ms, range(times.length), (frame) => frame) });
  return { job, times, start_ms };
}

async function still(words, times) {
  const wrong = [];
  let readout = 0;
  let pictures = 0;
  const check = async () => {
    const seen = await look();
    const { frame } = await told();
    pictures++;
    if (seen.edge === undefined || Math.abs(seen.edge - seen.frame) > 0.5 || Number(frame) !== seen.frame) wrong.push({ ...seen, told: frame });
    const shown = Number(/frame ([\d,]+)/.exec(await page.getByTestId('readout').innerText())?.[1]);
    if (shown !== seen.frame) readout++;
  };
  for (const share of [0.03, 0.27, 0.5, 0.71, 0.96]) {
    await jump(share);
    await check();
  }
  await jump(0.4);
  for (const key of [...Array(5).fill('ArrowRight'), ...Array(4).fill('ArrowLeft')]) {
    await page.keyboard.press(key);
    await settled();
    await check();
  }
  console.log(`   ${words}: ${pictures} still pictures of ${times.length} frames, ${wrong.length} with another frame's drawing, readout off in ${readout}`);
  assert.deepEqual(wrong, [], words);
}

async function moving(words) {
  await page.keyboard.press('0');
  await jump(0.02);
  const clip = await stage.boundingBox();
  await page.keyboard.press('Space');
  const pictures = await screencast(page, 2500);
  await page.keyboard.press('k');
  const seen = [];
  for (const picture of pictures) seen.push(await read(picture, 'png', clip));
  const ahead = seen.filter(({ edge }) => edge !== undefined).map(({ edge, frame }) => Math.round(edge) - frame);
  const exact = ahead.filter((by) => by === 0).length;
  const frames = new Set(seen.map(({ frame }) => frame)).size;
  console.log(`   ${words}: ${seen.length} pictures while playing, of ${frames} frames, ${ahead.length} with a drawing, ${exact} exact, others off by ${[...new Set(ahead.filter(Boolean))].join(', ') || 'none'}`);
  assert.ok(frames >= 10 && ahead.length >= 0.9 * seen.length, `${words}: ${ahead.length} of ${seen.length} pictures have a drawing`);
  // the next frame may come while this one is being painted
  assert.ok(ahead.every((by) => Math.abs(by) <= 1), `${words}: off by ${ahead.join(' ')}`);
  assert.ok(exact >= 0.95 * ahead.length, `${words}: ${exact} of ${ahead.length} are exact`);
}

await play(async () => {
  await page.goto(base);
  await page.waitForFunction(() => !location.hash.includes('token'));
  for (const [words, clip, options] of CLIPS) {
    await step(`the drawing is that of the frame on screen: ${words}`, async () => {
      const { job, times } = await everyFrame(clip, options);
      await open(job);
      await still(words, times);
      await moving(words);
    });
  }

  await step('between two looks the last one is held, and not for longer than one and a half times their distance', async () => {
    const job = await measured(call, join(media, 'bframes.mp4'));
    const times = await frameTimes(base, job);
    const { start_ms } = await call('GET', `/jobs/${job.id}/tracks`);
    // looked at every 6th frame; from 60 on nobody is there, from 90 to 119 nobody looked, after that it is there again
    const looked = range(times.length, 0, 6).filter((frame) => frame < 90 || frame >= 120);
    seed(job, { tracks: walker(times, start_ms, looked, (frame) => (frame >= 60 && frame < 90 ? undefined : frame)) });
    await open(job);
    const at = async (frame) => {
      await jump((times[frame] + 0.016) / (times.at(-1) + times[1]));
      const seen = await look();
      assert.equal(seen.frame, frame, 'the jump shows the frame that was meant');
      return { seen, told: await told() };
    };
    const exact = await at(48);
    assert.equal(exact.told.person, '48');
    assert.ok(Math.abs(exact.seen.edge - 48) < 0.5 && exact.seen.strength > 230, `frame 48 shows its own rows in full: ${JSON.stringify(exact)}`);
    const held = await at(52);
    assert.equal(held.told.person, '48');
    assert.ok(Math.abs(held.seen.edge - 48) < 0.8 && held.seen.strength < 215, `frame 52 shows those of 48, fainter: ${JSON.stringify(held)}`);
    assert.equal((await at(62)).seen.edge, undefined, 'nobody was there when frame 60 was looked at');
    assert.equal((await at(93)).told.person, '84', 'nine frames after the last look it still stands for the picture');
    assert.equal((await at(94)).told.person, '', 'ten frames after it nothing does');
    assert.equal((await at(118)).seen.edge, undefined);
    assert.ok(Math.abs((await at(122)).seen.edge - 120) < 0.8, 'and it is there again with the next look');
  });

  await step('boxes fit the picture, letterboxed, turned and with oblong pixels, on a screen of twice the density', async () => {
    const green = 'color=gray:size=320x180:rate=10,drawbox=x=200:y=30:w=60:h=100:color=0x00ff00:t=fill';
    const make = (name, input, output) => {
      const path = join(media, name);
      execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', input, '-t', '2', '-c:v', 'libx264', '-pix_fmt', 'yuv420p', ...output, path]);
      return path;
    };
    const plain = make('plain.mp4', green, []);
    const turned = join(media, 'turned.mp4');
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', plain, '-c', 'copy', '-metadata:s:v', 'rotate=90', turned]);
    const oblong = make('oblong.mp4', `${green},scale=160:180,setsar=2`, []);
    for (const path of [plain, turned, oblong]) {
      const job = await measured(call, path);
      const [video] = (await call('GET', '/videos')).videos.filter((one) => one.id === job.video_id);
      const times = await frameTimes(base, job);
      const { start_ms } = await call('GET', `/jobs/${job.id}/tracks`);
      // the green area in pixels of the recording as shown
      const sideways = video.height > video.width;
      const place = sideways ? (video.rotation === 270 ? [30, 60, 100, 60] : [50, 200, 100, 60]) : [(200 * video.width) / 320, 30, (60 * video.width) / 320, 100];
      const tracks = walker(times, start_ms, range(times.length), () => 0);
      tracks[0].rows = tracks[0].rows.map(([ms, who, score]) => [ms, who, score, place]);
      seed(job, { tracks });
      const context = await page.context().browser().newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2, storageState: await page.context().storageState() });
      const sharp = await context.newPage();
      await sharp.goto(base);
      await sharp.waitForFunction(() => !location.hash.includes('token'));
      await sharp.goto(`${origin}/viewer/${job.id}`);
      await sharp.waitForFunction(() => document.querySelector('.overlay')?.dataset.person);
      await sharp.keyboard.press('2'); // a name has the colour of its box
      const found = await until('the box is drawn', () => sharp.evaluate(() => {
        const [canvas, element] = [document.querySelector('.overlay'), document.querySelector('video')];
        if (!canvas?.dataset.person || element.readyState < 2) return false;
        const extent = (brush, is) => {
          const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
          const found = [Infinity, Infinity, -Infinity, -Infinity];
          for (let i = 0; i < data.length; i += 4) {
            if (!is(data, i)) continue;
            const [x, y] = [(i / 4) % canvas.width, Math.floor(i / 4 / canvas.width)];
            [found[0], found[1]] = [Math.min(found[0], x), Math.min(found[1], y)];
            [found[2], found[3]] = [Math.max(found[2], x + 1), Math.max(found[3], y + 1)];
          }
          return found;
        };
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
        const scale = Math.min(canvas.width / element.videoWidth, canvas.height / element.videoHeight);
        const [w, h] = [element.videoWidth * scale, element.videoHeight * scale];
        copy.drawImage(element, (canvas.width - w) / 2, (canvas.height - h) / 2, w, h);
        const drawn = extent(canvas.getContext('2d'), (d, i) => d[i + 3] > 200 && d[i] > 230 && d[i + 1] > 160 && d[i + 2] < 110);
        const shown = extent(copy, (d, i) => d[i + 1] > 200 && d[i] < 90 && d[i + 2] < 90);
        return { drawn, shown, density: canvas.width / canvas.clientWidth };
      }).then((seen) => seen && Number.isFinite(seen.drawn[0]) && seen));
      assert.equal(found.density, 2, 'the canvas has the pixels of the screen');
      // the stroke of two pixels, four on this screen, lies half outside
      const off = found.drawn.map((edge, i) => edge - found.shown[i]);
      const name = path.split('/').at(-1);
      console.log(`   ${name}: ${video.width} x ${video.height}, rotation ${video.rotation}, edges off by ${off.map((by) => by.toFixed(1)).join(' ')} device pixels`);
      assert.ok(off.every((by) => Math.abs(by) <= 6), `${name}: ${JSON.stringify(found)}`);
      await context.close();
    }
  });
  await step('a recording without people has no layers', async () => {
    const job = await measured(call, join(media, 'plain.mp4'));
    await open(job);
    assert.equal(await page.getByRole('heading', { name: 'Layers' }).count(), 0);
    assert.equal(await page.getByRole('heading', { name: 'People' }).count(), 0);
    await inspect('viewer-nobody');
  });
}, /nothing/);
