/** A server as a child process: started, measured, killed, and never left behind. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

export interface Launch {
  /** What node runs. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** What it prints when it serves. */
  readonly ready: string
}

/** Live megabytes are what a collection of garbage leaves: heap, and buffers outside of it. */
export interface Memory {
  readonly rss: number
  readonly live: number
}

export interface Child {
  readonly folder: string
  printed(): string
  start(): Promise<void>
  /** Ends it; resolves with the milliseconds that it took. After eight seconds it is killed. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number>
  isRunning(): boolean
  /** Resolves with how it ended, when nobody asked it to. */
  readonly died: Promise<string>
  cpuSeconds(): number
  /** Resident megabytes now, garbage included. */
  rss(): number
  /** Collects garbage first. */
  memory(): Promise<Memory>
  /** For how many milliseconds its event loop was held at the longest since this was asked last. */
  held(): Promise<number>
  /** Resolves when its files have not changed for so many milliseconds: peers write behind. */
  stored(quiet?: number): Promise<void>
  remove(): Promise<void>
}

const preloads = ['memory.mjs', 'held.mjs'].flatMap((name) => [
  '--import',
  pathToFileURL(join(import.meta.dirname, 'peers', name)).href,
])
const running = new Set<ChildProcess>()
const folders = new Set<string>()

const removeAll = () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}

/** Ends all children and removes their folders when the benchmark ends, in whatever way. */
export function cleanUpAtTheEnd(): void {
  process.once('exit', removeAll)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130))
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'adref-bench-'))
  folders.add(folder)
  return folder
}

const MemoryUsage = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() })
const megabyte = 1024 * 1024

/** What the files of a folder look like now: size and time of change. */
const looksOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const found = statSync(join(folder, name), { throwIfNoEntry: false })
      return found?.isFile() ? `${name} ${found.size} ${found.mtimeMs}` : ''
    })
    .join('\n')

/** Starts a server on a folder of its own. */
export async function startChild(folder: string, port: number, how: Launch): Promise<Child> {
  const memoryFile = join(folder, 'memory.json')
  const heldFile = join(folder, 'held')
  let child: ChildProcess | undefined
  let printed = ''
  let isEnding = false
  let tellDeath: (how: string) => void = () => undefined
  const died = new Promise<string>((settle) => {
    tellDeath = settle
  })
  const pid = () => child?.pid ?? 0
  const isRunning = () =>
    child !== undefined && child.exitCode === null && child.signalCode === null

  const start = async () => {
    printed = ''
    isEnding = false
    const command = ['--expose-gc', ...preloads, ...how.command]
    const started = spawn(process.execPath, command, {
      env: {
        ...process.env,
        PORT: String(port),
        MEMORY_FILE: memoryFile,
        HELD_FILE: heldFile,
        ...how.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    running.add(started)
    started.once('exit', (code, signal) => {
      running.delete(started)
      if (!isEnding) tellDeath(`it ended by itself (${signal ?? code}): ${printed.slice(-300)}`)
    })
    await new Promise<void>((settle, fail) => {
      const hear = (chunk: Buffer) => {
        printed = (printed + chunk.toString()).slice(-10_000)
        if (printed.includes(how.ready)) settle()
      }
      started.stdout.on('data', hear)
      started.stderr.on('data', hear)
      started.once('exit', () => fail(new Error(`it did not start: ${printed.slice(-300)}`)))
      setTimeout(() => fail(new Error('it did not start within 30 s')), 30_000).unref()
    })
  }
  const kill = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const ending = child
    isEnding = true
    if (!ending || !isRunning()) return 0
    const begun = performance.now()
    const ended = new Promise((settle) => ending.once('exit', settle))
    ending.kill(signal)
    const force = setTimeout(() => ending.kill('SIGKILL'), 8000)
    await ended
    clearTimeout(force)
    return performance.now() - begun
  }
  /** Sends a signal on which it writes a file, and reads that. */
  const answerTo = async (signal: NodeJS.Signals, file: string): Promise<string> => {
    rmSync(file, { force: true })
    process.kill(pid(), signal)
    const deadline = performance.now() + 20_000
    while (!existsSync(file)) {
      if (performance.now() > deadline) throw new Error('it does not tell how it is')
      await delay(10)
    }
    return readFileSync(file, 'utf8')
  }
  const rss = () => {
    const status = readFileSync(`/proc/${pid()}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  }
  await start()
  return {
    folder,
    printed: () => printed,
    start,
    kill,
    isRunning,
    died,
    cpuSeconds() {
      const fields = readFileSync(`/proc/${pid()}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) / 100
    },
    rss,
    async memory() {
      const usage = MemoryUsage.parse(JSON.parse(await answerTo('SIGUSR2', memoryFile)))
      return {
        rss: usage.rss / megabyte,
        live: (usage.heapUsed + usage.external) / megabyte,
      }
    },
    held: async () => Number(await answerTo('SIGWINCH', heldFile)),
    async stored(quiet = 2500) {
      const deadline = performance.now() + 60_000
      let looks = ''
      let since = performance.now()
      while (performance.now() < since + quiet && performance.now() < deadline) {
        const now = looksOf(folder)
        if (now !== looks) since = performance.now()
        looks = now
        await delay(100)
      }
    },
    async remove() {
      await kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
      folders.delete(folder)
    },
  }
}
