/** Snapshots: what a text is loaded from, and the place in its log up to which that reaches. They save time; the log has all words. */
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { lastPlace, type Tables } from './lmdb-tables.ts'
import { decodeTextRecord, encodeTextRecord } from './record-codec.ts'
import type { TextRecord } from './store.ts'
import { bytesOf } from './text-log.ts'

const Unchecked = z.object({
  upTo: z.number().int().min(0),
  records: z.array(z.instanceof(Uint8Array)),
})
/** With a checksum of the place and all records; those of form 1 of the store have none. */
const Kept = Unchecked.extend({ checksum: z.number() })

const checksumOf = (upTo: number, records: readonly Uint8Array[]): number =>
  records.reduce((sum, sealed) => crc32(sealed, sum), crc32(String(upTo)))

export interface Snapshot {
  readonly upTo: number
  readonly records: readonly TextRecord[]
}

/** The snapshot of a text; undefined when it has none, or one that cannot be relied on. */
export function readSnapshot({ snapshots, texts }: Tables, textId: string): Snapshot | undefined {
  let given: unknown
  try {
    given = snapshots.get(textId)
  } catch {
    // What cannot even be taken apart costs time, not words, like any other damage to a snapshot.
    return undefined
  }
  const kept = Kept.safeParse(given)
  if (!kept.success) return undefined
  const { upTo, records: sealed, checksum } = kept.data
  if (upTo > lastPlace(texts, textId)) return undefined
  if (checksum !== checksumOf(upTo, sealed)) return undefined
  const records = sealed.flatMap((each) => {
    const decoded = decodeTextRecord(each)
    return decoded.is === 'sound' ? [decoded.value] : []
  })
  return records.length === sealed.length ? { upTo, records } : undefined
}

/** What lmdb packs a value in, which would grow with a long one, to twice its length, and stay so. */
interface Packer {
  readonly useBuffer: (buffer: Uint8Array) => void
}
/** Room for a value beside its records, and for short values, in bytes. */
const packingRoom = 8192

/** Keeps a snapshot; called within a transaction. */
export function putSnapshot(
  { snapshots }: Tables,
  textId: string,
  upTo: number,
  records: readonly TextRecord[],
): void {
  const sealed = records.map(encodeTextRecord)
  const packer: Packer = Reflect.get(snapshots, 'encoder')
  packer.useBuffer(Buffer.allocUnsafeSlow(bytesOf(records) + packingRoom))
  snapshots.putSync(textId, { upTo, records: sealed, checksum: checksumOf(upTo, sealed) })
  packer.useBuffer(Buffer.allocUnsafeSlow(packingRoom))
}

/** The texts whose snapshots bear no checksum. */
export const uncheckedSnapshots = ({ snapshots }: Tables): string[] =>
  Array.from(
    snapshots.getRange().filter(({ value }) => !Kept.safeParse(value).success),
    ({ key }) => key,
  )

/** Gives a snapshot a checksum, or takes away what is none; called within a transaction. */
export function checkSnapshot({ snapshots }: Tables, textId: string): void {
  const { data } = Unchecked.safeParse(snapshots.get(textId))
  if (data) snapshots.putSync(textId, { ...data, checksum: checksumOf(data.upTo, data.records) })
  else snapshots.removeSync(textId)
}
