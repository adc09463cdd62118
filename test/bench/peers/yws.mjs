// @y/websocket-server with y-leveldb, as its own command starts it: YPERSISTENCE names the folder.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { setupWSConnection } from './node_modules/@y/websocket-server/src/utils.js'

const http = createServer()
const server = new WebSocketServer({ server: http })
server.on('connection', (socket, request) => setupWSConnection(socket, request))
http.listen(Number(process.env.PORT), () => console.log('ready'))
