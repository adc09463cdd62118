/** A client of the benchmark: frames by hand, in the framing of the server that it talks to. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import type { Server, Who } from './server.ts'

export interface ClientEvents {
  /** An update, or a step 2. */
  readonly onUpdate?: (update: Uint8Array, isStep2: boolean) => void
  /** The server asks for what it lacks. */
  readonly onStep1?: (stateVector: Uint8Array, client: Client) => void
  readonly onAwareness?: (payload: Uint8Array) => void
  /** Adref's `saved`: so many messages of this connection are on disk. */
  readonly onSaved?: (count: number) => void
  /** Any frame, before it is read. */
  readonly onFrame?: (data: Uint8Array) => void
}

export interface Client {
  readonly socket: WebSocket
  /** Resolves with the close code. */
  readonly closed: Promise<number>
  /** An update as a frame, to be sent later. */
  updateFrame(update: Uint8Array): Uint8Array
  /** Sends a frame as it is; nothing when the socket is closed. */
  send(frame: Uint8Array): void
  sendUpdate(update: Uint8Array): void
  sendStep1(stateVector?: Uint8Array): void
  sendStep2(update: Uint8Array): void
  sendAwareness(clientId: number, clock: number, state: unknown): void
  close(): void
}

const emptyVector = Uint8Array.of(0)
const sync = { step1: 0, step2: 1, update: 2 }

/** Opens a client; resolves when the socket is open. A bare server gets y-websocket's framing. */
export function openClient(
  server: Server,
  document: number,
  who: Who,
  events: ClientEvents = {},
): Promise<Client> {
  const isHocuspocus = server.framing === 'hocuspocus'
  const name = server.documentName(document)
  const socket = new WebSocket(server.address(document, who), {
    perMessageDeflate: false,
    handshakeTimeout: 30_000,
    headers: server.headers(who),
  })
  socket.binaryType = 'nodebuffer'
  const frame = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
    const encoder = encoding.createEncoder()
    if (isHocuspocus) encoding.writeVarString(encoder, name)
    write(encoder)
    return encoding.toUint8Array(encoder)
  }
  const syncFrame = (message: number, payload: Uint8Array): Uint8Array =>
    frame((encoder) => {
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarUint(encoder, message)
      encoding.writeVarUint8Array(encoder, payload)
    })
  const send = (bytes: Uint8Array) => {
    if (socket.readyState === socket.OPEN) socket.send(bytes)
  }
  const client: Client = {
    socket,
    closed: new Promise((settle) => socket.once('close', settle)),
    updateFrame: (update) => syncFrame(sync.update, update),
    send,
    sendUpdate: (update) => send(syncFrame(sync.update, update)),
    sendStep1(stateVector = emptyVector) {
      // A bare server would forward the question to everybody.
      if (server.framing !== 'bare') send(syncFrame(sync.step1, stateVector))
    },
    sendStep2: (update) => send(syncFrame(sync.step2, update)),
    sendAwareness(clientId, clock, state) {
      const inner = encoding.createEncoder()
      for (const number of [1, clientId, clock]) encoding.writeVarUint(inner, number)
      encoding.writeVarString(inner, JSON.stringify(state))
      const payload = encoding.toUint8Array(inner)
      send(
        frame((encoder) => {
          encoding.writeVarUint(encoder, 1)
          encoding.writeVarUint8Array(encoder, payload)
        }),
      )
    },
    close: () => socket.terminate(),
  }
  socket.on('error', () => undefined)
  const read = (data: Uint8Array) => {
    const decoder = decoding.createDecoder(data)
    if (isHocuspocus) decoding.readVarUint8Array(decoder)
    const type = decoding.readVarUint(decoder)
    if (type === 100) events.onSaved?.(decoding.readVarUint(decoder))
    if (type === 1) events.onAwareness?.(decoding.readVarUint8Array(decoder))
    if (type !== 0) return
    const message = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    if (message === sync.step1) events.onStep1?.(payload, client)
    else events.onUpdate?.(payload, message === sync.step2)
  }
  socket.on('message', (data: Buffer) => {
    events.onFrame?.(data)
    try {
      read(data)
    } catch {
      // A server that checks nothing forwards the garbage of others.
    }
  })
  return new Promise((settle, fail) => {
    socket.once('close', (code) => fail(new Error(`${server.name} closed a connection (${code})`)))
    socket.once('open', () => {
      if (isHocuspocus)
        send(
          frame((encoder) => {
            encoding.writeVarUint(encoder, 2)
            encoding.writeVarUint(encoder, 0)
            encoding.writeVarString(encoder, who === 'reader' ? 'reader' : '')
            encoding.writeVarString(encoder, '4.7.0')
          }),
        )
      settle(client)
    })
  })
}

/** Waits for a state, not for a time; throws when it does not come. */
export async function until(what: string, holds: () => boolean, patience = 60_000): Promise<void> {
  const deadline = performance.now() + patience
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`it never came to this: ${what}`)
    await new Promise((settle) => setTimeout(settle, 2))
  }
}

/** The same, but says whether it came. */
export async function comesTrue(holds: () => boolean, patience: number): Promise<boolean> {
  try {
    await until('', holds, patience)
    return true
  } catch {
    return false // Not coming is an answer here.
  }
}
