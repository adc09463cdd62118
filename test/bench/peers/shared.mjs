// Builds the page of a shared editor as the product's client is built, and serves it with @y/websocket-server behind it.
import { join } from 'node:path'
import { build, preview } from 'vite'
import { WebSocketServer } from 'ws'
import { setupWSConnection } from './node_modules/@y/websocket-server/src/utils.js'

const outDir = process.env.PAGE
const project = join(import.meta.dirname, '..', '..', '..')
const own = (name) => [name, join(import.meta.dirname, 'node_modules', name)]
// One copy of each: what y-prosemirror and the schema share.
const shared = ['model', 'state', 'transform', 'view'].map((name) => [
  `prosemirror-${name}`,
  join(project, 'node_modules', `prosemirror-${name}`),
])
const settings = {
  configFile: false,
  root: join(import.meta.dirname, 'shared-editor'),
  logLevel: 'error',
  resolve: { alias: Object.fromEntries([...shared, own('yjs'), own('y-protocols')]) },
  build: { outDir, emptyOutDir: true, target: 'es2022' },
}
await build(settings)
const { httpServer } = await preview({
  ...settings,
  preview: { port: Number(process.env.PORT), strictPort: true },
})
const server = new WebSocketServer({ noServer: true })
httpServer.on('upgrade', (request, socket, head) =>
  server.handleUpgrade(request, socket, head, (each) => setupWSConnection(each, request)),
)
console.log('ready')
