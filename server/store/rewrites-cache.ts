/** What was written anew in the texts that were asked for last. */
import type { TextId } from '#shared/domain/ids'
import { openRewrites, type Rewrites } from '#shared/text/rewrites'
import { followLogs, type ReadLog } from './followed-logs.ts'
import type { TextRewrites } from './store.ts'

export interface RewritesCache {
  /** Of a text, what has copies that the state vector does not have. */
  readonly of: (textId: TextId, since: Uint8Array) => TextRewrites
}

export function openRewritesCache(read: ReadLog): RewritesCache {
  const logs = followLogs<Rewrites>(read, (rewrites, records) =>
    rewrites.take(records.flatMap(({ updates }) => updates)),
  )
  return {
    of(textId, since) {
      const { follower } = logs.of(textId, openRewrites)
      logs.makeRoom()
      return { rewrites: follower.since(since), upTo: follower.stateVector() }
    },
  }
}
