/** The product as a process of its own: the built server on a temporary data folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { askRunningServer } from '#server/administration/admin-socket'
import type { Operation } from '#server/administration/operations'
import { built } from './built-server.ts'

const Links = z.array(z.object({ title: z.string(), path: z.string() }))

export interface Product {
  readonly url: string
  readonly dataFolder: string
  /** The worked example's sign-in link of a seat, or the public follow link. */
  link(title: string): string
  /** The token of a seat's link, for programs. */
  token(title: string): string
  /** Ends the process as a crash would. */
  crash(): Promise<void>
  /** Asks the process to stop; gives back its exit code. */
  stop(): Promise<number | null>
  /** Starts it again on the same folder and port. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
  output(): string
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, 'localhost', () => {
      const address = probe.address()
      probe.close(() => settle(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Asks a running product as the command line does, without a process for it; gives back what that prints. */
export async function askRunning(
  { dataFolder }: Pick<Product, 'dataFolder'>,
  operation: Operation,
): Promise<string> {
  const answer = await askRunningServer(dataFolder, operation)
  if (!answer?.ok) throw new Error(answer?.complaint ?? 'No server has this data folder.')
  return answer.lines.join('\n')
}

export interface ProductOptions {
  readonly flags?: readonly string[]
  readonly dataFolder?: string
  /** Settings beside those that every test has. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Starts the product; resolves when it says that it is ready. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataFolder = options.dataFolder ?? join(mkdtempSync(join(tmpdir(), 'adref-')), 'data')
  const port = await freePort()
  const url = `http://localhost:${port}`
  let child: ChildProcess | undefined
  let printed = ''

  const ended = (): Promise<number | null> =>
    new Promise((settle) => {
      if (!child || child.exitCode !== null || child.signalCode !== null)
        settle(child?.exitCode ?? null)
      else child.once('exit', (code) => settle(code))
    })
  const isReady = async (): Promise<boolean> => {
    try {
      return printed.includes('Adref is at') && (await fetch(`${url}/readyz`)).ok
    } catch {
      return false
    }
  }
  const start = async () => {
    printed = ''
    child = spawn(process.execPath, [built('main.js'), ...(options.flags ?? [])], {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: dataFolder,
        LOG_LEVEL: 'warn',
        ...options.settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
    const deadline = Date.now() + 180_000
    while (!(await isReady())) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`The product did not start: ${printed}`)
      await new Promise((settle) => setTimeout(settle, 50))
    }
  }
  const path = (title: string): string => {
    const file = join(dataFolder, 'example-links.json')
    const links = existsSync(file) ? Links.parse(JSON.parse(readFileSync(file, 'utf8'))) : []
    const link = links.find((each) => each.title === title)
    if (!link) throw new Error(`The example prints no link for ${title}.`)
    return link.path
  }
  await start()
  return {
    url,
    dataFolder,
    link: (title) => url + path(title),
    token: (title) => path(title).split('#')[1] ?? '',
    async crash() {
      child?.kill('SIGKILL')
      await ended()
    },
    async stop() {
      child?.kill('SIGTERM')
      return ended()
    },
    start,
    async remove() {
      child?.kill('SIGKILL')
      await ended()
      rmSync(join(dataFolder, '..'), { recursive: true, force: true })
    },
    output: () => printed,
  }
}
