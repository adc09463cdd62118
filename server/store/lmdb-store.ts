/**
 * The embedded store: tables kept by lmdb, and before them a journal for the words. A batch of words is on disk when the journal
 * has it; the tables take in many batches in one transaction, shortly after. Events go to the tables at once.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TextId } from '#shared/domain/ids'
import { openForwardTimes } from './forward-times.ts'
import { openJournal, readJournal } from './journal.ts'
import { lastPlace, openTables, type Tables } from './lmdb-tables.ts'
import { logsOf } from './log-reading.ts'
import { openLogThread } from './log-thread.ts'
import { lookThroughOwn } from './opening.ts'
import { type SetApart, setApart, takeOutTails } from './quarantine.ts'
import { encodeAppends, encodeEvent, encodeTextRecord } from './record-codec.ts'
import { isSignedBy, newEpoch, sign } from './signature.ts'
import { putSnapshot } from './snapshots.ts'
import { demandSpace } from './space.ts'
import {
  SequenceConflict,
  StorageRefuses,
  type Store,
  type StoreBatch,
  type TextAppend,
  type TextRecord,
} from './store.ts'

export interface StoreOptions {
  /** Told of bytes that a checksum refused and that were set apart when the store was opened. */
  readonly onSetApart?: (set: SetApart) => void
  /** Told when the disk begins to refuse, with what it said, and when it accepts again. */
  readonly onWritable?: (writable: boolean, cause?: unknown) => void
  /** Whether the folder still has the files that were opened; what is written to others is lost. */
  readonly isThere?: () => boolean
  /** Upper bound of the store in bytes; for tests of a full disk. */
  readonly mapSize?: number
}

/**
 * The journal's own blocks are there already: whether the tables will have space for its entries is asked when these are so many
 * bytes, or when so many milliseconds have passed.
 */
const askingForSpace = { after: 100, bytes: 64 * 1024 }
/** The tables take in what the journal has after this time in milliseconds, or when it is so many records. */
const takingIn = { after: 1000, records: 1024 }
/** While the disk refuses it is asked again this often, in milliseconds. */
const asking = 1000

const bytesOf = (texts: readonly TextAppend[]): number => {
  let bytes = 0
  for (const { records } of texts)
    for (const { updates } of records) for (const each of updates) bytes += each.length + 256
  return bytes
}

/**
 * Opens or creates the store in a data folder. Rejects with `UnknownForm`, `EarlierForm` or `DamagedLog` before anything in it is
 * changed, where it is for another release, or has to be upgraded or restored.
 */
export async function openStore(dataFolder: string, options: StoreOptions = {}): Promise<Store> {
  const tables = openTables(dataFolder, options.mapSize)
  try {
    return await openOn(tables, dataFolder, options)
  } catch (cause) {
    await tables.root.close()
    throw cause
  }
}

