/** The embedded store: one lmdb environment in the data folder. A batch is one transaction, resolved when it is synced to disk. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { CommandId, GroupId, type TextId } from '#shared/domain/ids'
import type { RecordedEvent } from '#shared/record/event'
import { decodeEvent, decodeTextRecord, encodeEvent, encodeTextRecord } from './record-codec.ts'
import {
  DamagedLog,
  type EventRange,
  SequenceConflict,
  StorageRefuses,
  type Store,
  type StoreBatch,
  type TextRecord,
} from './store.ts'

/** Log entries are keyed by what they belong to and their place in it, from 1. */
type LogKey = [owner: string, place: number]

interface Databases {
  readonly root: RootDatabase
  readonly events: Database<Buffer, LogKey>
  readonly commands: Database<[first: number, last: number], [groupId: string, commandId: string]>
  readonly texts: Database<Buffer, LogKey>
  /** Snapshot of a text and the place in its log up to which it reaches. */
  readonly snapshots: Database<{ upTo: number; records: Buffer[] }, string>
  readonly meta: Database<string, string>
}

export interface StoreOptions {
  /** Told of a damaged last record that was cut off when the store was opened. */
  readonly onCut?: (log: string, place: number) => void
  /** Upper bound of the store in bytes; for tests of a full disk. */
  readonly mapSize?: number
}

function openDatabases(dataFolder: string, options: StoreOptions): Databases {
  const path = join(dataFolder, 'log')
  mkdirSync(path, { recursive: true })
  const root = open({
    path,
    maxDbs: 8,
    // The promise of a write then means "on disk", which is the only thing that anybody is told.
    overlappingSync: false,
    ...(options.mapSize === undefined ? {} : { mapSize: options.mapSize, remapChunks: false }),
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
function lastPlace(log: Database<Buffer, LogKey>, owner: string): number {
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
function ownersOf(log: Database<Buffer, LogKey>): string[] {
  const owners: string[] = []
  let start: LogKey | undefined
  for (;;) {
    const [key] = log.getKeys({ ...(start ? { start } : {}), limit: 1 })
    if (!key) return owners
    owners.push(key[0])
    start = [key[0], Number.MAX_SAFE_INTEGER]
  }
}

/** A crash can damage no committed record, but a disk can: the last one of a log is cut, any other stops the start. */
async function cutDamagedTails(databases: Databases, options: StoreOptions): Promise<void> {
  const { events, texts } = databases
  for (const [log, decode] of [
    [events, decodeEvent],
    [texts, decodeTextRecord],
  ] as const) {
    for (const owner of ownersOf(log)) {
      const place = lastPlace(log, owner)
      const last = log.get([owner, place])
      if (last === undefined || decode(last)) continue
      await log.remove([owner, place])
      options.onCut?.(owner, place)
    }
  }
}

/** A write needs this much free disk beside its own bytes: pages are copied before they are changed. */
const spareBytes = 1024 * 1024

/** Roughly the bytes of a batch. */
const weightOf = ({ record, texts = [] }: StoreBatch): number => {
  let bytes = record ? JSON.stringify(record.events).length : 0
  for (const { records } of texts) for (const { update } of records) bytes += update.length + 256
  return bytes
}

/** Opens or creates the store in a data folder. Throws `DamagedLog` when a record other than a log's last is damaged. */
export async function openStore(dataFolder: string, options: StoreOptions = {}): Promise<Store> {
  const databases = openDatabases(dataFolder, options)
  const { root, events, commands, texts, snapshots, meta } = databases
  await cutDamagedTails(databases, options)
  let epoch = meta.get('epoch')
  if (epoch === undefined) {
    epoch = newEpoch()
    await meta.put('epoch', epoch)
  }

  const readLog = <T>(
    log: Database<Buffer, LogKey>,
    owner: string,
    range: { start: number; end: number; limit?: number; reverse?: boolean },
    decode: (sealed: Uint8Array) => T | undefined,
  ): T[] => {
    const { start, end, limit, reverse = false } = range
    const found: T[] = []
    for (const { key, value } of log.getRange({
      start: [owner, reverse ? end : start],
      end: [owner, reverse ? start - 1 : end + 1],
      reverse,
      ...(limit === undefined ? {} : { limit }),
    })) {
      const record = decode(value)
      if (!record) throw new DamagedLog(`Record ${key[1]} of ${owner} is damaged.`)
      found.push(record)
    }
    return found
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

  const readTextFrom = (textId: TextId, start: number): TextRecord[] =>
    readLog(texts, textId, { start, end: Number.MAX_SAFE_INTEGER - 1 }, decodeTextRecord)

  const putBatch = ({ record, texts: appends = [] }: StoreBatch): boolean => {
    if (record) {
      const { groupId, commandId, expectedSequence } = record
      if (lastPlace(events, groupId) !== expectedSequence) return false
      for (const event of record.events)
        events.putSync([groupId, event.sequence], encodeEvent(event))
      const first = record.events[0]?.sequence
      const last = record.events.at(-1)?.sequence
      if (first !== undefined && last !== undefined)
        commands.putSync([groupId, commandId], [first, last])
    }
    for (const { textId, records } of appends) {
      let place = lastPlace(texts, textId)
      for (const each of records) texts.putSync([textId, ++place], encodeTextRecord(each))
    }
    return true
  }

  /**
   * A synchronous transaction: it throws on the spot what the disk says. (lmdb's asynchronous writes leave rejections
   * that nobody can handle, and hang, once a disk was full.) One sync to disk stalls the loop for less than a millisecond
   * on a good disk, and what arrives meanwhile joins the next batch.
   */
  const transact = <T>(bytes: number, write: () => T): T => {
    // A disk that fills up in the middle of a transaction can end the process inside lmdb: it is asked beforehand.
    const { bavail, bsize } = statfsSync(dataFolder)
    if (bavail * bsize < spareBytes + 2 * bytes) throw new StorageRefuses('The disk is full.')
    try {
      return root.transactionSync(write)
    } catch (cause) {
      throw new StorageRefuses('The disk refused the write.', { cause })
    }
  }

  return {
    epoch,
    async write(batch) {
      if (!transact(weightOf(batch), () => putBatch(batch)))
        throw new SequenceConflict('The record moved on.')
    },
    groupIds: () => ownersOf(events).map((owner) => GroupId.parse(owner)),
    readEvents,
    readCommand(groupId, commandId) {
      const range = commands.get([groupId, CommandId.parse(commandId)])
      return range && readEvents(groupId, { after: range[0] - 1, before: range[1] + 1 })
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
    hasText: (textId) => lastPlace(texts, textId) > 0,
    async compact(textId, snapshot) {
      const bytes = snapshot.reduce((sum, { update }) => sum + update.length, 0)
      transact(bytes, () => {
        const upTo = lastPlace(texts, textId)
        snapshots.putSync(textId, { upTo, records: snapshot.map(encodeTextRecord) })
      })
    },
    async backup(folder) {
      mkdirSync(join(folder, 'log'), { recursive: true })
      await root.backup(join(folder, 'log'), false)
    },
    async close() {
      await root.flushed
      await root.close()
    },
  }
}

/** A fresh epoch: 16 characters that no other store has. */
const newEpoch = (): string => randomBytes(12).toString('hex').slice(0, 16)

/** Gives a restored store a new epoch, so that clients' local copies from before never merge back into it. */
export async function renewEpoch(dataFolder: string): Promise<void> {
  const { root, meta } = openDatabases(dataFolder, {})
  await meta.put('epoch', newEpoch())
  await root.close()
}
