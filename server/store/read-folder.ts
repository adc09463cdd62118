/** Reading a data folder or a backup that no store has open, in whatever form it is. Nothing is changed by it. */
import { join } from 'node:path'
import type { TextId } from '#shared/domain/ids'
import { type JournalReading, readJournal } from './journal.ts'
import { openTables, type Tables } from './lmdb-tables.ts'
import { logsOf } from './log-reading.ts'
import { decodeAppends } from './record-codec.ts'
import type { Logs, TextRecord } from './store.ts'

export interface ReadFolder {
  readonly tables: Tables
  readonly journal: JournalReading
  readonly logs: Logs
}

/** What the journal has of each text, as far as this release knows it. */
function wordsIn({ left }: JournalReading): Map<TextId, TextRecord[]> {
  const words = new Map<TextId, TextRecord[]>()
  for (const { body } of left)
    for (const { textId, records } of decodeAppends(body) ?? [])
      words.set(textId, [...(words.get(textId) ?? []), ...records])
  return words
}

/** To be called with the folder's lock. Rejects with what `read` throws. */
export async function readFolder<T>(
  dataFolder: string,
  read: (folder: ReadFolder) => T,
): Promise<Awaited<T>> {
  const tables = openTables(dataFolder)
  try {
    const taken = Number(tables.meta.get('journal') ?? 0)
    const journal = readJournal(join(dataFolder, 'log', 'journal'), taken)
    const words = wordsIn(journal)
    return await read({ tables, journal, logs: logsOf(tables, () => words) })
  } finally {
    await tables.root.close()
  }
}
