/** What a store is asked before anything in it is changed: whether this release knows every form in it, and which bytes are damaged. */
import { z } from 'zod'
import { release } from '../release.ts'
import type { JournalReading } from './journal.ts'
import { type Log, type LogKey, lastPlace, ownersOf, type Tables } from './lmdb-tables.ts'
import {
  type Decode,
  type Decoded,
  decodeAppends,
  decodeEvent,
  decodeTextRecord,
} from './record-codec.ts'
import { formOf, storeForm, writtenBy } from './signature.ts'
import { DamagedLog, type TextAppend, UnknownForm } from './store.ts'

const Stats = z.object({ entryCount: z.number() })

/** The damaged last record of a log. */
export interface DamagedTail {
  readonly log: 'events' | 'texts'
  readonly owner: string
  readonly place: number
  readonly bytes: Uint8Array
}

export interface Findings {
  readonly tails: readonly DamagedTail[]
  /** What the journal has and the tables have not, oldest first. */
  readonly left: readonly { readonly number: number; readonly appends: readonly TextAppend[] }[]
}

/** Why a release does not open what another one wrote. `last` is the release that wrote last. */
export function unknownForm(what: string, last: string | undefined): UnknownForm {
  return new UnknownForm(
    `${what} has a form that Adref ${release} does not know. Adref ${last ?? '0.1'} wrote last in this data folder: ` +
      'start that release or a newer one. Nothing was changed.',
  )
}

interface Reading {
  readonly log: 'events' | 'texts'
  readonly table: Log
  readonly decode: Decode<unknown>
  readonly last: string | undefined
}

/** A damaged last record is set apart when it is not the log's only one, and all before it is sound. */
function tailOf(
  { log, table, decode }: Reading,
  owner: string,
  place: number,
  bytes: Uint8Array,
): DamagedTail | undefined {
  if (place === 1) return undefined
  for (const { value } of table.getRange({ start: [owner, 1], end: [owner, place] }))
    if (decode(value).is !== 'sound') return undefined
  return { log, owner, place, bytes }
}

/** What was seen in one log: how many records, and the last one where it is damaged. */
interface Seen {
  readonly records: number
  readonly tail?: DamagedTail
}

/** Looks at the records of one log, or at the last one alone. */
function lookAt(reading: Reading, owner: string, all: boolean): Seen {
  const { table, decode, last, log } = reading
  const end = lastPlace(table, owner)
  const start: LogKey = [owner, all ? 1 : end]
  let records = 0
  for (const { key, value } of table.getRange({ start, end: [owner, end + 1] })) {
    records += 1
    if (log === 'events' && key[1] !== records)
      throw new DamagedLog(`Record ${records} of ${owner} is missing: restore a backup.`)
    const what = `Record ${key[1]} of ${owner}`
    const decoded: Decoded<unknown> = decode(value)
    if (decoded.is === 'unknown') throw unknownForm(what, last)
    if (decoded.is === 'sound') continue
    const tail = key[1] === end ? tailOf(reading, owner, end, value) : undefined
    if (tail) return { records, tail }
    // A damaged text is told when it is opened, and keeps nobody from the others. A record has to be whole.
    if (log === 'events')
      throw new DamagedLog(`${what} is damaged: restore a backup. Nothing was changed.`)
  }
  return { records }
}

/**
 * Looks through a store without changing anything. Throws `UnknownForm` where another release has to be started, and `DamagedLog`
 * where a backup has to be restored. All records of texts are looked at only when a release wrote last that is not known here.
 */
export function lookThrough(tables: Tables, journal: JournalReading): Findings {
  const last = writtenBy(tables)
  if (formOf(tables) !== storeForm) throw unknownForm('The store', last)
  const isForeign = last !== undefined && last !== release
  const readings = {
    events: { log: 'events', table: tables.events, decode: decodeEvent, last },
    texts: { log: 'texts', table: tables.texts, decode: decodeTextRecord, last },
  } as const
  const lookAtAll = (reading: Reading) =>
    ownersOf(reading.table).map((owner) =>
      lookAt(reading, owner, isForeign || reading.log === 'events'),
    )
  const seen = { events: lookAtAll(readings.events), texts: lookAtAll(readings.texts) }
  // What a damaged page hides is not found by reading: the table knows how many there are.
  const { entryCount } = Stats.parse(tables.events.getStats())
  if (seen.events.reduce((sum, { records }) => sum + records, 0) !== entryCount)
    throw new DamagedLog('A page of the record is damaged: restore a backup.')
  const tails = [...seen.events, ...seen.texts].flatMap(({ tail }) => tail ?? [])
  const left = journal.left.map(({ number, body }) => {
    const appends = decodeAppends(body)
    if (!appends) throw unknownForm(`Entry ${number} of log/journal`, last)
    return { number, appends }
  })
  return { tails, left }
}
