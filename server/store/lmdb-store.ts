/**
 * The embedded store: tables kept by lmdb, and before them a journal for the words. A batch of words is on disk when the journal
 * has it; the tables take in many batches in one transaction, shortly after. Events go to the tables at once.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { CommandId, GroupId, type TextId } from '#shared/domain/ids'
import type { RecordedEvent } from '#shared/record/event'
import { openJournal } from './journal.ts'
import { cutDamagedTails, lastPlace, openTables, ownersOf, readLog } from './lmdb-tables.ts'
import { openLogThread } from './log-thread.ts'
import {
  decodeAppends,
  decodeEvent,
  decodeTextRecord,
  encodeAppends,
  encodeEvent,
  encodeTextRecord,
} from './record-codec.ts'
import {
  type EventRange,
  SequenceConflict,
  StorageRefuses,
  type Store,
  type StoreBatch,
  type TextAppend,
  type TextRecord,
} from './store.ts'

export interface StoreOptions {
  /** Told of a damaged last record that was cut off when the store was opened. */
  readonly onCut?: (log: string, place: number) => void
  /** Told when the disk begins to refuse, with what it said, and when it accepts again. */
  readonly onWritable?: (writable: boolean, cause?: unknown) => void
  /** Upper bound of the store in bytes; for tests of a full disk. */
  readonly mapSize?: number
}

/** A write needs this much free disk beside its own bytes: pages are copied before they are changed. */
const spareBytes = 1024 * 1024
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

/** Opens or creates the store in a data folder. */
export async function openStore(dataFolder: string, options: StoreOptions = {}): Promise<Store> {
  const tables = openTables(dataFolder, options.mapSize)
  const { root, events, commands, texts, snapshots, meta } = tables
  await cutDamagedTails(tables, options.onCut)
  let epoch = meta.get('epoch')
  if (epoch === undefined) {
    epoch = newEpoch()
    await meta.put('epoch', epoch)
  }
  const { journal, left } = openJournal(
    join(dataFolder, 'log', 'journal'),
    Number(meta.get('journal') ?? 0),
  )
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
  for (const entry of left) keepPending(decodeAppends(entry.body), entry.number)

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
  /** A disk that fills up in the middle of a transaction can end the process inside lmdb: it is asked beforehand. */
  const demandSpace = (bytes: number) => {
    askedAt = performance.now()
    unasked = 0
    const { bavail, bsize } = statfsSync(dataFolder)
    if (bavail * bsize < spareBytes + 2 * bytes) throw refusal('The disk is full.')
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
    demandSpace(bytes + pendingBytes)
    const taken = number
    let answer: T
    try {
      answer = root.transactionSync(() => {
        putTexts(pending)
        if (taken !== undefined) meta.putSync('journal', String(taken))
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
    setWritable(true)
    return answer
  }
  const takeIn = () => {
    if (number !== undefined) transact(0, () => undefined)
    // What the disk says now is known only by writing something.
    else if (!writable) transact(0, () => meta.putSync('epoch', epoch))
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
      demandSpace(entry.length + pendingBytes)
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

  const readEvents = (groupId: GroupId, range: EventRange = {}): RecordedEvent[] =>
    readLog(
      events,
      groupId,
      {
        start: (range.after ?? 0) + 1,
        end: (range.before ?? Number.MAX_SAFE_INTEGER) - 1,
        ...(range.limit === undefined ? {} : { limit: range.limit }),
        reverse: range.newestFirst ?? false,
      },
      decodeEvent,
    )
  const readTextFrom = (textId: TextId, start: number): TextRecord[] => [
    ...readLog(texts, textId, { start, end: Number.MAX_SAFE_INTEGER - 1 }, decodeTextRecord),
    ...(pending.get(textId) ?? []),
  ]

  try {
    demandSpace(0)
    takeIn()
  } catch {
    // A full disk stops no start: what the journal has is read from memory meanwhile.
  }

  return {
    epoch,
    isWritable: () => writable,
    async write(batch) {
      const { record, texts: appends = [] } = batch
      if (!record) {
        const turn = appending.then(() => appendToJournal(appends))
        appending = turn.catch(() => undefined)
        await turn
        return
      }
      const bytes = JSON.stringify(record.events).length + bytesOf(appends)
      if (!transact(bytes, () => putBatch(batch)))
        throw new SequenceConflict('The record moved on.')
    },
    groupIds: () => ownersOf(events).map((owner) => GroupId.parse(owner)),
    readEvents,
    readCommand(groupId, commandId) {
      const kept = commands.get([groupId, CommandId.parse(commandId)])
      if (!kept) return undefined
      const [first, last, actDigest] = kept
      return { actDigest, events: readEvents(groupId, { after: first - 1, before: last + 1 }) }
    },
    readText(textId) {
      const kept = snapshots.get(textId)
      const snapshot = kept?.records.flatMap((sealed) => decodeTextRecord(sealed) ?? []) ?? []
      // A damaged snapshot costs time, not words: the whole log is still there.
      return kept && snapshot.length === kept.records.length
        ? { snapshot, tail: readTextFrom(textId, kept.upTo + 1) }
        : { snapshot: [], tail: readTextFrom(textId, 1) }
    },
    readTextHistory: (textId) => readTextFrom(textId, 1),
    hasText: (textId) => pending.has(textId) || lastPlace(texts, textId) > 0,
    async stateAt(textId, time) {
      tryTakeIn()
      return logThread.stateAt(textId, time)
    },
    async attributionOf(lineage) {
      tryTakeIn()
      return logThread.attribution(lineage)
    },
    async rewritesOf(textId, since) {
      tryTakeIn()
      return logThread.rewrites(textId, since)
    },
    keepSnapshot(textId, snapshot) {
      transact(bytesOf([{ textId, records: snapshot }]), () => {
        const upTo = lastPlace(texts, textId)
        snapshots.putSync(textId, { upTo, records: snapshot.map(encodeTextRecord) })
      })
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

/** A fresh epoch: 16 characters that no other store has. */
const newEpoch = (): string => randomBytes(12).toString('hex').slice(0, 16)

/** Gives a restored store a new epoch, so that clients' local copies from before never merge back into it. */
export async function renewEpoch(dataFolder: string): Promise<void> {
  const { root, meta } = openTables(dataFolder)
  await meta.put('epoch', newEpoch())
  await root.close()
}
