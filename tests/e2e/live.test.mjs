import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { filled, launchBrowser, openPage } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { until } from './lib/wait.mjs';

let browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function serve(options) {
  const server = await startServer({
    scenario: 'eight',
    args: ['--interval', '100ms'],
    ...options,
  });
  onTestFinished(() => server.stop());
  return server;
}

/// A page that is fed by its WebSocket; `page.sockets` has what each one brought.
async function open(server, path) {
  const sockets = [];
  const page = await openPage(browser, server.origin + path, {
    prepare(page) {
      page.on('websocket', (socket) => {
        const brought = { samples: 0, bytes: 0, closed: false };
        sockets.push(brought);
        socket.on('framereceived', ({ payload }) => {
          brought.bytes += payload.length;
          if (payload.includes('"channel":"system"')) brought.samples += 1;
        });
        socket.on('close', () => {
          brought.closed = true;
        });
      });
    },
  });
  onTestFinished(() => page.context().close());
  page.sockets = sockets;
  await filled(page);
  await page.getByTitle('Pushed by the server at every sample.').waitFor();
  return page;
}

it('the page keeps one WebSocket, asks for nothing beside it, and opens the next by itself', async () => {
  const server = await serve();
  const page = await open(server, '/');
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await until('samples come', () => page.sockets[0].samples > 20);
  expect(page.sockets.length).toBe(1);
  expect(asked.filter((path) => /\/(all|system|gpu-metrics)$/.test(path))).toEqual([]);

  await server.stop();
  await until('the page knows', () => page.sockets[0].closed);
  await page.getByRole('alert').waitFor();
  await serve({ listen: server.url.host });
  await until('samples come by another', () => page.sockets.at(-1).samples > 20);
  expect(page.sockets.length).toBeGreaterThan(1);
  expect(page.sockets.slice(0, -1).every(({ closed }) => closed)).toBe(true);
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await page.getByTitle('Pushed by the server at every sample.').waitFor();
  expect(page.complaints).toEqual([]);
});

it('the page keeps nothing of 300 samples', async () => {
  const page = await open(await serve(), '/');
  const devtools = await page.context().newCDPSession(page);
  const [socket] = page.sockets;
  const after = async (samples) => {
    await until(`${samples} samples came`, () => socket.samples >= samples, { within: 90_000 });
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    return { used: usedSize, brought: socket.bytes };
  };
  const before = await after(30);
  const later = await after(socket.samples + 300);
  expect(page.sockets.length).toBe(1);
  // A sample that is kept, as text or parsed, takes more than half of its text's length.
  expect(later.used - before.used).toBeLessThan((later.brought - before.brought) / 4);
});
