/** Scenarios of latency and throughput: one typist and many followers, many typists in one document, many documents. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Client, clocksOf, openClient, openTypist, percentiles, until } from './client.ts'
import type { Row } from './report.ts'
import { processFigures, type Server } from './servers.ts'

const keysPerSecond = 20

/** One typist, so many followers: the time from a key to each follower. */
export async function fanOut(
  server: Server,
  document: number,
  followers: number,
  seconds: number,
): Promise<Row> {
  const typist = openTypist()
  const { clientID } = typist.doc
  const sentAt: number[] = [0]
  const latencies: number[] = []
  const open: Client[] = []
  let complete = 0
  const keys = keysPerSecond * seconds
  for (let index = 0; index < followers; index++) {
    let seen = 0
    const follower = await openClient(server, document, index, {
      onUpdate(update) {
        const clock = clocksOf(update).get(clientID)
        if (clock === undefined) return
        const now = performance.now()
        while (seen < clock) latencies.push(now - (sentAt[++seen] ?? now))
        if (seen === keys) complete += 1
      },
    })
    follower.sendStep1()
    open.push(follower)
  }
  const writer = await openClient(server, document, 0)
  await delay(500)
  const before = processFigures(server.pid()).cpuSeconds
  for (let key = 1; key <= keys; key++) {
    const update = typist.key()
    sentAt[key] = performance.now()
    writer.sendUpdate(update)
    await delay(1000 / keysPerSecond)
  }
  await until('all followers have all keys', () => complete === followers)
  const cpu = processFigures(server.pid()).cpuSeconds - before
  for (const each of [writer, ...open]) each.close()
  await delay(300)
  return { server: server.name, figures: { ...percentiles(latencies), 'cpu s': cpu } }
}

/** So many writers in one document, each with at most 64 keys on their way: keys a second that everybody has seen. */
export async function throughput(
  server: Server,
  document: number,
  writers: number,
  seconds: number,
): Promise<Row> {
  const inFlight = 64
  const typists = Array.from({ length: writers }, () => openTypist())
  const sent = typists.map(() => 0)
  const seen = typists.map(() => 0)
  const watched = new Map<number, number>()
  const indexOf = new Map(typists.map(({ doc }, index) => [doc.clientID, index]))
  const clients: Client[] = []
  let running = true
  const pump = (index: number) => {
    const typist = typists[index]
    const client = clients[index]
    if (!typist || !client) return
    while (running && (sent[index] ?? 0) - (seen[index] ?? 0) < inFlight) {
      client.sendUpdate(typist.key())
      sent[index] = (sent[index] ?? 0) + 1
    }
  }
  for (const [index, { doc }] of typists.entries())
    clients.push(
      await openClient(server, document, index, {
        onUpdate(update) {
          const clock = clocksOf(update).get(doc.clientID)
          if (clock !== undefined && clock > (seen[index] ?? 0)) seen[index] = clock
          pump(index)
        },
      }),
    )
  const observer = await openClient(server, document, -1, {
    onUpdate(update) {
      for (const [client, index] of indexOf) {
        const clock = clocksOf(update).get(client)
        if (clock !== undefined) watched.set(index, clock)
      }
    },
  })
  for (const each of [observer, ...clients]) each.sendStep1()
  await delay(300)
  const begun = performance.now()
  for (const index of clients.keys()) pump(index)
  await delay(seconds * 1000)
  const keys = [...watched.values()].reduce((sum, clock) => sum + clock, 0)
  const rate = keys / ((performance.now() - begun) / 1000)
  running = false
  for (const each of [observer, ...clients]) each.close()
  await delay(1000)
  return { server: server.name, figures: { 'keys/s': rate } }
}

/** So many documents with five typists each, who type a key a second: the time from a key to the others in its document. */
export async function manyDocuments(
  server: Server,
  documents: number,
  seconds: number,
): Promise<Row> {
  const perDocument = 5
  const latencies: number[] = []
  const typing: { client: Client; typist: ReturnType<typeof openTypist>; sentAt: number[] }[] = []
  for (let document = 0; document < documents; document++) {
    const own = Array.from({ length: perDocument }, () => ({ typist: openTypist(), sentAt: [0] }))
    for (const [index, { typist, sentAt }] of own.entries()) {
      const seen = own.map(() => 0)
      const client = await openClient(server, document, index, {
        onUpdate(update) {
          const now = performance.now()
          for (const [other, { typist: its, sentAt: at }] of own.entries()) {
            const clock = clocksOf(update).get(its.doc.clientID)
            while (clock !== undefined && (seen[other] ?? 0) < clock) {
              const place = (seen[other] ?? 0) + 1
              seen[other] = place
              if (other !== index) latencies.push(now - (at[place] ?? now))
            }
          }
        },
      })
      client.sendStep1()
      typing.push({ client, typist, sentAt })
    }
  }
  await delay(1000)
  const before = processFigures(server.pid()).cpuSeconds
  const begun = performance.now()
  const total = typing.length * seconds
  for (let key = 0; key < total; key++) {
    const due = begun + (key * 1000) / typing.length
    while (performance.now() < due) await delay(1)
    const one = typing[(key * 7) % typing.length]
    if (!one) continue
    const update = one.typist.key()
    one.sentAt.push(performance.now())
    one.client.sendUpdate(update)
  }
  await until('all keys have come', () => latencies.length >= total * (perDocument - 1), 10_000)
  const cpu = processFigures(server.pid()).cpuSeconds - before
  for (const { client } of typing) client.close()
  return { server: server.name, figures: { ...percentiles(latencies), 'cpu s': cpu } }
}
