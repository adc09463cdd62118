// A bare ws server: every frame goes to everybody in its room; a room's first frame of type 9 is kept and sent to who joins.
import { WebSocketServer } from 'ws'

const rooms = new Map()
const server = new WebSocketServer({ port: Number(process.env.PORT), perMessageDeflate: false })
server.on('connection', (socket, request) => {
  const name = request.url.split('?')[0]
  const room = rooms.get(name) ?? { sockets: new Set(), kept: undefined }
  rooms.set(name, room)
  room.sockets.add(socket)
  if (room.kept) socket.send(room.kept)
  socket.on('error', () => undefined)
  socket.on('close', () => room.sockets.delete(socket))
  socket.on('message', (data) => {
    if (data[0] === 9) room.kept = data
    else for (const each of room.sockets) each.send(data)
  })
})
server.on('listening', () => console.log('ready'))
