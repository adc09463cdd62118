/** Many writers in one document, as fast as it goes: how many keys a second everybody has seen. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Client, openClient } from './client.ts'
import { openTypist, readClocks } from './keys.ts'
import { type Figures, percentiles } from './report.ts'
import type { Server } from './server.ts'

/** Keys that a writer may have on their way before it has seen them come back. */
const inFlight = 64
const warmUp = 500
/** So many keys a second are encoded before the clock runs, for all writers together; what goes beyond, on the way. */
const preparedKeysPerSecond = 50_000

interface Writer {
  readonly clientId: number
  /** The frame of each key, from the first. */
  readonly frames: Uint8Array[]
  readonly more: () => Uint8Array
  readonly sentAt: number[]
  client: Client | undefined
  sent: number
  /** How far each connection has seen this writer. */
  readonly seenBy: Uint32Array
}

/** So many writers, and readers beside them who see the same. */
export async function throughput(
  server: Server,
  document: number,
  writers: number,
  readers: number,
  seconds: number,
): Promise<Figures> {
  const connections = writers + readers
  const prepared = Math.ceil((preparedKeysPerSecond * (seconds + warmUp / 1000)) / writers)
  const latencies: number[] = []
  const byClient = new Map<number, Writer>()
  const all: Writer[] = []
  // Answers to the first question come while others still connect: nobody types before all are there.
  let running = false
  const keepBusy = (writer: Writer, own: number) => {
    const last = (writer.seenBy[own] ?? 0) + inFlight
    while (running && writer.sent < last) {
      const frame = writer.frames[writer.sent] ?? writer.more()
      writer.sentAt.push(performance.now())
      writer.sent += 1
      writer.client?.send(frame)
    }
  }
  const clients: Client[] = []
  for (let index = 0; index < connections; index++) {
    const see = (id: number, clock: number) => {
      const writer = byClient.get(id)
      if (!writer || clock <= (writer.seenBy[index] ?? 0)) return
      if (all[index] === writer) latencies.push(performance.now() - (writer.sentAt[clock - 1] ?? 0))
      writer.seenBy[index] = clock
    }
    const client = await openClient(server, document, index, {
      onUpdate(update) {
        readClocks(update, see)
        const own = all[index]
        if (own) keepBusy(own, index)
      },
    })
    client.sendStep1()
    clients.push(client)
    if (index >= writers) continue
    const typist = openTypist()
    const more = () => client.updateFrame(typist.key())
    const writer: Writer = {
      clientId: typist.clientId,
      frames: Array.from({ length: prepared }, more),
      more,
      sentAt: [],
      client,
      sent: 0,
      seenBy: new Uint32Array(connections),
    }
    byClient.set(typist.clientId, writer)
    all.push(writer)
  }
  await delay(300)
  running = true
  for (const [index, writer] of all.entries()) keepBusy(writer, index)
  await delay(warmUp)
  const seenByAll = () => all.reduce((sum, { seenBy }) => sum + Math.min(...seenBy), 0)
  latencies.length = 0
  const begun = performance.now()
  const before = { seen: seenByAll(), cpu: server.cpuSeconds(), load: process.cpuUsage() }
  await delay(seconds * 1000)
  const milliseconds = performance.now() - begun
  const load = process.cpuUsage(before.load)
  const figures = {
    'keys/s': ((seenByAll() - before.seen) / milliseconds) * 1000,
    'p50 ms': percentiles(latencies).p50,
    'server CPU %': ((server.cpuSeconds() - before.cpu) / milliseconds) * 100_000,
    'load CPU %': (load.user + load.system) / milliseconds / 10,
  }
  running = false
  for (const each of clients) each.close()
  return figures
}
