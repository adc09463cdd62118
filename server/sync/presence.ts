/**
 * Who is in a text, stamped by the server: names, delegations and colours come from the session. A connection speaks only
 * for its own client id; entries for others are dropped before they are parsed. The id that somebody has shown is theirs from
 * then on: another who wrote under it while they are offline would make what they type there nobody's.
 */
import * as decoding from 'lib0/decoding'
import type { MemberId } from '#shared/domain/ids'
import { limits } from '#shared/protocol/frames'
import { SharedPresence } from '#shared/protocol/presence'
import type { Connection } from './connection.ts'
import { type AwarenessEntry, awarenessFrames } from './frame-codec.ts'
import type { Presence, Reader } from './rights.ts'

/** Changes wait this long, in milliseconds, so that many carets go out in one frame. */
const gathering = 50
/** With more connections than this in one text, only those who lately wrote are shown. */
const largeRoom = 200
/** How long somebody who wrote counts as writing, in milliseconds. */
const speaking = 60_000

/** So many client ids are remembered as somebody's who has not written yet. */
const mostClaims = 10_000

/** A standard client echoes what it hears of everybody: more entries than people are nobody's. */
const mostEntries = 2000

export interface TextPresence {
  /** Takes an awareness payload. Throws when it is malformed. */
  receive(connection: Connection, payload: Uint8Array): void
  /** Everybody's latest state, in as few frames as a reader may send back. */
  snapshot(): readonly Uint8Array[]
  /** Sends everybody the snapshot, which renews all states at once. */
  keepAlive(): void
  leave(connection: Connection): void
  /** Whether somebody else than this member has shown a client id as theirs. */
  isAnothers(clientId: number, memberId: MemberId): boolean
  close(): void
}

interface Present {
  readonly connection: Connection
  entry: AwarenessEntry
}

export function openTextPresence(
  connections: ReadonlySet<Connection>,
  mayClaim: (clientId: number, memberId: MemberId | null) => boolean,
  presenceOf: (reader: Reader) => Presence | null,
): TextPresence {
  const present = new Map<number, Present>()
  const owners = new Map<number, Connection>()
  const claims = new Map<number, MemberId>()
  let changed = new Map<number, AwarenessEntry>()
  let timer: NodeJS.Timeout | undefined

  const isShown = ({ spokeAt }: Connection): boolean =>
    connections.size <= largeRoom ||
    (spokeAt !== undefined && performance.now() - spokeAt < speaking)
  const broadcast = (frames: readonly Uint8Array[]) => {
    for (const bytes of frames) for (const connection of connections) connection.send(bytes)
  }
  const announce = (connection: Connection, entry: AwarenessEntry) => {
    if (!isShown(connection)) return
    changed.set(entry.clientId, entry)
    timer ??= setTimeout(() => {
      timer = undefined
      const entries = [...changed.values()]
      changed = new Map()
      broadcast(awarenessFrames(entries))
    }, gathering).unref()
  }
  const claim = (clientId: number, memberId: MemberId) => {
    const [oldest] = claims.keys()
    if (claims.size >= mostClaims && oldest !== undefined) claims.delete(oldest)
    claims.set(clientId, memberId)
  }
  const owns = (connection: Connection, clientId: number): boolean => {
    const owner = owners.get(clientId)
    if (owner === connection) return true
    if (owner) {
      // Whoever comes back after their network was gone has the same client id, and the old line may not know yet.
      const { memberId } = connection.reader
      if (memberId === null || owner.reader.memberId !== memberId) return false
      if (connection.awarenessClient !== undefined) return false
      owner.awarenessClient = undefined
      connection.awarenessClient = clientId
      owners.set(clientId, connection)
      return true
    }
    if (connection.awarenessClient !== undefined) return false
    const { memberId } = connection.reader
    const claimed = claims.get(clientId)
    if (claimed !== undefined && claimed !== memberId) return false
    if (!mayClaim(clientId, memberId)) return false
    if (memberId !== null) claim(clientId, memberId)
    connection.awarenessClient = clientId
    owners.set(clientId, connection)
    return true
  }
  const snapshot = () =>
    awarenessFrames(
      [...present.values()]
        .filter(({ connection }) => isShown(connection))
        .map(({ entry }) => entry),
    )

  const receiveEntry = (connection: Connection, clientId: number, clock: number, json: string) => {
    const last = present.get(clientId)?.entry
    if (last && clock < last.clock) return
    const state: unknown = JSON.parse(json)
    if (state === null || typeof state !== 'object') {
      if (!last) return
      present.delete(clientId)
      announce(connection, { clientId, clock: Math.max(clock, last.clock + 1), state: 'null' })
      return
    }
    const shown = presenceOf(connection.reader)
    if (shown === null) return
    const { name, code, colour } = shown
    // A caret of a strange shape is none: it would take the editor away from everybody.
    const told = SharedPresence.parse(state)
    const entry = {
      clientId,
      clock,
      state: JSON.stringify({ ...told, user: { name, code, color: colour } }),
    }
    present.set(clientId, { connection, entry })
    // A mere renewal goes out with everybody's at the next keep-alive. (Nobody heard of clock 0: y-protocols skips it.)
    const isRenewal = last !== undefined && last.clock > 0 && last.state === entry.state
    if (!isRenewal) announce(connection, entry)
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
    snapshot,
    keepAlive: () => broadcast(snapshot()),
    leave(connection) {
      const clientId = connection.awarenessClient
      if (clientId === undefined) return
      owners.delete(clientId)
      const last = present.get(clientId)?.entry
      present.delete(clientId)
      if (last) announce(connection, { clientId, clock: last.clock + 1, state: 'null' })
    },
    isAnothers(clientId, memberId) {
      const claimed = claims.get(clientId)
      return claimed !== undefined && claimed !== memberId
    },
    close() {
      clearTimeout(timer)
    },
  }
}
