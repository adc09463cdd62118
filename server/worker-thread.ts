/** A thread beside the event loop, for what takes long: started when first needed, and ended when it has had nothing to do for a while. */
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { type MessagePort, Worker } from 'node:worker_threads'
import { type Program, program } from './programs.ts'

export interface WorkerThread<Task, Answer> {
  readonly ask: (task: Task) => Promise<Answer>
  /** How many answers are still to come. */
  readonly waiting: () => number
  /** Resolves when what was asked is done, or has taken too long: nothing is lost by it. */
  readonly close: () => Promise<void>
}

/** With nothing to do for so many milliseconds the thread ends, and gives its memory back. */
const idleTime = 10_000
/** At the end the thread gets so many milliseconds. */
const patience = 2000

interface Numbered<T> {
  readonly id: number
  readonly what: T
}

interface Waiting<Answer> {
  readonly settle: (answer: Answer) => void
  readonly fail: (cause: Error) => void
}

function startWorker(name: Program, workerData: unknown): Worker {
  const { file, isSource } = program(name)
  if (!isSource) return new Worker(file, { workerData })
  const source = pathToFileURL(file).href
  const load = `import('tsx/esm/api').then(({ tsImport }) => tsImport('${source}', '${source}'))`
  return new Worker(load, { eval: true, workerData })
}

export function openWorkerThread<Task, Answer>(
  name: Program,
  workerData?: unknown,
): WorkerThread<Task, Answer> {
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let next = 1
  const waiting = new Map<number, Waiting<Answer>>()

  const start = (): Worker => {
    const started = startWorker(name, workerData)
    started.on('message', ({ id, what }: Numbered<Answer>) => {
      waiting.get(id)?.settle(what)
      waiting.delete(id)
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

  return {
    ask(what) {
      clearTimeout(idle)
      worker ??= start()
      const asked = worker
      const id = next++
      return new Promise((settle, fail) => {
        waiting.set(id, { settle, fail })
        asked.ref()
        const task: Numbered<Task> = { id, what }
        asked.postMessage(task)
      })
    },
    waiting: () => waiting.size,
    close: end,
  }
}

/** The other side: answers each task, one after the other, until it is told to end. */
export function answerTasks<Task, Answer>(
  port: MessagePort | null,
  answerTo: (task: Task) => Answer,
  close: () => Promise<void> = () => Promise.resolve(),
): void {
  port?.on('message', (message: Numbered<Task> | 'end') => {
    if (message === 'end') return void close().then(() => port.close())
    const answer: Numbered<Answer> = { id: message.id, what: answerTo(message.what) }
    return port.postMessage(answer)
  })
}
