/** Frames by hand, on either carrier, for what no well-behaved provider would send. */
import { WebSocket } from 'ws'
import { HttpSocket } from '../../client/live/http-socket.ts'
import type { Carrier, Served } from './served.ts'

/** A socket that shows what it hears, frame by frame. */
export interface RawSocket {
  readonly socket: { send(bytes: Uint8Array): void; close(): void }
  readonly heard: Uint8Array[]
  readonly closed: Promise<number>
}

/** A socket without a provider, on either carrier. */
export function rawOn(
  room: Pick<Served, 'url' | 'tokens'>,
  carrier: Carrier,
  seat: string,
  textId: string,
  query = 'adref=1',
): Promise<RawSocket> {
  const address = `${room.url.replace('http', 'ws')}/sync/${textId}?${query}&token=${room.tokens[seat] ?? ''}`
  const socket = carrier === HttpSocket ? new HttpSocket(address) : new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  const heard: Uint8Array[] = []
  return new Promise((settle) => {
    const closed = new Promise<number>((told) => {
      // Handlers of the kind that both carriers have.
      Object.assign(socket, {
        onopen: () => settle({ socket, heard, closed }),
        onerror: () => undefined,
        onmessage({ data }: { data: unknown }) {
          if (data instanceof ArrayBuffer) heard.push(new Uint8Array(data))
        },
        onclose({ code }: { code: number }) {
          told(code)
          settle({ socket, heard, closed })
        },
      })
    })
  })
}
