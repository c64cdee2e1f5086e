// Layers, people, their rows and what is told of one of them, in a real browser against the real program.
//
//   BASE_URL='http://127.0.0.1:PORT/#token=...' node e2e/people.e2e.mjs
//
// CHROMIUM names the browser, SCREENSHOTS a folder for pictures: the people in them are drawn.
import assert from 'node:assert/strict';
import { drawnPeople, tracksOf } from './figures.mjs';
import { frameTimes, measured, seed } from './people.mjs';
import { door, openPage, until } from './stage.mjs';

const base = process.env.BASE_URL;
assert.ok(base, 'BASE_URL is the address that the program printed, with its token');
const { origin } = new URL(base);
const call = door(base);
const { page, inspect, step, play } = await openPage();
const overlay = page.getByTestId('overlay');

const job = await measured(call, drawnPeople('drawn-people.mp4'), ['scene_detection', 'motion_energy']);
assert.equal(job.status, 'completed', JSON.stringify(job.error));
const times = await frameTimes(base, job);
const { start_ms } = await call('GET', `/jobs/${job.id}/tracks`);
seed(job, { tracks: tracksOf(times, start_ms) });

const turns = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));
const jump = async (seconds) => {
  await page.keyboard.press('0');
  const box = await page.locator('[data-track=shots]').boundingBox();
  await page.mouse.click(box.x + (box.width * (seconds + 0.02)) / (times.length / 10), box.y + box.height / 2);
  await page.waitForFunction(() => document.querySelector('video')?.seeking === false);
  await turns();
};
/** How many pixels of the drawing are of nobody's grey. */
const coloured = () => overlay.evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let found = 0;
  for (let i = 0; i < data.length; i += 4) if (Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 50) found++;
  return found;
});
const layer = (name) => page.getByRole('button', { name, exact: true });

await play(async () => {
  await page.goto(base);
  await page.waitForFunction(() => !location.hash.includes('token'));
  await page.goto(`${origin}/viewer/${job.id}`);
  await page.waitForFunction(() => document.querySelector('video')?.readyState >= 2);

  await step('every layer that has a track can be switched, by pointer and by key, and takes its drawing away', async () => {
    await until('people are drawn', async () => (await coloured()) > 500);
    await jump(4);
    for (const [key, name] of [['1', 'Boxes'], ['2', 'Names'], ['3', 'Skeletons'], ['4', 'Landmarks'], ['5', 'Gaze'], ['6', 'Head pose']]) {
      const before = await coloured();
      await page.keyboard.press(key);
      await turns();
      assert.equal(await layer(name).getAttribute('aria-pressed'), 'false');
      assert.ok((await coloured()) < before, `${name} took ${before} to ${await coloured()}`);
    }
    assert.equal(await coloured(), 0, 'nothing is drawn when all are off');
    await page.reload();
    await page.waitForFunction(() => document.querySelector('video')?.readyState >= 2);
    assert.equal(await layer('Gaze').getAttribute('aria-pressed'), 'false', 'the choice is remembered');
    for (const name of ['Boxes', 'Names', 'Skeletons', 'Landmarks', 'Gaze', 'Head pose']) await layer(name).click();
    await until('people are drawn again', async () => (await coloured()) > 500);
  });

  await step('persons and faces have rows of their own and curves that can be chosen', async () => {
    for (const key of ['person:1', 'person:2', 'face:1', 'person_tracking.count', 'person_tracking.motion', 'face_analysis.pose', 'face_analysis.blendshapes', 'face_analysis.expression', 'face_analysis.gaze']) {
      await page.locator(`[data-track="${key}"]`).waitFor();
    }
    await page.getByLabel('Face signals: Person or face').selectOption({ label: 'Face 2 (Person 2)' });
    await page.getByLabel('Face signals: Measurement').selectOption({ label: 'Jawopen' });
    await page.locator('[data-track="face_analysis.pose"]').focus();
    await page.keyboard.press('ArrowRight');
    await until('the value is said', async () => /^Head pose, Face 1 \(Person 1\), yaw, \d+\.\d{3} at/.test(await page.getByTestId('said').innerText()));
    await page.locator('[data-track="person:2"]').focus();
    await page.keyboard.press('ArrowRight');
    assert.match(await page.getByTestId('said').innerText(), /^Person 2, 11\.200 s to/);
  });

  await step('the chosen person is told of in words, of the very frame', async () => {
    await jump(5);
    await page.locator('.viewer-facts').getByRole('button', { name: /^Person 1/ }).click();
    const words = page.getByTestId('chosen');
    await words.getByText('not sure enough to say').waitFor();
    await jump(1.2);
    await words.getByText('Measured in this frame.').first().waitFor();
    for (const part of [/Box\s+\d+ x \d+ at \d+, \d+/, /Joints, sure\s+17 of 17/, /yaw \d+°, pitch -?\d+°/, /Happy\s+\d+%/, /Mouth smile left/]) {
      await until(String(part), async () => part.test(await words.innerText()));
    }
    await page.keyboard.press('ArrowRight');
    await words.getByText('Measured 100 ms earlier. This frame was not looked at.').first().waitFor();
    await inspect('viewer-person');
    await jump(10);
    await page.locator('.viewer-facts').getByRole('button', { name: /^Person 2/ }).click();
    await words.getByText('Person 2 is not in the picture here.').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await words.count(), 0, 'Escape clears the choice');
    assert.equal(new URL(page.url()).pathname, `/viewer/${job.id}`, 'and stays in the viewer');
  });

  await step('a press on somebody in the picture chooses them', async () => {
    await jump(5);
    const box = await page.locator('.stage').boundingBox();
    await page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.55);
    await page.getByTestId('chosen').waitFor();
    await page.keyboard.press('Escape');
  });

  await step('light and dark, nothing found by axe', async () => {
    await jump(1.2);
    await inspect('viewer-people');
    await page.setViewportSize({ width: 1024, height: 700 });
    await turns();
    await inspect('viewer-people-small');
  });
}, /nothing/);
