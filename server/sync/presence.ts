/**
 * Who is in a text, stamped by the server: names, delegations and colours come from the session. A connection speaks only
 * for its own client id; entries for others are dropped before they are parsed.
 *
 * Nobody is shown the client id of somebody who has not written under it: another who wrote under it first would make what its person
 * types offline nobody's. So each is shown under an id of the server's, and a caret beside letters that the disk has not is not told.
 */
import * as decoding from 'lib0/decoding'
import type { MemberId } from '#shared/domain/ids'
import { clientsOfSession } from '#shared/flow/flow-doc'
import { limits } from '#shared/protocol/frames'
import { SharedPresence } from '#shared/protocol/presence'
import type { Connection } from './connection.ts'
import { awarenessFrames, encodeEntry } from './frame-codec.ts'
import type { Presence, Reader } from './rights.ts'

/** Changes wait this long, in milliseconds, so that many carets go out in one frame. */
const gathering = 50
/** With more connections than this in one text, only those who lately wrote are shown. */
const largeRoom = 200
/** How long somebody who wrote counts as writing, in milliseconds. */
const speaking = 60_000

/** A standard client echoes what it hears of everybody: more entries than people are nobody's. */
const mostEntries = 2000
/** Ids under which people are shown are beyond all under which anybody writes. */
const shownIds = 2 ** 40

export interface TextPresence {
  /** Takes an awareness payload. Throws when it is malformed. */
  receive(connection: Connection, payload: Uint8Array): void
  /** The latest state of everybody but this one, in as few frames as a reader may send back. */
  snapshot(connection: Connection): readonly Uint8Array[]
  /** Sends everybody the snapshot, which renews all states at once. */
  keepAlive(): void
  /** The disk has more words: carets that waited for them are told. */
  wordsCame(): void
  leave(connection: Connection): void
  close(): void
}

interface Present {
  readonly connection: Connection
  readonly shownId: number
  /** Counts what was told of them. */
  readonly clock: number
  /** The clock that they told last themselves. */
  readonly ownClock: number
  /** JSON of what is told, and of the same without the caret. */
  readonly state: string
  readonly withoutCaret: string
  /** Client ids of the letters that the caret is beside. */
  readonly besides: readonly number[]
}

/** What is told of one connection to the others. */
interface News {
  readonly connection: Connection
  readonly entry: Uint8Array
}