async function openOn(tables: Tables, dataFolder: string, options: StoreOptions): Promise<Store> {
  const { root, events, commands, texts, meta } = tables
  const journalFile = join(dataFolder, 'log', 'journal')
  const taken = Number(meta.get('journal') ?? 0)
  const reading = readJournal(journalFile, taken)
  const { tails, left } = lookThroughOwn(tables, reading)

  const tellSetApart = options.onSetApart ?? (() => undefined)
  if (reading.isDamaged && reading.bytes)
    tellSetApart(await setApart(dataFolder, ['journal'], reading.bytes))
  for (const set of await takeOutTails(tables, dataFolder, tails)) tellSetApart(set)
  const epoch = meta.get('epoch') ?? newEpoch()
  const journal = await openJournal(journalFile, taken, reading)
  /** What the journal has and the tables have not, oldest first; `number` is the last entry's. */
  let pending = new Map<TextId, TextRecord[]>()
  let pendingRecords = 0
  let pendingBytes = 0
  let number: number | undefined
  const keepPending = (appends: readonly TextAppend[], entry: number) => {
    for (const { textId, records } of appends) {
      pending.set(textId, [...(pending.get(textId) ?? []), ...records])
      pendingRecords += records.length
    }
    pendingBytes += bytesOf(appends)
    number = entry
  }
  for (const entry of left) keepPending(entry.appends, entry.number)
  /** Whether the tables bear the epoch, the form and the name of this release. */
  let isSigned = isSignedBy(tables, epoch)

  const logThread = openLogThread(dataFolder)
  let writable = true
  /** When the disk was asked for space last, and bytes that went to the journal since. */
  let askedAt = 0
  let unasked = 0
  let timer: NodeJS.Timeout | undefined
  const setWritable = (now: boolean, cause?: unknown) => {
    if (writable !== now) options.onWritable?.(now, cause)
    writable = now
    if (!now) schedule(asking)
  }
  const schedule = (milliseconds: number) => {
    timer ??= setTimeout(() => {
      timer = undefined
      try {
        takeIn()
      } catch {
        // The disk refuses: `transact` has told, and asks again.
      }
    }, milliseconds).unref()
  }

  const refusal = (why: string, cause?: unknown): StorageRefuses => {
    const refuses = new StorageRefuses(why, { cause })
    setWritable(false, refuses)
    return refuses
  }
  const askForSpace = (bytes: number) => {
    askedAt = performance.now()
    unasked = 0
    try {
      if (options.isThere?.() === false)
        throw new StorageRefuses(`The data folder ${dataFolder} was taken away.`)
      demandSpace(dataFolder, bytes)
    } catch (cause) {
      setWritable(false, cause)
      throw cause
    }
  }
  /** Place of the last entry of each text that was written to: finding it costs as much as the writing. */
  const places = new Map<TextId, number>()
  const putTexts = (appends: Iterable<readonly [TextId, readonly TextRecord[]]>) => {
    for (const [textId, records] of appends) {
      let place = places.get(textId) ?? lastPlace(texts, textId)
      for (const each of records) texts.putSync([textId, ++place], encodeTextRecord(each))
      places.set(textId, place)
    }
  }
  /**
   * One synchronous transaction, which also takes in what the journal has. It throws on the spot what the disk says:
   * lmdb's asynchronous writes leave rejections that nobody can handle, and hang, once a disk was full.
   */
  const transact = <T>(bytes: number, put: () => T): T => {
    askForSpace(bytes + pendingBytes)
    const taken = number
    let answer: T
    try {
      answer = root.transactionSync(() => {
        putTexts(pending)
        if (taken !== undefined) meta.putSync('journal', String(taken))
        if (!isSigned) sign(tables, epoch)
        return put()
      })
    } catch (cause) {
      places.clear()
      throw refusal('The disk refused the write.', cause)
    }
    pending = new Map()
    pendingRecords = 0
    pendingBytes = 0
    number = undefined
    isSigned = true
    setWritable(true)
    return answer
  }
  const takeIn = () => {
    if (number !== undefined || !isSigned) transact(0, () => undefined)
    // What the disk says now is known only by writing something.
    else if (!writable) transact(0, () => sign(tables, epoch))
  }

  const tryTakeIn = () => {
    try {
      takeIn()
    } catch {
      // A full disk keeps the past readable, but for the moment that only the journal has.
    }
  }

  const appendToJournal = async (appends: readonly TextAppend[]): Promise<void> => {
    const entry = encodeAppends(appends)
    const room = journal.roomFor(entry.length)
    if (room === 'never') {
      transact(entry.length, () =>
        putTexts(appends.map(({ textId, records }) => [textId, records])),
      )
      return
    }
    if (room === 'after-restart' || !writable) {
      takeIn()
      journal.restart()
    }
    unasked += entry.length
    if (unasked > askingForSpace.bytes || performance.now() - askedAt > askingForSpace.after)
      askForSpace(entry.length + pendingBytes)
    try {
      keepPending(appends, await journal.append(entry))
    } catch (cause) {
      throw refusal('The disk refused the write.', cause)
    }
    if (pendingRecords >= takingIn.records) takeIn()
    else schedule(takingIn.after)
  }
  /** Appends follow each other: the journal takes one at a time. */
  let appending: Promise<void> = Promise.resolve()

  const putBatch = ({ record, texts: appends = [] }: StoreBatch): boolean => {
    if (record) {
      const { groupId, commandId, actDigest, expectedSequence } = record
      if (lastPlace(events, groupId) !== expectedSequence) return false
      for (const event of record.events)
        events.putSync([groupId, event.sequence], encodeEvent(event))
      const first = record.events[0]?.sequence
      const last = record.events.at(-1)?.sequence
      if (first !== undefined && last !== undefined)
        commands.putSync([groupId, commandId], [first, last, actDigest])
    }
    putTexts(appends.map(({ textId, records }) => [textId, records]))
    return true
  }

  try {
    askForSpace(0)
    takeIn()
  } catch {
    // A full disk stops no start: what the journal has is read from memory meanwhile.
  }

  const logs = logsOf(tables, () => pending)
  const forward = openForwardTimes((textId) => logs.lastTextRecord(textId)?.at)

  return {
    epoch,
    isWritable: () => writable,
    async write(batch) {
      const { record } = batch
      const appends = forward(batch.texts ?? [])
      if (!record) {
        const turn = appending.then(() => appendToJournal(appends))
        appending = turn.catch(() => undefined)
        await turn
        return
      }
      const bytes = JSON.stringify(record.events).length + bytesOf(appends)
      if (!transact(bytes, () => putBatch({ record, texts: appends })))
        throw new SequenceConflict('The record moved on.')
    },
    ...logs,
    async contentAt(textId, time) {
      tryTakeIn()
      return logThread.contentAt(textId, time)
    },
    async deletionsSince(textId, since) {
      tryTakeIn()
      return logThread.deletionsSince(textId, since)
    },
    keepSnapshot(textId, snapshot) {
      transact(bytesOf([{ textId, records: snapshot }]), () =>
        putSnapshot(tables, textId, lastPlace(texts, textId), snapshot),
      )
    },
    async compact(textId, at) {
      takeIn()
      return logThread.compact(textId, at)
    },
    async backup(folder) {
      takeIn()
      mkdirSync(join(folder, 'log'), { recursive: true })
      await root.backup(join(folder, 'log'), false)
    },
    async close() {
      await appending
      await logThread.close()
      clearTimeout(timer)
      try {
        takeIn()
      } catch {
        // The journal keeps what the tables would not take, for the next start.
      }
      clearTimeout(timer)
      journal.close()
      await root.flushed
      await root.close()
    },
  }
}
