/** Bytes that a checksum refuses are set apart in the data folder, each in a file that tells where it stood; nothing deletes them. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { privateFolder, writeDurably } from './durable-files.ts'
import type { Tables } from './lmdb-tables.ts'
import type { DamagedTail } from './opening.ts'
import { decodeTextRecord, encodeTextRecord } from './record-codec.ts'
import type { TextRecord } from './store.ts'

/** In the data folder. */
export const quarantineFolder = 'quarantine'

export interface SetApart {
  /** Where the bytes lie, below the data folder. */
  readonly file: string
  readonly bytes: number
}

/** Keeps bytes, named by where they stood: `texts`, the text's id and the place, say. Resolves when they are on disk. */
export async function setApart(
  dataFolder: string,
  origin: readonly (string | number)[],
  bytes: Uint8Array,
): Promise<SetApart> {
  const folder = join(dataFolder, quarantineFolder)
  mkdirSync(folder, { recursive: true, mode: privateFolder })
  // The digest tells apart what was set apart from one place at several times, and makes a repeated start repeat nothing.
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 8)
  const name = `${[...origin, digest].join('.')}.bin`
  if (!existsSync(join(folder, name))) await writeDurably(join(folder, name), bytes)
  return { file: `${quarantineFolder}/${name}`, bytes: bytes.length }
}

/** Everything that was set apart so far. */
export function listQuarantine(dataFolder: string): SetApart[] {
  const folder = join(dataFolder, quarantineFolder)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.bin'))
    .toSorted()
    .map((name) => ({
      file: `${quarantineFolder}/${name}`,
      bytes: statSync(join(folder, name)).size,
    }))
}

const nothing: TextRecord = {
  author: null,
  at: '1970-01-01T00:00:00.000Z',
  updates: [],
  clients: [],
}

/** Takes the damaged last records of logs out of them, after each was set apart. */
export async function takeOutTails(
  { root, events, texts, commands, snapshots }: Tables,
  dataFolder: string,
  tails: readonly DamagedTail[],
): Promise<SetApart[]> {
  if (tails.length === 0) return []
  const sets: SetApart[] = []
  for (const { log, owner, place, bytes } of tails)
    sets.push(await setApart(dataFolder, [log, owner, place], bytes))
  root.transactionSync(() => {
    for (const { log, owner, place } of tails) {
      if (log === 'texts') {
        const before = texts.get([owner, place - 1])
        const decoded = before && decodeTextRecord(before)
        if (decoded?.is === 'sound' && decoded.value.isOfTree) {
          texts.removeSync([owner, place])
          snapshots.removeSync(owner)
        }
        // It is emptied and not taken away: its place may be one that a snapshot counts to.
        else texts.putSync([owner, place], encodeTextRecord(nothing))
        continue
      }
      events.removeSync([owner, place])
      // A command that is asked again must not be answered with what is recorded in this place next.
      const later = commands
        .getRange({ start: [owner, ''] })
        .filter(({ key, value }) => key[0] === owner && value[1] >= place)
      for (const { key } of Array.from(later)) commands.removeSync(key)
    }
  })
  return sets
}
