/** The door to the thread that works on logs: compaction and past moments never hold up who types. */
import type { TextId } from '#shared/domain/ids'
import { openWorkerThread } from '../worker-thread.ts'
import type { Deletions } from './deleted-letters.ts'
import { DamagedLog, type PastContent, StorageRefuses } from './store.ts'

export type LogTask =
  | {
      readonly kind: 'compact'
      readonly textId: TextId
      /** When, for the snapshot's records. */
      readonly at: string
    }
  | { readonly kind: 'content-at'; readonly textId: TextId; readonly time: string }
  | { readonly kind: 'deletions-since'; readonly textId: TextId; readonly time: string }

export type LogAnswer =
  | { readonly kind: 'compacted'; readonly bytes: number }
  | { readonly kind: 'content'; readonly past: PastContent }
  | { readonly kind: 'deletions'; readonly deletions: Deletions }
  | { readonly kind: 'failed'; readonly why: string; readonly isDamage: boolean }

export interface LogThread {
  /** Folds what the tables have of a text into a snapshot; resolves with its size in bytes. */
  compact(textId: TextId, at: string): Promise<number>
  /** What a text said at an instant. */
  contentAt(textId: TextId, time: string): Promise<PastContent>
  /** What was deleted of a text since an instant. */
  deletionsSince(textId: TextId, since: string): Promise<Deletions>
  /** Resolves when what was asked is done, or has taken too long: nothing is lost by it. */
  close(): Promise<void>
}

/** More than this may not wait: who asks for one more past moment is told to come back. */
const mostWaiting = 32

export function openLogThread(dataFolder: string): LogThread {
  const thread = openWorkerThread<LogTask, LogAnswer>('log-worker', dataFolder)
  const failureOf = (answer: LogAnswer): Error => {
    const why = answer.kind === 'failed' ? answer.why : 'The log thread gave another answer.'
    return answer.kind === 'failed' && answer.isDamage
      ? new DamagedLog(why)
      : new StorageRefuses(why)
  }
  const demandRoom = () => {
    if (thread.waiting() >= mostWaiting)
      throw new StorageRefuses('Too much is asked of the logs at once.')
  }
  return {
    async compact(textId, at) {
      const answer = await thread.ask({ kind: 'compact', textId, at })
      if (answer.kind === 'compacted') return answer.bytes
      throw failureOf(answer)
    },
    async contentAt(textId, time) {
      demandRoom()
      const answer = await thread.ask({ kind: 'content-at', textId, time })
      if (answer.kind === 'content') return answer.past
      throw failureOf(answer)
    },
    async deletionsSince(textId, since) {
      demandRoom()
      const answer = await thread.ask({ kind: 'deletions-since', textId, time: since })
      if (answer.kind === 'deletions') return answer.deletions
      throw failureOf(answer)
    },
    close: thread.close,
  }
}
