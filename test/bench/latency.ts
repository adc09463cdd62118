/** Scenarios of latency: one typist and many followers, many documents with a few typists each. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Client, openClient, until } from './client.ts'
import { openTypist, readClocks, type Typist } from './keys.ts'
import { type Figures, percentiles } from './report.ts'
import type { Server } from './server.ts'

const keysPerSecond = 20

/** One typist, so many followers: the time from a key to each follower. */
export async function fanOut(server: Server, followers: number, seconds: number): Promise<Figures> {
  const typist = openTypist()
  const sentAt: number[] = [0]
  const latencies: number[] = []
  const clients: Client[] = []
  const keys = keysPerSecond * seconds
  let complete = 0
  for (let index = 0; index < followers; index++) {
    let seen = 0
    const follower = await openClient(server, 0, index, {
      onUpdate(update) {
        const now = performance.now()
        readClocks(update, (client, clock) => {
          if (client !== typist.clientId) return
          while (seen < clock) latencies.push(now - (sentAt[++seen] ?? now))
          if (seen === keys) complete += 1
        })
      },
    })
    follower.sendStep1()
    clients.push(follower)
  }
  const writer = await openClient(server, 0, 0)
  await delay(500)
  const before = server.cpuSeconds()
  const begun = performance.now()
  for (let key = 1; key <= keys; key++) {
    const frame = writer.updateFrame(typist.key())
    sentAt[key] = performance.now()
    writer.send(frame)
    await delay(Math.max(0, begun + (key * 1000) / keysPerSecond - performance.now()))
  }
  await until('all followers have all keys', () => complete === followers, 20_000)
  const cpu = server.cpuSeconds() - before
  for (const each of [writer, ...clients]) each.close()
  return { ...percentiles(latencies), 'cpu s': cpu }
}

interface Typing {
  readonly client: Client
  readonly typist: Typist
  /** When each key was sent; the first is at 1. */
  readonly sentAt: number[]
}

/** So many documents with five typists each, who type a key a second: the time from a key to the others in its document. */
export async function manyDocuments(
  server: Server,
  documents: number,
  seconds: number,
): Promise<Figures> {
  const perDocument = 5
  const latencies: number[] = []
  const typing: Typing[] = []
  for (let document = 0; document < documents; document++) {
    const typists = Array.from({ length: perDocument }, () => openTypist())
    const sentAts: number[][] = typists.map(() => [0])
    for (const [index, typist] of typists.entries()) {
      const seen = typists.map(() => 0)
      const client = await openClient(server, document, index, {
        onUpdate(update) {
          const now = performance.now()
          readClocks(update, (id, clock) => {
            const other = typists.findIndex(({ clientId }) => clientId === id)
            if (other === -1) return
            for (let key = (seen[other] ?? 0) + 1; key <= clock; key++)
              if (other !== index) latencies.push(now - (sentAts[other]?.[key] ?? now))
            seen[other] = Math.max(seen[other] ?? 0, clock)
          })
        },
      })
      client.sendStep1()
      typing.push({ client, typist, sentAt: sentAts[index] ?? [] })
    }
  }
  await delay(1000)
  const before = server.cpuSeconds()
  const begun = performance.now()
  const total = typing.length * seconds
  for (let key = 0; key < total; key++) {
    const due = begun + (key * 1000) / typing.length
    while (performance.now() < due) await delay(1)
    // Neighbours in time are in different documents: 7 has no factor in common with their number.
    const one = typing[(key * 7) % typing.length]
    if (!one) continue
    const frame = one.client.updateFrame(one.typist.key())
    one.sentAt.push(performance.now())
    one.client.send(frame)
  }
  const expected = total * (perDocument - 1)
  await until('all keys have come', () => latencies.length >= expected, 20_000)
  const cpu = server.cpuSeconds() - before
  for (const { client } of typing) client.close()
  return { ...percentiles(latencies), 'cpu s': cpu }
}
