/** The door to the thread that works on logs: compaction, past moments and attribution never hold up who types. Started when first needed. */
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { TextId } from '#shared/domain/ids'
import { program } from './programs.ts'
import { DamagedLog, StorageRefuses, type TextRewrites, type WordsAttribution } from './store.ts'

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
      readonly kind: 'state-at'
      readonly textId: TextId
      readonly time: string
    }
  | {
      readonly id: number
      readonly kind: 'attribution'
      /** A text after the text that it was begun from, the first one first. */
      readonly lineage: readonly TextId[]
    }
  | {
      readonly id: number
      readonly kind: 'rewrites'
      readonly textId: TextId
      /** A state vector. */
      readonly since: Uint8Array
    }

export type LogAnswer =
  | { readonly id: number; readonly kind: 'compacted'; readonly bytes: number }
  | { readonly id: number; readonly kind: 'state'; readonly state: Uint8Array }
  | {
      readonly id: number
      readonly kind: 'attribution'
      readonly attribution: WordsAttribution
    }
  | { readonly id: number; readonly kind: 'rewrites'; readonly rewrites: TextRewrites }
  | {
      readonly id: number
      readonly kind: 'failed'
      readonly why: string
      readonly isDamage: boolean
    }

export interface LogThread {
  /** Folds what the tables have of a text into a snapshot; resolves with its size in bytes. */
  compact(textId: TextId, at: string): Promise<number>
  /** The state of a text as it was at an instant, as one update. */
  stateAt(textId: TextId, time: string): Promise<Uint8Array>
  /** Who wrote what stands in the last of these texts, each of which was begun from the one before. */
  attribution(lineage: readonly TextId[]): Promise<WordsAttribution>
  /** What was written anew in a text, whose copies the state vector does not have. */
  rewrites(textId: TextId, since: Uint8Array): Promise<TextRewrites>
  /** Resolves when what was asked is done, or has taken too long: nothing is lost by it. */
  close(): Promise<void>
}

/** More than this may not wait: who asks for one more past moment or attribution is told to come back. */
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
  const demandPatience = () => {
    if (waiting.size >= mostWaiting)
      throw new StorageRefuses('Too much is asked of the logs at once.')
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
    async stateAt(textId, time) {
      demandPatience()
      const answer = await ask({ id: next++, kind: 'state-at', textId, time })
      if (answer.kind === 'state') return answer.state
      throw failureOf(answer)
    },
    async attribution(lineage) {
      demandPatience()
      const answer = await ask({ id: next++, kind: 'attribution', lineage })
      if (answer.kind === 'attribution') return answer.attribution
      throw failureOf(answer)
    },
    async rewrites(textId, since) {
      const answer = await ask({ id: next++, kind: 'rewrites', textId, since })
      if (answer.kind === 'rewrites') return answer.rewrites
      throw failureOf(answer)
    },
    close: end,
  }
}
