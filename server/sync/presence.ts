/**
 * Who is in a text, stamped by the server: names, delegations and colours come from the session. A connection speaks only
 * for its own client id; entries for others are dropped before they are parsed.
 */
import * as decoding from 'lib0/decoding'
import { limits } from '#shared/protocol/frames'
import type { Connection } from './connection.ts'
import { type AwarenessEntry, awarenessFrame } from './frame-codec.ts'
import type { Presence } from './rights.ts'

/** Changes wait this long, in milliseconds, so that many carets go out in one frame. */
const gathering = 50

export interface TextPresence {
  /** Takes an awareness payload. Throws when it is malformed. */
  receive(connection: Connection, payload: Uint8Array, presence: Presence | null): void
  /** Everybody's latest state, as one frame. */
  snapshot(): Uint8Array
  leave(connection: Connection): void
  close(): void
}

export function openTextPresence(broadcast: (frame: Uint8Array) => void): TextPresence {
  const latest = new Map<number, AwarenessEntry>()
  const owners = new Map<number, Connection>()
  let changed = new Map<number, AwarenessEntry>()
  let timer: NodeJS.Timeout | undefined

  const announce = (entry: AwarenessEntry) => {
    changed.set(entry.clientId, entry)
    timer ??= setTimeout(() => {
      timer = undefined
      const entries = [...changed.values()]
      changed = new Map()
      broadcast(awarenessFrame(entries))
    }, gathering).unref()
  }

  const owns = (connection: Connection, clientId: number): boolean => {
    const owner = owners.get(clientId)
    if (owner) return owner === connection
    if (connection.awarenessClient !== undefined) return false
    connection.awarenessClient = clientId
    owners.set(clientId, connection)
    return true
  }

  return {
    receive(connection, payload, presence) {
      const decoder = decoding.createDecoder(payload)
      const count = decoding.readVarUint(decoder)
      for (let index = 0; index < count; index++) {
        const clientId = decoding.readVarUint(decoder)
        const clock = decoding.readVarUint(decoder)
        const json = decoding.readVarUint8Array(decoder)
        if (presence === null || !owns(connection, clientId) || json.length > limits.awareness)
          continue
        const state: unknown = JSON.parse(new TextDecoder().decode(json))
        const isGone = state === null || typeof state !== 'object'
        const user = { name: presence.name, code: presence.code, color: presence.colour }
        const entry = {
          clientId,
          clock,
          state: isGone ? 'null' : JSON.stringify({ ...state, user }),
        }
        if (isGone) latest.delete(clientId)
        else latest.set(clientId, entry)
        announce(entry)
      }
    },
    snapshot: () => awarenessFrame([...latest.values()]),
    leave(connection) {
      const clientId = connection.awarenessClient
      if (clientId === undefined) return
      owners.delete(clientId)
      const last = latest.get(clientId)
      latest.delete(clientId)
      if (last) announce({ clientId, clock: last.clock + 1, state: 'null' })
    },
    close() {
      clearTimeout(timer)
    },
  }
}
