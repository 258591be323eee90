// The peer: ws, which sends the message in the file to everyone every second.
import { readFileSync } from 'node:fs';
import { WebSocketServer } from 'ws';

const [port, file] = process.argv.slice(2);
const message = JSON.parse(readFileSync(file, 'utf8'));
const server = new WebSocketServer({ port: Number(port), host: '127.0.0.1' });
setInterval(() => {
  const text = JSON.stringify({ ...message, timestamp: new Date().toISOString() });
  const bytes = Buffer.from(text);
  for (const client of server.clients) client.send(bytes, { binary: false });
}, 1000);
