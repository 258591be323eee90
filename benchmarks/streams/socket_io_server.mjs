// The peer: socket.io, which sends the message in the file to a room every second.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const [port, file] = process.argv.slice(2);
const message = JSON.parse(readFileSync(file, 'utf8'));
const http = createServer();
const io = new Server(http, { perMessageDeflate: false });
io.on('connection', (socket) => {
  socket.on('subscribe', ({ channel }) => {
    socket.join(channel);
    socket.emit('subscribed', { channel });
  });
});
setInterval(() => {
  const timestamp = new Date().toISOString();
  io.to(message.channel).emit('system:metrics', { ...message, timestamp });
}, 1000);
http.listen(Number(port), '127.0.0.1');
