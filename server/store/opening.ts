/** What a store is asked before anything in it is changed: whether this release knows every form in it, and which bytes are damaged. */
import { z } from 'zod'
import { release } from '../release.ts'
import type { JournalReading } from './journal.ts'
import { lastPlace, ownersOf, type Tables } from './lmdb-tables.ts'
import { decodeAppends, decodeEvent, decodeTextRecord } from './record-codec.ts'
import { formOf, storeForm, writtenBy } from './signature.ts'
import { DamagedLog, EarlierForm, type TextAppend, UnknownForm } from './store.ts'
import { isEarlierForm } from './upgrade-store.ts'

/** A record that this release cannot read. */
export interface StrangeRecord {
  readonly log: 'events' | 'texts'
  readonly owner: string
  readonly place: number
  /** `unknown`: sound by its checksum, but of a form that this release does not know. */
  readonly is: 'damaged' | 'unknown'
  readonly bytes: Uint8Array
}

/** An event that is not there; without an owner where a damaged page hides some. */
export interface MissingRecord {
  readonly log: 'events'
  readonly owner: string | undefined
  readonly place: number
  readonly is: 'missing'
}

/** The damaged last record of a log. */
export type DamagedTail = StrangeRecord & { readonly is: 'damaged' }

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

const Stats = z.object({ entryCount: z.number() })

const decoders = { events: decodeEvent, texts: decodeTextRecord }
const logs = ['events', 'texts'] as const

/** Which records are looked at: all, or all events and the last record of each text. `hear` is told of each. */
interface Looking {
  readonly everywhere: boolean
  readonly hear?: (read: number) => void
}

/** The records that this release cannot read, and events that are missing. */
export function* strangeRecords(
  tables: Tables,
  { everywhere, hear }: Looking,
): Generator<StrangeRecord | MissingRecord> {
  const read = { events: 0, texts: 0 }
  for (const log of logs)
    for (const owner of ownersOf(tables[log])) {
      const end = lastPlace(tables[log], owner)
      const start = everywhere || log === 'events' ? 1 : end
      let next = start
      for (const { key, value } of tables[log].getRange({
        start: [owner, start],
        end: [owner, end + 1],
      })) {
        read[log] += 1
        hear?.(read.events + read.texts)
        const [, place] = key
        if (log === 'events' && place > next) yield { log, owner, place: next, is: 'missing' }
        next = place + 1
        const { is } = decoders[log](value)
        if (is !== 'sound') yield { log, owner, place, is, bytes: value }
      }
    }
  // What a damaged page hides is not found by reading: the table knows how many there are.
  const { entryCount } = Stats.parse(tables.events.getStats())
  if (read.events !== entryCount) yield { log: 'events', owner: undefined, place: 0, is: 'missing' }
}

/** What a strange record is called. */
export const nameOf = ({ owner, place }: StrangeRecord | MissingRecord): string =>
  owner === undefined ? 'A page of the record' : `Record ${place} of ${owner}`

/** Whether a damaged record is set apart: it is the last one of its log, not the only one, and all before it is sound. */
export function isTail(
  tables: Tables,
  strange: StrangeRecord | MissingRecord,
): strange is DamagedTail {
  if (strange.is !== 'damaged') return false
  const { log, owner, place } = strange
  if (place === 1 || place < lastPlace(tables[log], owner)) return false
  for (const { value } of tables[log].getRange({ start: [owner, 1], end: [owner, place] }))
    if (decoders[log](value).is !== 'sound') return false
  return true
}

/**
 * Looks through a store without changing anything. Throws `UnknownForm` where another release has to be started, and `DamagedLog`
 * where a backup has to be restored.
 */
export function lookThrough(tables: Tables, journal: JournalReading, looking: Looking): Findings {
  const last = writtenBy(tables)
  const form = formOf(tables)
  if (form !== storeForm && !isEarlierForm(form)) throw unknownForm('The store', last)
  const tails: DamagedTail[] = []
  for (const strange of strangeRecords(tables, looking)) {
    const what = nameOf(strange)
    if (strange.is === 'unknown') throw unknownForm(what, last)
    if (isTail(tables, strange)) tails.push(strange)
    // A damaged text is told when it is opened, and keeps nobody from the others. A record has to be whole.
    else if (strange.log === 'events') {
      const how = strange.is === 'missing' && strange.owner !== undefined ? 'missing' : 'damaged'
      throw new DamagedLog(`${what} is ${how}: restore a backup. Nothing was changed.`)
    }
  }
  const left = journal.left.map(({ number, body }) => {
    const appends = decodeAppends(body)
    if (!appends) throw unknownForm(`Entry ${number} of log/journal`, last)
    return { number, appends }
  })
  return { tails, left }
}

/**
 * The same for a store that is to be opened now. Throws `EarlierForm` when it has to be upgraded before. All records of texts are
 * looked at only when a release wrote last that is not known here.
 */
export function lookThroughOwn(tables: Tables, journal: JournalReading): Findings {
  const last = writtenBy(tables)
  if (isEarlierForm(formOf(tables))) throw earlierForm(last)
  return lookThrough(tables, journal, { everywhere: last !== undefined && last !== release })
}

/** Why a store is not opened before it was upgraded. */
export const earlierForm = (last: string | undefined): EarlierForm =>
  new EarlierForm(
    `It has the form of Adref ${last ?? '0.1'}. Adref ${release} upgrades it, and keeps a backup, when the server is started without ` +
      '--no-upgrade, or by: npm run adref -- upgrade. Nothing was changed.',
  )
