/** A restart under many clients, who come back by themselves as y-websocket 3.1 does. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Client, comesTrue, openClient, until } from './client.ts'
import { keysUpdate, openTypist, readClocks, type Typist, typedBy, vectorOf } from './keys.ts'
import type { Figures } from './report.ts'
import type { Server } from './server.ts'

/** Some of the clients type, before, during and after the restart. */
const typists = 10
const millisecondsPerKey = 200
/** An update that holds nothing. */
const nothing = Uint8Array.of(0, 0)

interface Returning {
  isSynced(): boolean
  readonly typist: Typist | undefined
  /** Types a key; offline it is only remembered. */
  type(): void
  leave(): Promise<void>
}

/** One client: says what it knows when it connects, answers what the server lacks, and waits ever longer after a failure. */
function openReturning(server: Server, index: number): Returning {
  const typist = index < typists ? openTypist() : undefined
  const clocks = new Map<number, number>()
  let client: Client | undefined
  let isSynced = false
  let hasLeft = false
  let failures = 0
  const learn = (id: number, clock: number) => {
    if (clock > (clocks.get(id) ?? 0)) clocks.set(id, clock)
  }
  const missing = (stateVector: Uint8Array): Uint8Array => {
    if (!typist) return nothing
    const known = typedBy(stateVector, typist.clientId)
    const count = typist.typed() - known
    return count > 0 ? keysUpdate(typist.clientId, known, count) : nothing
  }
  const stay = async () => {
    while (!hasLeft) {
      try {
        const opened: Client = await openClient(server, 0, index, {
          onStep1: (vector, asked) => asked.sendStep2(missing(vector)),
          onUpdate(update, isStep2) {
            readClocks(update, learn)
            if (!isStep2) return
            isSynced = true
            failures = 0
          },
        })
        client = opened
        opened.sendStep1(vectorOf(clocks))
        await opened.closed
      } catch {
        // Nobody listens yet: the next attempt comes later.
      }
      client = undefined
      isSynced = false
      failures += 1
      if (!hasLeft) await delay(Math.min(2 ** failures * 100, 2500))
    }
  }
  const staying = stay()
  return {
    isSynced: () => isSynced,
    typist,
    type() {
      if (!typist) return
      const update = typist.key()
      learn(typist.clientId, typist.typed())
      client?.sendUpdate(update)
    },
    leave() {
      hasLeft = true
      client?.close()
      return staying
    },
  }
}

/** Keys of all typists that a fresh reader does not find. */
async function lostKeys(server: Server, all: readonly Typist[]): Promise<number> {
  const found = new Map<number, number>()
  const reader = await openClient(server, 0, 0, {
    onUpdate: (update) =>
      readClocks(update, (client, clock) =>
        found.set(client, Math.max(clock, found.get(client) ?? 0)),
      ),
  })
  reader.sendStep1()
  const lost = () =>
    all.reduce((sum, each) => sum + each.typed() - (found.get(each.clientId) ?? 0), 0)
  await comesTrue(() => lost() === 0, 5000)
  reader.close()
  return lost()
}

/** An orderly restart; milliseconds until the server has ended, until it is back, and from then until all have synced again. */
export async function restartUnder(server: Server, people: number): Promise<Figures> {
  const clients: Returning[] = []
  for (let index = 0; index < people; index++) {
    clients.push(openReturning(server, index))
    if (index % 20 === 19) await delay(20)
  }
  const allSynced = () => clients.every((each) => each.isSynced())
  await until('all have synced', allSynced, 30_000)
  let isTyping = true
  const type = async () => {
    while (isTyping) {
      for (const each of clients.slice(0, typists)) each.type()
      await delay(millisecondsPerKey)
    }
  }
  const typing = type()
  await delay(1000)
  const begun = performance.now()
  const stopped = await server.kill('SIGTERM')
  await server.start()
  const back = performance.now()
  await until('all have synced again', allSynced, 60_000)
  const synced = performance.now()
  isTyping = false
  await typing
  await delay(500)
  const written = clients.flatMap(({ typist }) => typist ?? [])
  const lost = await lostKeys(server, written)
  await Promise.all(clients.map((each) => each.leave()))
  return {
    'stopped after ms': stopped,
    'back after ms': back - begun,
    'all synced ms': synced - back,
    typed: written.reduce((sum, each) => sum + each.typed(), 0),
    lost,
  }
}
