/** Socket upgrades: `/sync/<textId>` goes to the words, anything else is refused. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { optInParameter } from '#shared/protocol/frames'
import { addressOf } from './address.ts'
import type { HttpContext } from './context.ts'
import { isCrossSiteUpgrade } from './security.ts'
import { textDoor } from './text-door.ts'

/** The other side may never close its end: the socket is not waited for. */
function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  )
}

/** Lets sockets in on the HTTP server. */
export function acceptUpgrades(server: Server, context: HttpContext): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const target = URL.canParse(request.url ?? '', 'http://host')
      ? new URL(request.url ?? '', 'http://host')
      : undefined
    if (!target?.pathname.startsWith('/sync/')) return refuseUpgrade(socket, '404 Not Found')
    if (isCrossSiteUpgrade(request)) return refuseUpgrade(socket, '403 Forbidden')
    const query = target.searchParams
    const name = target.pathname.slice('/sync/'.length)
    const { textId, reader } = textDoor(context, request, name, query)
    const optedIn = query.has(optInParameter)
    const address = addressOf(request, context.trustedProxies)
    return context.rooms.handleUpgrade(request, socket, head, textId, reader, optedIn, address)
  })
}
