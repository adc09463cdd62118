/** How often each property is tried, told once for all: 50 times, or as often as PROPERTY_RUNS says, from a seed that is printed. */
import fc from 'fast-check'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    readonly properties: { readonly runs: number; readonly seed: number }
  }
}

/** Tries as a share of those of a plain property: fewer where they are dear. */
const shares = {
  /** What is looked for comes about in few of the tries. */
  rare: 4,
  /** Replicas with whole editors, each letter's author followed. */
  editors: 0.5,
  /** The same with every act that editors offer, and a server that admits it. */
  everyAct: 0.3,
  /** Bytes to a server, by a socket or by a stream of requests. */
  frames: 1,
  framesOverHttp: 0.5,
  /** Members with sockets, who write until all agree with the log. */
  members: 0.3,
  membersOverHttp: 0.15,
  /** The same with a restart of the server. */
  restarts: 0.1,
  restartsOverHttp: 0.05,
  /** A store on disk, crashed and read again several times. */
  crashes: 0.25,
} as const

const wholeNumber = (name: string, otherwise: number): number => {
  const given = process.env[name]
  if (given === undefined) return otherwise
  if (!/^-?\d+$/.test(given)) throw new Error(`${name} must be a whole number.`)
  return Number(given)
}

/** How often a plain property is tried in this process. */
export const propertyRuns = (): number => Math.max(1, wholeNumber('PROPERTY_RUNS', 50))

const dayInMilliseconds = 86_400_000

/**
 * Runs once before all tests: chooses the seed, and prints what makes the same tries again. All of one day try the same, so that
 * what one has seen fail another can repeat; each day tries anew.
 */
export function setup({ provide }: TestProject): void {
  const runs = propertyRuns()
  const today = Math.floor(Date.now() / dayInMilliseconds)
  const seed = wholeNumber('PROPERTY_SEED', today)
  provide('properties', { runs, seed })
  // Each kind of tests is set up by itself: the first one prints for all.
  if (process.env['PROPERTY_SEED'] !== undefined) return
  process.env['PROPERTY_SEED'] = String(seed)
  process.stdout.write(
    `Each property is tried ${runs} times from seed ${seed}; the same again: PROPERTY_SEED=${seed} PROPERTY_RUNS=${runs} npx vitest run\n`,
  )
}

/** How often a property of a kind of its own is tried. */
export const runsOf = (kind: keyof typeof shares): number =>
  Math.ceil((fc.readConfigureGlobal().numRuns ?? 0) * shares[kind])
