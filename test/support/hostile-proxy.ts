/**
 * A proxy between a client and the server that does what networks do: it falls silent without closing anything, holds streams back
 * until they end, loses answers, refuses sockets, and cuts. For HTTP and for WebSockets.
 */
import {
  createServer,
  type IncomingMessage,
  request as requestOf,
  type ServerResponse,
} from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'

/**
 * What happens to a request or a socket: it passes; what comes back is `held` until it ends (of a socket: for ever); its answer is
 * `lost`, though the server did what it was asked; it is `swallowed` before the server hears of it; it is `refused` with 403.
 */
export type Treatment = 'pass' | 'held' | 'lost' | 'swallowed' | 'refused'

/** One request or socket on its way. */
export interface Passage {
  readonly kind: 'http' | 'websocket'
  readonly method: string
  /** With its query. */
  readonly path: string
  /** Whether it asks for a stream of events. */
  readonly isStream: boolean
}
type Which = (passage: Passage) => boolean

export interface HostileProxy {
  readonly url: string
  /** How what comes from now on is treated. */
  treat(by: (passage: Passage) => Treatment): void
  /** What is open now is never heard of again, in either direction, and nobody closes it. */
  silence(which?: Which): void
  /** What is open now is broken off. */
  cut(which?: Which): void
  /** What is open now. */
  open(which?: Which): number
  /** What came so far. */
  readonly seen: readonly Passage[]
  close(): Promise<void>
}

interface OpenPassage extends Passage {
  readonly silence: () => void
  readonly cut: () => void
}

/** Starts one in front of a server. */
export async function startHostileProxy(target: string): Promise<HostileProxy> {
  const { hostname, port } = new URL(target)
  const passages = new Set<OpenPassage>()
  /** The far ends: what was silenced stays open for the server after the client has gone. */
  const farEnds = new Set<{ destroy(): unknown }>()
  const seen: Passage[] = []
  let treatmentOf: (passage: Passage) => Treatment = () => 'pass'
  const everything: Which = () => true
  const chosen = (which: Which) => [...passages].filter(which)

  const enter = (
    kind: Passage['kind'],
    { method = 'GET', url = '/', headers }: IncomingMessage,
  ) => {
    const isStream = headers.accept === 'text/event-stream'
    const passage: Passage = { kind, method, path: url, isStream }
    seen.push(passage)
    return { passage, treatment: treatmentOf(passage) }
  }
  /** Counts a passage as open until its near end is gone. */
  const keep = (passage: OpenPassage, near: Duplex | ServerResponse) => {
    passages.add(passage)
    near.on('error', () => undefined).on('close', () => passages.delete(passage))
  }

  const server = createServer((incoming, outgoing) => {
    const { passage, treatment } = enter('http', incoming)
    if (treatment === 'refused') return void outgoing.writeHead(403).end()
    const { method, url: path, headers } = incoming
    const far = requestOf({ hostname, port, method, path, headers })
    farEnds.add(far.on('close', () => farEnds.delete(far)))
    let isSilent = treatment === 'swallowed'
    keep(
      {
        ...passage,
        silence() {
          isSilent = true
        },
        cut() {
          far.destroy()
          outgoing.destroy()
        },
      },
      outgoing,
    )
    far.on('error', () => (isSilent ? undefined : outgoing.destroy()))
    if (isSilent) return undefined
    // Whoever was silenced does not hear that the other end has gone, and neither does the server.
    outgoing.on('close', () => (isSilent ? undefined : far.destroy()))
    far.on('response', (answer) => {
      const held: Buffer[] = []
      const begin = () => outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      if (treatment === 'pass' && !isSilent) begin().flushHeaders()
      answer.on('data', (piece: Buffer) => {
        if (isSilent || treatment === 'lost') return
        if (treatment === 'held') held.push(piece)
        else outgoing.write(piece)
      })
      answer.on('end', () => {
        if (isSilent || treatment === 'lost') return
        if (treatment === 'held') begin()
        for (const piece of held) outgoing.write(piece)
        outgoing.end()
      })
      answer.on('error', () => undefined)
    })
    incoming.pipe(far)
    return undefined
  })

  server.on('upgrade', (incoming: IncomingMessage, near: Duplex, head: Buffer) => {
    const { passage, treatment } = enter('websocket', incoming)
    if (treatment === 'refused') return void near.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    let isSilent = treatment === 'swallowed' || treatment === 'lost'
    const far = connect(Number(port), hostname)
    farEnds.add(far.on('close', () => farEnds.delete(far)))
    const cut = () => {
      far.destroy()
      near.destroy()
    }
    keep(
      {
        ...passage,
        silence() {
          isSilent = true
        },
        cut,
      },
      near,
    )
    far.on('error', () => undefined)
    const lines = [`GET ${incoming.url} HTTP/1.1`]
    for (let index = 0; index < incoming.rawHeaders.length; index += 2)
      lines.push(`${incoming.rawHeaders[index]}: ${incoming.rawHeaders[index + 1]}`)
    if (treatment !== 'swallowed') far.write(`${lines.join('\r\n')}\r\n\r\n`)
    if (head.length > 0) far.write(head)
    near.on('data', (piece: Buffer) => {
      if (!isSilent) far.write(piece)
    })
    far.on('data', (piece: Buffer) => {
      if (isSilent) return
      near.write(piece)
      // The answer to the upgrade passes, and nothing after it.
      if (treatment === 'held') isSilent = true
    })
    near.on('close', () => (isSilent ? undefined : far.destroy()))
    far.on('close', () => (isSilent ? undefined : near.destroy()))
    return undefined
  })

  await new Promise<void>((settle) => server.listen(0, 'localhost', settle))
  const address = server.address() as AddressInfo
  return {
    url: `http://localhost:${address.port}`,
    treat(by) {
      treatmentOf = by
    },
    silence: (which = everything) => chosen(which).forEach((each) => each.silence()),
    cut: (which = everything) => chosen(which).forEach((each) => each.cut()),
    open: (which = everything) => chosen(which).length,
    seen,
    async close() {
      for (const each of passages) each.cut()
      for (const far of farEnds) far.destroy()
      server.closeAllConnections()
      await new Promise((settle) => server.close(settle))
    },
  }
}

/** The stream of a group's record. */
export const isRecordStream: Which = ({ isStream, path }) => isStream && path.includes('/record/')
/** A command. */
export const isCommand: Which = ({ method, path }) =>
  method === 'POST' && path.endsWith('/commands')
