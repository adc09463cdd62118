// hocuspocus with its SQLite extension; the token `reader` may only read.
import { SQLite } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'

const server = new Server({
  port: Number(process.env.PORT),
  quiet: true,
  extensions: [new SQLite({ database: process.env.DATABASE })],
  async onAuthenticate({ token, connectionConfig }) {
    connectionConfig.readOnly = token === 'reader'
  },
})
await server.listen()
console.log('ready')
