// Drives the Models screen in a real browser against a program of its own. No model is fetched from anywhere: the program's way
// out is a proxy of this script that first says nothing and then refuses.
//
//   PROGRAM=/path/to/videoannotator VIDEOANNOTATOR_RUNTIME_DIR=... VIDEOANNOTATOR_SHARED=... node e2e/models.e2e.mjs
//
// CHROMIUM names the browser, SCREENSHOTS a folder for pictures. Exits with 1 on the first failure.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { door, media, openPage, startProgram, until } from './stage.mjs';

/** Takes the wish for a way out and holds it until it is told to refuse. */
function gate() {
  const held = new Set();
  let open = false;
  const server = createServer().unref();
  server.on('connect', (request, socket) => {
    socket.unref();
    socket.on('error', () => undefined);
    if (open) socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    else held.add(socket);
  });
  return {
    start: () => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`))),
    refuse: () => {
      open = true;
      for (const socket of held) socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    },
    asked: () => held.size,
    stop: () => {
      for (const socket of held) socket.destroy();
      server.close();
    },
  };
}

const home = join(media, 'home');
const stick = join(media, 'stick');
const way = gate();
const { page, inspect, step, play } = await openPage();
const row = (title) => page.getByRole('row').filter({ has: page.getByRole('button', { name: title, exact: true }) });
const shared = process.env.VIDEOANNOTATOR_SHARED && join(process.env.VIDEOANNOTATOR_SHARED, 'models');
const real = shared && existsSync(join(shared, 'yolox_nano.onnx')) ? join(shared, 'yolox_nano.onnx') : undefined;
if (!real) {
  assert.notEqual(process.env.VIDEOANNOTATOR_REQUIRE_SHARED, '1', 'the shared models are not there');
  console.error('SKIPPED: what needs a real model file; set VIDEOANNOTATOR_SHARED to run it');
}

await play(async () => {
  mkdirSync(stick, { recursive: true });
  mkdirSync(home, { recursive: true });
  const proxy = await way.start();
  const program = await startProgram({
    HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache'),
    VIDEOANNOTATOR_STORAGE_DIR: undefined, VIDEOANNOTATOR_MODELS_DIR: undefined, HTTPS_PROXY: proxy, https_proxy: proxy, NO_PROXY: undefined, no_proxy: undefined,
  });
  const api = door(program.base);
  const model = async (id) => api('GET', `/models/${id}`);
  const [person, speech, terms] = [await model('yolox-nano'), await model('silero-vad'), await model('fsanet-1x1')];

  await step('the models are read and shown, with what is bundled', async () => {
    let release;
    const held = new Promise((resolve) => { release = resolve; });
    // the rail asks for them too
    await page.route('**/api/v1/models', async (route) => { await held; await route.continue(); });
    await page.goto(program.base);
    await page.getByRole('link', { name: 'Models' }).click();
    await page.getByText('Looking at the models…').waitFor();
    await inspect('models-loading');
    release();
    await row(speech.title).getByText('Verified').waitFor();
    await page.unroute('**/api/v1/models');
    await row(speech.title).getByText('Bundled').waitFor();
    await row(person.title).getByText('Not installed').waitFor();
    assert.equal(await row(speech.title).getByRole('button', { name: /^Remove/ }).count(), 0, 'what is bundled stays');
    await inspect('models');
  });

  await step('everything that is known of a model can be read', async () => {
    await page.getByRole('button', { name: terms.title, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(terms.training_data).waitFor();
    await dialog.getByText(terms.sha256).waitFor();
    await inspect('models-about');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  await step('a download shows how far it is, is paused, resumed and cancelled', async () => {
    assert.equal(way.asked(), 0, 'nothing went out before somebody asked');
    const line = row(person.title);
    await line.getByRole('button', { name: `Download: ${person.title}` }).click();
    await line.getByRole('progressbar').waitFor();
    await until('the program asks for a way out', () => way.asked() > 0);
    await inspect('models-downloading');
    await line.getByRole('button', { name: `Pause the download of ${person.title}` }).click();
    await line.getByText(/^Paused at/).waitFor();
    await inspect('models-paused');
    await line.getByRole('button', { name: `Resume: ${person.title}` }).click();
    await line.getByRole('button', { name: `Pause the download of ${person.title}` }).waitFor();
    await line.getByRole('button', { name: `Cancel the download of ${person.title}` }).click();
    await line.getByText('Not installed').waitFor();
    assert.equal((await model(person.id)).transfer, null);
  });

  await step('terms are shown, and nothing is fetched before they are accepted', async () => {
    const before = way.asked();
    await row(terms.title).getByRole('button', { name: `Download: ${terms.title}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(terms.training_data).waitFor();
    await dialog.getByRole('button', { name: 'Download' }).click();
    await dialog.getByText('Tick the box to go on.').waitFor();
    await inspect('models-terms');
    await dialog.getByRole('button', { name: 'Not now' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(way.asked(), before);
    assert.equal((await model(terms.id)).accepted, false);
  });

  await step('a download that finds no way out says why and what to do', async () => {
    way.refuse();
    const line = row(person.title);
    await line.getByRole('button', { name: `Download: ${person.title}` }).click();
    await line.getByText('Download failed').waitFor();
    const { transfer } = await model(person.id);
    assert.equal(transfer.error.code, 'DOWNLOAD_FAILED');
    await line.getByText(transfer.error.hint.slice(1, 40)).waitFor();
    await inspect('models-failed');
    await line.getByRole('button', { name: `Try again: ${person.title}` }).waitFor();
    await line.getByRole('button', { name: `Cancel the download of ${person.title}` }).click();
    await line.getByText('Not installed').waitFor();
  });

  await step('an import says what was found, or why nothing was', async () => {
    await page.getByRole('button', { name: 'Import…', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText('Enter the full path of a folder or file.').waitFor();
    writeFileSync(join(stick, 'holiday.txt'), 'no model');
    await dialog.getByLabel('Folder or file').fill(stick);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByRole('alert').waitFor();
    await inspect('models-import-refused');
    if (real) {
      copyFileSync(real, join(stick, 'some name.bin'));
      await dialog.getByLabel('Folder or file').fill(stick);
      await dialog.getByRole('button', { name: 'Import', exact: true }).click();
      await dialog.getByText('1 model imported.').waitFor();
      await dialog.getByText(/holiday\.txt/).waitFor();
      await inspect('models-imported');
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  if (real) {
    await step('what was imported is verified, refused when it was altered, and removed', async () => {
      const line = row(person.title);
      await line.getByText('Verified').waitFor();
      await line.getByText('Imported').waitFor();
      const { path } = await model(person.id);
      assert.deepEqual(readFileSync(path), readFileSync(real));
      const bytes = readFileSync(path);
      bytes[1000] ^= 1;
      writeFileSync(path, bytes);
      await line.getByRole('button', { name: `Verify ${person.title}` }).click();
      await line.getByText('Altered, not used').waitFor();
      await inspect('models-altered');
      await line.getByRole('button', { name: `Remove ${person.title}` }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await line.getByText('Not installed').waitFor();
      assert.ok(!existsSync(path));
    });
  }

  await step('all are verified at once', async () => {
    await page.getByRole('button', { name: 'Verify all' }).click();
    await page.getByText(/read and compared with the catalogue/).waitFor();
  });

  await step('it works by keyboard alone', async () => {
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Control+3');
    const entry = page.getByRole('button', { name: speech.title, exact: true });
    await entry.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await until('the focus is back', () => entry.evaluate((element) => element === document.activeElement));
  });

  await step('an answer that does not come is said, and asked for again', async () => {
    await page.route('**/api/v1/models', (route) => route.abort());
    await page.reload();
    await page.getByText('The models could not be read.').waitFor();
    await inspect('models-unreadable');
    await page.unroute('**/api/v1/models');
    await page.getByRole('button', { name: 'Read again' }).click();
    await row(speech.title).waitFor();
  });
  way.stop();
}, /ERR_FAILED|422|409/);