export function openTextPresence(
  connections: ReadonlySet<Connection>,
  mayClaim: (clientId: number, memberId: MemberId | null) => boolean,
  /** Whether the disk has words of a client id. */
  hasWritten: (clientId: number) => boolean,
  presenceOf: (reader: Reader) => Presence | null,
): TextPresence {
  const present = new Map<number, Present>()
  const owners = new Map<number, Connection>()
  /** Whose caret is beside letters that the disk has not. */
  const placeless = new Set<number>()
  let changed = new Map<number, News>()
  let timer: NodeJS.Timeout | undefined
  let lastShownId = shownIds + Math.floor(Math.random() * shownIds)

  const isShown = ({ spokeAt }: Connection): boolean =>
    connections.size <= largeRoom ||
    (spokeAt !== undefined && performance.now() - spokeAt < speaking)
  const framesFor = (connection: Connection, news: readonly News[]) =>
    awarenessFrames(news.filter((each) => each.connection !== connection).map(({ entry }) => entry))
  /** Tells each of the others: a client knows of itself, under its own id. */
  const broadcast = (news: readonly News[]) => {
    const told = new Set(news.map(({ connection }) => connection))
    const forOthers = awarenessFrames(news.map(({ entry }) => entry))
    for (const connection of connections) {
      const frames = told.has(connection) ? framesFor(connection, news) : forOthers
      for (const bytes of frames) connection.send(bytes)
    }
  }
  const announce = (shownId: number, news: News) => {
    if (!isShown(news.connection)) return
    changed.set(shownId, news)
    timer ??= setTimeout(() => {
      timer = undefined
      const gathered = [...changed.values()]
      changed = new Map()
      broadcast(gathered)
    }, gathering).unref()
  }
  const gone = ({ connection, shownId, clock }: Present): void =>
    announce(shownId, {
      connection,
      entry: encodeEntry({ clientId: shownId, clock: clock + 1, state: 'null' }),
    })
  const newsOf = (clientId: number, each: Present): News => {
    const { connection, shownId, clock, state, withoutCaret, besides } = each
    const hasPlace = besides.every(hasWritten)
    if (hasPlace) placeless.delete(clientId)
    else placeless.add(clientId)
    const told = hasPlace ? state : withoutCaret
    return { connection, entry: encodeEntry({ clientId: shownId, clock, state: told }) }
  }
  const owns = (connection: Connection, clientId: number): boolean => {
    const owner = owners.get(clientId)
    if (owner === connection) return true
    if (connection.awarenessClient !== undefined) return false
    const { memberId } = connection.reader
    // Whoever comes back after their network was gone has the same client id, and the old line may not know yet.
    if (owner && (memberId === null || owner.reader.memberId !== memberId)) return false
    const [lettersId] = clientsOfSession(clientId)
    if (!owner && (clientId !== lettersId || !mayClaim(clientId, memberId))) return false
    if (owner) owner.awarenessClient = undefined
    connection.awarenessClient = clientId
    owners.set(clientId, connection)
    return true
  }
  const allNews = (): News[] =>
    [...present]
      .filter(([, { connection }]) => isShown(connection))
      .map(([clientId, each]) => newsOf(clientId, each))

  const receiveEntry = (connection: Connection, clientId: number, clock: number, json: string) => {
    const last = present.get(clientId)
    if (last && clock < last.ownClock) return
    const state: unknown = JSON.parse(json)
    if (state === null || typeof state !== 'object') {
      if (!last) return
      present.delete(clientId)
      gone({ ...last, connection })
      return
    }
    const shown = presenceOf(connection.reader)
    if (shown === null) return
    const { name, code, colour } = shown
    const user = { name, code, color: colour }
    // A caret of a strange shape is none: it would take the editor away from everybody.
    const told = SharedPresence.parse(state)
    const { cursor } = told
    const now: Present = {
      connection,
      shownId: last?.shownId ?? (lastShownId += 1),
      clock: (last?.clock ?? 0) + 1,
      ownClock: clock,
      state: JSON.stringify({ ...told, user }),
      withoutCaret: JSON.stringify({ ...told, cursor: null, user }),
      besides: [cursor?.anchor, cursor?.head].flatMap((place) => place?.item?.client ?? []),
    }
    present.set(clientId, now)
    // A mere renewal goes out with everybody's at the next keep-alive.
    if (last?.state !== now.state) announce(now.shownId, newsOf(clientId, now))
  }

  return {
    receive(connection, payload) {
      const decoder = decoding.createDecoder(payload)
      const count = decoding.readVarUint(decoder)
      if (payload.length > limits.awarenessMessage || count > mostEntries) return
      for (let index = 0; index < count; index++) {
        const clientId = decoding.readVarUint(decoder)
        const clock = decoding.readVarUint(decoder)
        const json = decoding.readVarUint8Array(decoder)
        if (json.length > limits.awareness || !owns(connection, clientId)) continue
        receiveEntry(connection, clientId, clock, new TextDecoder().decode(json))
      }
    },
    snapshot: (connection) => framesFor(connection, allNews()),
    keepAlive: () => broadcast(allNews()),
    wordsCame() {
      for (const clientId of placeless) {
        const waiting = present.get(clientId)
        if (waiting && !waiting.besides.every(hasWritten)) continue
        placeless.delete(clientId)
        if (!waiting) continue
        const now = { ...waiting, clock: waiting.clock + 1 }
        present.set(clientId, now)
        announce(now.shownId, newsOf(clientId, now))
      }
    },
    leave(connection) {
      const clientId = connection.awarenessClient
      if (clientId === undefined) return
      owners.delete(clientId)
      const last = present.get(clientId)
      present.delete(clientId)
      if (last) gone(last)
    },
    close() {
      clearTimeout(timer)
    },
  }
}
