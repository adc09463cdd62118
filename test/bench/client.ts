/** A client of the benchmark: frames by hand, in the framing of the server that it talks to. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { Server } from './servers.ts'

export interface ClientEvents {
  /** An update, or a step 2, with the time at which it came (performance.now). */
  onUpdate?: (update: Uint8Array, isStep2: boolean) => void
  /** Adref's `saved`: so many messages of this connection are on disk. */
  onSaved?: (count: number) => void
  onFrame?: () => void
}

export interface Client {
  readonly socket: WebSocket
  sendUpdate(update: Uint8Array): void
  /** Asks for what is missing since a state vector. */
  sendStep1(stateVector?: Uint8Array): void
  sendAwareness(clientId: number, clock: number, state: unknown): void
  close(): void
}

const emptyVector = Uint8Array.of(0)

/** Opens a client; resolves when the socket is open. A bare server gets the updates in y-websocket's framing. */
export function openClient(
  server: Server,
  document: number,
  writer: number,
  events: ClientEvents = {},
): Promise<Client> {
  const isHocuspocus = server.framing === 'hocuspocus'
  const name = server.documentName(document)
  const socket = new WebSocket(server.address(document, writer), { perMessageDeflate: false })
  socket.binaryType = 'nodebuffer'
  const send = (write: (encoder: encoding.Encoder) => void) => {
    if (socket.readyState !== socket.OPEN) return
    const encoder = encoding.createEncoder()
    if (isHocuspocus) encoding.writeVarString(encoder, name)
    write(encoder)
    socket.send(encoding.toUint8Array(encoder))
  }
  const sync = (message: number, payload: Uint8Array) =>
    send((encoder) => {
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarUint(encoder, message)
      encoding.writeVarUint8Array(encoder, payload)
    })
  const client: Client = {
    socket,
    sendUpdate: (update) => sync(2, update),
    sendStep1: (stateVector = emptyVector) => sync(0, stateVector),
    sendAwareness(clientId, clock, state) {
      const inner = encoding.createEncoder()
      encoding.writeVarUint(inner, 1)
      encoding.writeVarUint(inner, clientId)
      encoding.writeVarUint(inner, clock)
      encoding.writeVarString(inner, JSON.stringify(state))
      send((encoder) => {
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner))
      })
    },
    close: () => socket.terminate(),
  }
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => {
    events.onFrame?.()
    const decoder = decoding.createDecoder(data)
    if (isHocuspocus) decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    if (type === 100) events.onSaved?.(decoding.readVarUint(decoder))
    if (type !== 0) return
    const message = decoding.readVarUint(decoder)
    if (message > 0) events.onUpdate?.(decoding.readVarUint8Array(decoder), message === 1)
  })
  return new Promise((settle, fail) => {
    socket.once('close', () => fail(new Error(`${server.name} closed a connection`)))
    socket.once('open', () => {
      if (isHocuspocus)
        send((encoder) => {
          encoding.writeVarUint(encoder, 2)
          encoding.writeVarUint(encoder, 0)
          encoding.writeVarString(encoder, '')
          encoding.writeVarString(encoder, '4.7.0')
        })
      settle(client)
    })
  })
}

/** Types into a document of its own; each key is one update. */
export function openTypist(clientId?: number): {
  readonly doc: Y.Doc
  key(words?: string): Uint8Array
} {
  const doc = new Y.Doc()
  if (clientId !== undefined) doc.clientID = clientId
  const text = doc.getText('bench')
  let last: Uint8Array = new Uint8Array()
  doc.on('update', (update: Uint8Array) => {
    last = update
  })
  return {
    doc,
    key(words = 'x') {
      text.insert(text.length, words)
      return last
    },
  }
}

export async function until(what: string, holds: () => boolean, patience = 60_000): Promise<void> {
  const deadline = performance.now() + patience
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`It never came to this: ${what}`)
    await new Promise((settle) => setTimeout(settle, 2))
  }
}

/** Percentiles of numbers. */
export function percentiles(values: readonly number[]): { p50: number; p95: number; p99: number } {
  const sorted = values.toSorted((one, other) => one - other)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/** Frames that were read lately: everybody in a document gets the same, and reading it once is enough. */
const recent: { readonly update: Uint8Array; readonly clocks: ReadonlyMap<number, number> }[] = []

/** How far an update reaches for each client in it: the clock after its last character. */
export function clocksOf(update: Uint8Array): ReadonlyMap<number, number> {
  const known = recent.find((each) => Buffer.compare(each.update, update) === 0)
  if (known) return known.clocks
  const clocks = Y.parseUpdateMeta(update).to
  recent.unshift({ update, clocks })
  recent.length = Math.min(recent.length, 8)
  return clocks
}
