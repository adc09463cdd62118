/** The servers that are measured, each a process of its own with its data in a temporary folder. */
import { join } from 'node:path'
import { freePort } from '../support/product.ts'
import { startAdref } from './adref-server.ts'
import { startChild, temporaryFolder } from './child.ts'
import { type Server, type ServerName, type ServerNeeds, serverNames } from './server.ts'

async function startPeer(id: Exclude<ServerName, 'adref'>): Promise<Server> {
  const folder = temporaryFolder()
  const port = await freePort()
  const child = await startChild(folder, port, {
    command: [join(import.meta.dirname, 'peers', `${id}.mjs`)],
    environment: {
      YPERSISTENCE: join(folder, 'level'),
      DATABASE: join(folder, 'docs.sqlite'),
      PAGE: join(folder, 'page'),
    },
    ready: 'ready',
  })
  const documentName = (document: number) => `document-${document}`
  return {
    ...child,
    id,
    name: serverNames[id],
    framing: id === 'hocuspocus' ? id : id === 'yws' ? 'y-websocket' : 'bare',
    documentName,
    headers: () => ({}),
    address(document) {
      if (id === 'tiptap' || id === 'express') return `http://localhost:${port}/`
      return `ws://localhost:${port}/${id === 'hocuspocus' ? '' : documentName(document)}`
    },
  }
}

/** Starts one server afresh, on an empty folder. */
export function startServer(id: ServerName, needs: ServerNeeds): Promise<Server> {
  return id === 'adref' ? startAdref(needs) : startPeer(id)
}
