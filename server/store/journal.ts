/**
 * Where a batch of words reaches the disk first: one write and one sync of a file whose blocks are there already. The
 * store takes the entries in later, many at a time, and the journal begins again at its start.
 */
import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  openSync,
  readFileSync,
  writeSync,
  writevSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { writeDurably } from './durable-files.ts'

/** Bytes of the file. Its blocks are written at the start, so that a sync later moves no metadata. */
const fileBytes = 1024 * 1024
/** Before each entry: its length and the checksum of what follows (4 bytes each), and its number (8 bytes). */
const headBytes = 16

/**
 * A disk that syncs faster than this, in milliseconds, is waited for on the event loop: handing the sync to another thread and
 * being woken by it takes longer on a busy machine. A slower one is left to that thread.
 */
const fastSync = 1
/** How much one sync counts in the average that this is judged by. */
const latest = 0.05

const syncElsewhere = promisify(fdatasync)

export interface Entry {
  /** Counts up by one, over restarts too. */
  readonly number: number
  readonly body: Uint8Array
}

export interface Journal {
  /** Whether an entry of so many bytes has room: now, or after a restart. */
  roomFor(bytes: number): 'now' | 'after-restart' | 'never'
  /** Writes an entry. Resolves with its number when it is on disk; rejects with what the disk said. One at a time. */
  append(body: Uint8Array): Promise<number>
  /** Begins again at the start: everything so far is in the store, and no append is under way. */
  restart(): void
  close(): void
}

/** What a journal holds after the entry that the store took last. */
export interface JournalReading {
  /** Oldest first. */
  readonly left: readonly Entry[]
  /** Where the next entry goes. */
  readonly end: number
  /** Whether a checksum refuses an entry that the store has not, or bytes are missing. */
  readonly isDamaged: boolean
  /** The file as it was found; undefined when there was none. */
  readonly bytes: Buffer | undefined
}

const numberAt = (file: Buffer, at: number): number =>
  file.readUInt32LE(at + 12) * 2 ** 32 + file.readUInt32LE(at + 8)

/** Whether the numbers of whatever could begin here and in the next 8 bytes are none. */
const isEmptyFrom = (file: Buffer, at: number): boolean =>
  at + 24 <= file.length &&
  (file.readUInt32LE(at + 8) |
    file.readUInt32LE(at + 12) |
    file.readUInt32LE(at + 16) |
    file.readUInt32LE(at + 20)) ===
    0

/** The sound entry that begins here, with the place of its end. */
function entryAt(file: Buffer, at: number): (Entry & { readonly end: number }) | undefined {
  const end = at + headBytes + file.readUInt32LE(at)
  if (end > file.length || file.readUInt32LE(at + 4) !== crc32(file.subarray(at + 8, end)))
    return undefined
  return { number: numberAt(file, at), body: file.subarray(at + headBytes, end), end }
}

/** The end of those entries at the start of the file that the store has. */
function endOfTaken(file: Buffer, taken: number): number {
  let at = 0
  for (let number = 0; at + headBytes <= file.length; ) {
    const next = numberAt(file, at)
    const isNext = number === 0 ? next > 0 : next === number + 1
    const entry = isNext && next <= taken ? entryAt(file, at) : undefined
    if (!entry) return at
    number = next
    at = entry.end
  }
  return at
}

/**
 * Reads a journal and changes nothing. A torn last entry was confirmed to nobody and is left out; a damaged one costs none of
 * those after it. What an earlier lap left behind them has lower numbers.
 */
export function readJournal(path: string, taken: number): JournalReading {
  if (!existsSync(path)) return { left: [], end: 0, isDamaged: false, bytes: undefined }
  const bytes = readFileSync(path)
  const left: Entry[] = []
  let isDamaged = bytes.length < fileBytes
  let number = taken
  let expected = endOfTaken(bytes, taken)
  for (let at = expected; at + headBytes <= bytes.length; ) {
    const next = numberAt(bytes, at)
    const entry = next > number && next < 2 ** 48 ? entryAt(bytes, at) : undefined
    if (!entry) {
      isDamaged ||= at === expected && next === number + 1
      at += isEmptyFrom(bytes, at) ? 9 : 1
      continue
    }
    isDamaged ||= next !== number + 1
    number = next
    at = entry.end
    expected = at
    left.push({ number, body: entry.body })
  }
  return { left, end: left.length > 0 ? expected : 0, isDamaged, bytes }
}

/** Opens the journal after it was read, or makes it. */
export async function openJournal(
  path: string,
  taken: number,
  { left, end: free, bytes }: JournalReading,
): Promise<Journal> {
  // Whole from its first moment, so that a shorter one is known to be damaged.
  if (bytes === undefined) await writeDurably(path, Buffer.alloc(fileBytes))
  const descriptor = openSync(path, 'r+')
  if (bytes !== undefined && bytes.length < fileBytes) {
    writeSync(descriptor, Buffer.alloc(fileBytes - bytes.length), 0, null, bytes.length)
    fdatasyncSync(descriptor)
  }
  let average = 0
  const sync = async () => {
    const begun = performance.now()
    if (average < fastSync) fdatasyncSync(descriptor)
    else await syncElsewhere(descriptor)
    average += latest * (performance.now() - begun - average)
  }
  let number = left.at(-1)?.number ?? taken
  let at = free
  return {
    roomFor(bytes) {
      // A file that somebody deleted would keep nothing.
      if (fstatSync(descriptor).nlink === 0) return 'never'
      if (at + headBytes + bytes <= fileBytes) return 'now'
      return headBytes + bytes <= fileBytes ? 'after-restart' : 'never'
    },
    async append(body) {
      const head = Buffer.allocUnsafe(headBytes)
      head.writeUInt32LE(body.length, 0)
      head.writeBigUInt64LE(BigInt(number + 1), 8)
      head.writeUInt32LE(crc32(body, crc32(head.subarray(8))), 4)
      const length = headBytes + body.length
      if (writevSync(descriptor, [head, body], at) < length)
        throw new Error('The journal took only a part.')
      await sync()
      at += length
      number += 1
      return number
    },
    restart() {
      at = 0
    },
    close: () => closeSync(descriptor),
  }
}
