/** What an administrator does from the outside: runs the built server and the command line, and reads what they print. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { built } from './built-server.ts'
import { freePort } from './product.ts'

export interface Ran {
  readonly code: number
  /** All that was printed. */
  readonly out: string
}

const mainScript = 'main.js'
const commandLine = 'cli/adref.js'

export const run = (
  script: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<Ran> =>
  new Promise((settle) => {
    execFile(
      process.execPath,
      [built(script), ...args],
      { env: { ...process.env, ...environment }, timeout: 180_000 },
      (error, stdout, stderr) =>
        settle({
          code: typeof error?.code === 'number' ? error.code : error ? 1 : 0,
          out: stdout + stderr,
        }),
    )
  })

/** Runs a command on a data folder. */
export const adref = (args: readonly string[], dataFolder: string): Promise<Ran> =>
  run(commandLine, args, { DATA_DIR: dataFolder, LOG_LEVEL: 'silent' })

/** Starts a server that is expected to stop by itself; what it prints says why. */
export const startInVain = async (dataFolder: string, args: readonly string[] = []): Promise<Ran> =>
  run(mainScript, args, {
    DATA_DIR: dataFolder,
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
  })

/** A process that will be killed at a moment of the test's choosing. */
export interface Doomed {
  readonly printed: () => string
  /** Resolves when it has ended, by itself or not. */
  readonly ended: Promise<void>
  kill(): void
}

function doomed(
  script: string,
  args: readonly string[],
  environment: Record<string, string>,
): Doomed {
  let printed = ''
  const child: ChildProcess = spawn(process.execPath, [built(script), ...args], {
    env: { ...process.env, LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
  return {
    printed: () => printed,
    ended: new Promise((settle) => child.once('close', () => settle())),
    kill: () => void child.kill('SIGKILL'),
  }
}

export const doomedCommand = (args: readonly string[], dataFolder: string): Doomed =>
  doomed(commandLine, args, { DATA_DIR: dataFolder })

export const doomedServer = async (dataFolder: string): Promise<Doomed> =>
  doomed(mainScript, [], { DATA_DIR: dataFolder, PORT: String(await freePort()) })
