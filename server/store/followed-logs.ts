/** Followers of the logs that were asked for last: what came into a log since is taken in, and no more. */
import type { TextId } from '#shared/domain/ids'
import type { TextRecord } from './store.ts'
import { bytesOf } from './text-log.ts'

/** Reads records of a text's log, from one place to another. */
export type ReadLog = (textId: TextId, start: number, end: number) => TextRecord[]

interface Followed<Follower> {
  readonly follower: Follower
  /** Place of the last record that it has taken in. */
  readonly version: number
  readonly bytes: number
}

export interface FollowedLogs<Follower> {
  /** A text's follower, with all that its log has now. */
  readonly of: (textId: TextId, open: () => Follower) => Followed<Follower>
  /** Forgets those that were not asked for longest, where all together are too large. */
  readonly makeRoom: () => void
}

/** Logs of so many bytes are followed at a time; a document that keeps what was struck is about ten times as large. */
const mostBytes = 16 * 1024 * 1024

export function followLogs<Follower>(
  read: ReadLog,
  take: (follower: Follower, records: readonly TextRecord[]) => void,
): FollowedLogs<Follower> {
  /** Longest unasked first. */
  const followed = new Map<TextId, Followed<Follower>>()
  return {
    of(textId, open) {
      const known = followed.get(textId) ?? { follower: open(), version: 0, bytes: 0 }
      const records = read(textId, known.version + 1, Number.MAX_SAFE_INTEGER - 1)
      // Only when all of it was taken in is it kept.
      followed.delete(textId)
      take(known.follower, records)
      const now = {
        follower: known.follower,
        version: known.version + records.length,
        bytes: known.bytes + bytesOf(records),
      }
      followed.set(textId, now)
      return now
    },
    makeRoom() {
      let bytes = 0
      for (const each of followed.values()) bytes += each.bytes
      for (const [textId, each] of followed) {
        if (bytes <= mostBytes) return
        followed.delete(textId)
        bytes -= each.bytes
      }
    },
  }
}
