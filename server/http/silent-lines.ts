/** Lines on which nothing has been asked yet: bounded for all together, and the address with the most gives one up. */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { openFairPlaces } from '../sync/fair-places.ts'
import { countedAddress } from './address.ts'

/** A line that says nothing costs some kilobytes and a descriptor; the head of its first request is timed besides. */
const mostSilent = 2000

/** Bounds the lines of a server that have said nothing. */
export function boundSilentLines(server: Server, most = mostSilent): void {
  const places = openFairPlaces(most)
  const leaves = new WeakMap<Socket, () => void>()
  const speaks = ({ socket }: IncomingMessage) => leaves.get(socket)?.()
  server.on('connection', (socket: Socket) => {
    const leave = places.enter(countedAddress(socket.remoteAddress ?? ''), () => socket.destroy())
    if (!leave) {
      socket.destroy()
      return
    }
    leaves.set(socket, leave)
    socket.on('close', leave)
  })
  server.prependListener('request', speaks)
  server.prependListener('upgrade', speaks)
}
