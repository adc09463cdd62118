/** Runs one scenario on each of its servers; one that fails is a row that says so, and the run goes on. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Bar, type Figures, medians, type Row } from './report.ts'
import type { Server, ServerName, ServerNeeds } from './server.ts'
import { startServer } from './servers.ts'

export interface Scenario {
  /** For `--only`. */
  readonly name: string
  readonly title: string
  readonly servers: readonly ServerName[]
  readonly bars: readonly Bar[]
  readonly needs: ServerNeeds
  /** The servers take turns within each round; figures are the medians. */
  readonly rounds: number
  /** Where nothing is timed, the servers may run side by side. */
  readonly order: 'one after the other' | 'side by side'
  /** Seconds that one server may take for one round. */
  readonly patience: number
  readonly run: (server: Server) => Promise<Figures>
}

type Outcome = { readonly figures: Figures } | { readonly failure: string }

const failed = (cause: unknown): Outcome => ({
  failure: (cause instanceof Error ? cause.message : String(cause)).replaceAll(/[\n|]/g, ' '),
})

/** One round of one server, each time on an empty folder. */
async function runOnce(scenario: Scenario, name: ServerName): Promise<Outcome> {
  let server: Server | undefined
  const timeout = new AbortController()
  try {
    server = await startServer(name, scenario.needs)
    const tooLong = delay(scenario.patience * 1000, undefined, { signal: timeout.signal }).then(
      (): Outcome => failed(`not done after ${scenario.patience} s`),
      (): Outcome => failed('stopped'),
    )
    return await Promise.race([
      scenario.run(server).then(
        (figures): Outcome => ({ figures }),
        (cause: unknown): Outcome => failed(cause),
      ),
      server.died.then((how): Outcome => failed(how)),
      tooLong,
    ])
  } catch (cause) {
    return failed(cause)
  } finally {
    timeout.abort()
    await server?.remove()
    // The sockets that the end of the server closed, and its folder, are not the next one's burden.
    await delay(200)
  }
}

/** A row for each server. */
export async function runScenario(scenario: Scenario): Promise<Row[]> {
  const { servers, rounds, order } = scenario
  const outcomes = new Map<ServerName, Outcome[]>(servers.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const turn = async (name: ServerName) => {
      outcomes.get(name)?.push(await runOnce(scenario, name))
    }
    if (order === 'side by side') await Promise.all(servers.map(turn))
    else for (const name of servers) await turn(name)
  }
  return servers.map((server) => {
    const own = outcomes.get(server) ?? []
    const done = own.flatMap((each) => ('figures' in each ? [each.figures] : []))
    const [failure] = own.flatMap((each) => ('failure' in each ? [each.failure] : []))
    const inSome = done.length > 0 && failure !== undefined ? ', not in all rounds' : ''
    return {
      server,
      figures: medians(done),
      ...(failure !== undefined && { failure: failure + inSome }),
    }
  })
}
