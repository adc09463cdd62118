/**
 * Where a batch of words reaches the disk first: one write and one sync of a file whose blocks are there already. The
 * store takes the entries in later, many at a time, and the journal begins again at its start.
 */
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  openSync,
  readFileSync,
  writeSync,
  writevSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'

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

/** The entries after the one that the store took last, and where the next one goes. */
function readEntries(file: Buffer, taken: number): { left: Entry[]; end: number } {
  const left: Entry[] = []
  let number = 0
  let at = 0
  while (at + headBytes <= file.length) {
    const length = file.readUInt32LE(at)
    const end = at + headBytes + length
    if (end > file.length) break
    const next = Number(file.readBigUInt64LE(at + 8))
    const isNext = number === 0 ? next > 0 : next === number + 1
    if (!isNext || file.readUInt32LE(at + 4) !== crc32(file.subarray(at + 8, end))) break
    number = next
    if (number > taken) left.push({ number, body: file.subarray(at + headBytes, end) })
    at = end
  }
  return { left, end: left.length > 0 ? at : 0 }
}

/**
 * Opens or makes the journal; `taken` is the number of the last entry that the store has. Gives back the entries after it,
 * oldest first: a crash left them to be taken in. A torn last one was confirmed to nobody and is left out.
 */
export function openJournal(
  path: string,
  taken: number,
): { readonly journal: Journal; readonly left: readonly Entry[] } {
  const file = openSync(path, 'a+')
  const kept = readFileSync(file)
  closeSync(file)
  const { left, end: free } = readEntries(kept, taken)
  const descriptor = openSync(path, 'r+')
  if (kept.length < fileBytes) {
    writeSync(descriptor, Buffer.alloc(fileBytes - kept.length), 0, null, kept.length)
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
    left,
    journal: {
      roomFor(bytes) {
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
    },
  }
}
