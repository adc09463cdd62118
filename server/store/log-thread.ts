/** The door to the thread that works on logs: compaction and past moments never hold up who types. Started when first needed. */
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { TextId } from '#shared/domain/ids'
import { program } from './programs.ts'
import { DamagedLog, type PastContent, StorageRefuses } from './store.ts'

export type LogTask =
  | {
      readonly id: number
      readonly kind: 'compact'
      readonly textId: TextId
      /** When, for the snapshot's records. */
      readonly at: string
    }
  | {
      readonly id: number
      readonly kind: 'content-at'
      readonly textId: TextId
      readonly time: string
    }

export type LogAnswer =
  | { readonly id: number; readonly kind: 'compacted'; readonly bytes: number }
  | { readonly id: number; readonly kind: 'content'; readonly past: PastContent }
  | {
      readonly id: number
      readonly kind: 'failed'
      readonly why: string
      readonly isDamage: boolean
    }

export interface LogThread {
  /** Folds what the tables have of a text into a snapshot; resolves with its size in bytes. */
  compact(textId: TextId, at: string): Promise<number>
  /** What a text said at an instant. */
  contentAt(textId: TextId, time: string): Promise<PastContent>
  /** Resolves when what was asked is done, or has taken too long: nothing is lost by it. */
  close(): Promise<void>
}

/** More than this may not wait: who asks for one more past moment is told to come back. */
const mostWaiting = 32
/** With nothing to do for so many milliseconds the thread ends, and gives its memory back. */
const idleTime = 10_000
/** At the end the thread gets so many milliseconds. */
const patience = 2000

interface Waiting {
  readonly settle: (answer: LogAnswer) => void
  readonly fail: (cause: Error) => void
}

function startWorker(dataFolder: string): Worker {
  const { file, isSource } = program('log-worker')
  if (!isSource) return new Worker(file, { workerData: dataFolder })
  const source = pathToFileURL(file).href
  const load = `import('tsx/esm/api').then(({ tsImport }) => tsImport('${source}', '${source}'))`
  return new Worker(load, { eval: true, workerData: dataFolder })
}

export function openLogThread(dataFolder: string): LogThread {
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let next = 1
  const waiting = new Map<number, Waiting>()

  const start = (): Worker => {
    const started = startWorker(dataFolder)
    started.on('message', (answer: LogAnswer) => {
      waiting.get(answer.id)?.settle(answer)
      waiting.delete(answer.id)
      if (waiting.size > 0) return
      started.unref()
      idle = setTimeout(() => void end(), idleTime).unref()
    })
    started.on('error', (cause) => {
      for (const { fail } of waiting.values()) fail(cause)
      waiting.clear()
      if (worker === started) worker = undefined
    })
    return started
  }
  const end = async () => {
    clearTimeout(idle)
    const ending = worker
    if (!ending) return
    worker = undefined
    const ended = new Promise((settle) => ending.once('exit', settle))
    ending.ref()
    ending.postMessage('end')
    await Promise.race([ended, delay(patience, undefined, { ref: false })])
    await ending.terminate()
  }
  const ask = (task: LogTask): Promise<LogAnswer> => {
    clearTimeout(idle)
    worker ??= start()
    const asked = worker
    return new Promise((settle, fail) => {
      waiting.set(task.id, { settle, fail })
      asked.ref()
      asked.postMessage(task)
    })
  }
  const failureOf = (answer: LogAnswer): Error => {
    const why = answer.kind === 'failed' ? answer.why : 'The log thread gave another answer.'
    return answer.kind === 'failed' && answer.isDamage
      ? new DamagedLog(why)
      : new StorageRefuses(why)
  }

  return {
    async compact(textId, at) {
      const answer = await ask({ id: next++, kind: 'compact', textId, at })
      if (answer.kind === 'compacted') return answer.bytes
      throw failureOf(answer)
    },
    async contentAt(textId, time) {
      if (waiting.size >= mostWaiting)
        throw new StorageRefuses('Too much is asked of the logs at once.')
      const answer = await ask({ id: next++, kind: 'content-at', textId, time })
      if (answer.kind === 'content') return answer.past
      throw failureOf(answer)
    },
    close: end,
  }
}
