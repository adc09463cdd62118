/** Folds a text's log into a snapshot now and then, so that the next one who opens it need not wait for a long log. */
import type { TextId } from '#shared/domain/ids'
import type { Store, TextRecord } from '../store/store.ts'
import { bytesOf } from '../store/text-log.ts'

/** A text's log is folded when what came after the last snapshot is as large as it, and not small. */
export const smallestTail = 1024 * 1024
/** The same when nobody has the text open any more: the next reader shall not wait for a long log. */
export const smallestTailOfAnIdleText = 16 * 1024

interface Folding {
  readonly textId: TextId
  readonly store: Store
  readonly now: () => Date
  /** Whether the document is what the log has: a snapshot taken of one that lacks something would lose it. */
  readonly isWhole: () => boolean
  /** Whether it takes long to encode: then it is done on a thread of its own, which costs memory. */
  readonly isLarge: () => boolean
  readonly copy: (at: string) => TextRecord[]
  readonly onFailed: (cause: unknown) => void
}

export interface Compaction {
  /** What the log weighs in bytes, since it was folded last. */
  readonly bytes: () => number
  readonly wrote: (records: readonly TextRecord[]) => void
  /** Folds the log where at least so many bytes came after the last snapshot. */
  readonly fold: (smallest: number) => Promise<void>
}

export function openCompaction(
  { textId, store, now, isWhole, isLarge, copy, onFailed }: Folding,
  { snapshot, tail }: ReturnType<Store['readText']>,
): Compaction {
  let [snapshotBytes, tailBytes, isFolding] = [bytesOf(snapshot), bytesOf(tail), false]
  return {
    bytes: () => snapshotBytes + tailBytes,
    wrote(records) {
      tailBytes += bytesOf(records)
    },
    async fold(smallest) {
      if (isFolding || !isWhole() || tailBytes < Math.max(smallest, snapshotBytes)) return
      isFolding = true
      const folded = tailBytes
      const at = now().toISOString()
      try {
        if (isLarge()) snapshotBytes = await store.compact(textId, at)
        else {
          const records = copy(at)
          store.keepSnapshot(textId, records)
          snapshotBytes = bytesOf(records)
        }
        tailBytes -= folded
      } catch (cause) {
        onFailed(cause)
      }
      isFolding = false
    },
  }
}
