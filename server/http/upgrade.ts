/** Socket upgrades: `/sync/<textId>` goes to the words, anything else is refused. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { GroupId, TextId } from '#shared/domain/ids'
import { optInParameter } from '#shared/protocol/frames'
import type { HttpContext } from './context.ts'
import { isCrossSiteUpgrade } from './security.ts'
import { signInOf } from './sign-in.ts'

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** An id that no text has, so that a malformed name is refused like an unknown one. */
const noText = TextId.parse(`t_${'0'.repeat(32)}`)
const noGroup = GroupId.parse(`g_${'0'.repeat(32)}`)

/** Lets sockets in on the HTTP server. */
export function acceptUpgrades(server: Server, context: HttpContext): void {
  const { identity, records, rooms, isSecure } = context
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const target = URL.canParse(request.url ?? '', 'http://host')
      ? new URL(request.url ?? '', 'http://host')
      : undefined
    if (!target?.pathname.startsWith('/sync/')) return refuseUpgrade(socket, '404 Not Found')
    if (isCrossSiteUpgrade(request)) return refuseUpgrade(socket, '403 Forbidden')
    const textId = TextId.safeParse(target.pathname.slice('/sync/'.length))
    const groupId = textId.success ? records.groupOfText(textId.data) : undefined
    const signIn = signInOf(request, identity, isSecure, target.searchParams)
    const reader = signIn && groupId && identity.readerIn(signIn, groupId)
    // A signed-in stranger learns no more of a text than of one that does not exist.
    const isKnown = textId.success && (reader !== undefined || !signIn)
    const stranger = signIn && { sessionKey: signIn.sessionKey, groupId: noGroup, memberId: null }
    return rooms.handleUpgrade(
      request,
      socket,
      head,
      isKnown ? textId.data : noText,
      reader ?? stranger,
      target.searchParams.has(optInParameter),
    )
  })
}
