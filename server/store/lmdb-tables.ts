/** The tables of the embedded store, and what finds its way in them: places in logs, and ranges. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import type { Decode } from './record-codec.ts'
import { DamagedLog, UnknownForm } from './store.ts'

/** Log entries are keyed by what they belong to and their place in it, from 1. */
export type LogKey = [owner: string, place: number]
export type Log = Database<Buffer, LogKey>

export interface Tables {
  readonly root: RootDatabase
  readonly events: Log
  readonly commands: Database<
    [first: number, last: number, actDigest?: string],
    [groupId: string, commandId: string]
  >
  readonly texts: Log
  /** Read and written by `snapshots.ts` alone. */
  readonly snapshots: Database<unknown, string>
  readonly meta: Database<string, string>
}

/** `mapSize` bounds the store in bytes, for tests. */
export function openTables(dataFolder: string, mapSize?: number): Tables {
  const path = join(dataFolder, 'log')
  mkdirSync(path, { recursive: true })
  const root = open({
    path,
    maxDbs: 8,
    // A transaction that has returned is then on disk, which is the only thing that anybody is told.
    overlappingSync: false,
    ...(mapSize === undefined ? {} : { mapSize, remapChunks: false }),
  })
  return {
    root,
    events: root.openDB({ name: 'events', encoding: 'binary' }),
    commands: root.openDB({ name: 'commands' }),
    texts: root.openDB({ name: 'texts', encoding: 'binary' }),
    snapshots: root.openDB({ name: 'snapshots' }),
    meta: root.openDB({ name: 'meta', encoding: 'string' }),
  }
}

/** Place of the last entry of a log; 0 when it has none. */
export function lastPlace(log: Log, owner: string): number {
  for (const key of log.getKeys({
    start: [owner, Number.MAX_SAFE_INTEGER],
    end: [owner, 0],
    reverse: true,
    limit: 1,
  }))
    return key[1]
  return 0
}

/** The owners of a log, by leaps: one look-up each. */
export function ownersOf(log: Log): string[] {
  const owners: string[] = []
  let start: LogKey | undefined
  for (;;) {
    const [key] = log.getKeys({ ...(start ? { start } : {}), limit: 1 })
    if (!key) return owners
    owners.push(key[0])
    start = [key[0], Number.MAX_SAFE_INTEGER]
  }
}

/** Places from `start` to `end`, both included. Throws `DamagedLog` or `UnknownForm` on the first that is missing or cannot be read. */
export function readLog<T>(
  log: Log,
  owner: string,
  range: { start: number; end: number; limit?: number; reverse?: boolean },
  decode: Decode<T>,
): T[] {
  const { start, end, limit, reverse = false } = range
  const found: T[] = []
  let next = reverse ? undefined : Math.max(start, 1)
  for (const { key, value } of log.getRange({
    start: [owner, reverse ? end : start],
    end: [owner, reverse ? start - 1 : end + 1],
    reverse,
    ...(limit === undefined ? {} : { limit }),
  })) {
    if (next !== undefined && key[1] !== next)
      throw new DamagedLog(`A record of ${owner} before its record ${key[1]} is missing.`)
    next = key[1] + (reverse ? -1 : 1)
    const decoded = decode(value)
    const what = `Record ${key[1]} of ${owner}`
    if (decoded.is === 'damaged') throw new DamagedLog(`${what} is damaged.`)
    if (decoded.is === 'unknown')
      throw new UnknownForm(`${what} has a form that this release does not know.`)
    found.push(decoded.value)
  }
  return found
}
