/** Scenarios of storms, memory and truth: joins at once, idle presence, readers who do not read, cold loads, crashes. */
import { setTimeout as delay } from 'node:timers/promises'
import * as Y from 'yjs'
import { type Client, clocksOf, openClient, openTypist, until } from './client.ts'
import type { Row } from './report.ts'
import { processFigures, type Server } from './servers.ts'
import { replayTrace, type TraceName } from './traces.ts'

/** Writes an update into a document and waits until another connection has got it. */
async function seed(server: Server, update: Uint8Array): Promise<void> {
  const writer = await openClient(server, 0, 0)
  if (server.framing === 'bare') {
    const kept = new Uint8Array(update.length + 1)
    kept[0] = 9
    kept.set(update, 1)
    writer.socket.send(kept)
    await delay(300)
  } else {
    let whole = 0
    const reader = await openClient(server, 0, 1, {
      onUpdate: (got) => {
        whole = Math.max(whole, got.length)
      },
    })
    writer.sendUpdate(update)
    while (whole < update.length * 0.9) {
      reader.sendStep1()
      await delay(100)
    }
    reader.close()
  }
  writer.close()
  await delay(500)
}

/** So many clients join a text of 1 MB in the same moment. */
export async function joinStorm(server: Server, joins: number): Promise<Row> {
  const typist = openTypist()
  for (let line = 0; line < 5000; line++) typist.key(`${line} ${'y'.repeat(200)}\n`)
  const state = Y.encodeStateAsUpdate(typist.doc)
  await seed(server, state)
  let complete = 0
  const before = processFigures(server.pid()).cpuSeconds
  const begun = performance.now()
  const clients = await Promise.all(
    Array.from({ length: joins }, async (_, index) => {
      let isComplete = false
      const finish = (bytes: number) => {
        if (isComplete || bytes < state.length * 0.9) return
        isComplete = true
        complete += 1
      }
      const client = await openClient(server, 0, index, {
        onUpdate: (update) => finish(update.length),
      })
      if (server.framing === 'bare')
        client.socket.on('message', (data: Buffer) => finish(data.length))
      else client.sendStep1()
      return client
    }),
  )
  await until('all have the text', () => complete === joins)
  const milliseconds = performance.now() - begun
  const { cpuSeconds, memoryMegabytes } = processFigures(server.pid())
  for (const each of clients) each.close()
  return {
    server: server.name,
    figures: {
      'all synced ms': milliseconds,
      'cpu s': cpuSeconds - before,
      'RSS MB': memoryMegabytes,
    },
  }
}

/** So many people who only renew their presence every 15 seconds, as y-protocols does. */
export async function idlePresence(server: Server, people: number, seconds: number): Promise<Row> {
  let frames = 0
  let counting = false
  const clients: { client: Client; clientId: number; clock: number }[] = []
  for (let index = 0; index < people; index++) {
    const clientId = 1_000_000 + index
    const client = await openClient(server, 0, index, {
      onFrame: () => {
        if (counting) frames += 1
      },
    })
    client.sendStep1()
    const one = { client, clientId, clock: 1 }
    client.sendAwareness(clientId, one.clock, { user: { name: `Person ${index}` } })
    clients.push(one)
  }
  await delay(1500)
  const before = processFigures(server.pid()).cpuSeconds
  counting = true
  const begun = performance.now()
  for (let renewal = 0; performance.now() < begun + seconds * 1000; renewal++) {
    const one = clients[renewal % people]
    if (one)
      one.client.sendAwareness(one.clientId, ++one.clock, {
        user: { name: `Person ${renewal % people}` },
      })
    const due = begun + ((renewal + 1) * 15_000) / people
    await delay(Math.max(0, due - performance.now()))
  }
  counting = false
  const cpu = processFigures(server.pid()).cpuSeconds - before
  for (const { client } of clients) client.close()
  return { server: server.name, figures: { 'frames/s': frames / seconds, 'cpu s': cpu } }
}

/** So many readers who stop reading while so many MB pass; and the memory after they have gone. */
export async function slowReaders(
  server: Server,
  readers: number,
  megabytes: number,
): Promise<Row> {
  const stalled: Client[] = []
  for (let index = 0; index < readers; index++) {
    const reader = await openClient(server, 0, index)
    reader.sendStep1()
    stalled.push(reader)
  }
  let seen = 0
  const typist = openTypist()
  const writer = await openClient(server, 0, 0, {
    onUpdate(update) {
      seen = Math.max(seen, clocksOf(update).get(typist.doc.clientID) ?? 0)
    },
  })
  writer.sendStep1()
  await delay(500)
  for (const { socket } of stalled) socket.pause()
  const before = processFigures(server.pid()).memoryMegabytes
  const size = 100_000
  let peak = before
  const text = typist.doc.getText('bench')
  for (let round = 1; round <= (megabytes * 1_000_000) / size; round++) {
    writer.sendUpdate(typist.key('z'.repeat(size)))
    await until('the writer has it back', () => seen >= round * size)
    let removal: Uint8Array = new Uint8Array()
    const keep = (update: Uint8Array) => {
      removal = update
    }
    typist.doc.on('update', keep)
    text.delete(0, size)
    typist.doc.off('update', keep)
    writer.sendUpdate(removal)
    peak = Math.max(peak, processFigures(server.pid()).memoryMegabytes)
  }
  for (const each of [writer, ...stalled]) each.close()
  await delay(3000)
  const after = processFigures(server.pid()).memoryMegabytes
  return {
    server: server.name,
    figures: { before, peak, growth: peak - before, 'after they left': after },
  }
}

/** A real history, sent keystroke by keystroke; then a restart, and the time to the whole text. */
export async function coldLoad(server: Server, trace: TraceName): Promise<Row> {
  const { endContent, updates } = replayTrace(trace)
  const check = new Y.Doc()
  let stored = false
  const reader = await openClient(server, 0, 0, {
    onUpdate: (update) => Y.applyUpdate(check, update),
  })
  reader.sendStep1()
  const clientIds = new Set<number>()
  for (const update of updates.slice(0, 50))
    for (const client of Y.parseUpdateMeta(update).to.keys()) clientIds.add(client)
  for (const [index, update] of updates.entries()) {
    reader.sendUpdate(update)
    if (index % 200 === 0) await until('it drains', () => reader.socket.bufferedAmount === 0)
  }
  await until(
    'the text is whole',
    () => (stored ||= check.getText('bench').toJSON() === endContent),
    120_000,
  )
  // y-leveldb writes behind, and hocuspocus waits: both get the time that they need.
  await delay(4000)
  reader.close()
  await delay(500)
  await server.kill('SIGTERM')
  await server.start()
  const doc = new Y.Doc()
  const begun = performance.now()
  let firstStep2 = Number.NaN
  const cold = await openClient(server, 0, 0, {
    onUpdate(update, isStep2) {
      Y.applyUpdate(doc, update)
      if (isStep2 && Number.isNaN(firstStep2)) firstStep2 = performance.now() - begun
    },
  })
  cold.sendStep1()
  await until(
    'the text is whole again',
    () => doc.getText('bench').length === endContent.length,
    30_000,
  )
  const complete = performance.now() - begun
  if (doc.getText('bench').toJSON() !== endContent) throw new Error('the text came back changed')
  cold.close()
  return {
    server: server.name,
    figures: { 'first step 2 ms': firstStep2, 'complete ms': complete },
  }
}

/** Kills the server while somebody types, in a burst, or only deletes; counts what was confirmed and is not there after the restart. */
export async function durability(
  server: Server,
  kind: 'typing' | 'burst' | 'deletions',
  rounds: number,
): Promise<Row> {
  let confirmed = 0
  let lost = 0
  for (let round = 0; round < rounds; round++) {
    const document = round
    const typist = openTypist()
    const { doc } = typist
    const text = doc.getText('bench')
    let sent = 0
    let saved = 0
    const mark: number[] = []
    const isAdref = server.name === 'Adref'
    const writer = await openClient(server, document, 0, {
      onUpdate(update) {
        // Without a message of its own, a server confirms by sending back what it got.
        if (!isAdref && kind !== 'deletions')
          saved = Math.max(saved, clocksOf(update).get(doc.clientID) ?? 0)
        if (!isAdref && kind === 'deletions' && !clocksOf(update).has(doc.clientID)) saved += 1
      },
      onSaved: (count) => {
        saved = count
      },
    })
    if (kind === 'deletions') {
      writer.sendUpdate(typist.key('d'.repeat(20_000)))
      await delay(2500)
      if (!isAdref) saved = 0
    }
    const base = isAdref && kind === 'deletions' ? 1 : 0
    const send = () => {
      if (kind === 'deletions') {
        let removal: Uint8Array = new Uint8Array()
        doc.once('update', (update: Uint8Array) => {
          removal = update
        })
        text.delete(0, 1)
        writer.sendUpdate(removal)
      } else writer.sendUpdate(typist.key())
      mark[++sent] = performance.now()
    }
    const end = performance.now() + (kind === 'burst' ? 800 : 1200)
    while (performance.now() < end) {
      for (let each = 0; each < (kind === 'burst' ? 200 : 1); each++) send()
      await delay(kind === 'burst' ? 1 : 10)
    }
    const had = { count: 0 }
    writer.socket.once('close', () => {
      had.count = Math.max(0, saved - base)
    })
    await server.kill('SIGKILL')
    await delay(100)
    had.count = Math.max(had.count, saved - base)
    await server.start()
    const after = new Y.Doc()
    let isThere = false
    const reader = await openClient(server, document, 0, {
      onUpdate(update, isStep2) {
        Y.applyUpdate(after, update)
        isThere ||= isStep2
      },
    })
    reader.sendStep1()
    await until('it answers', () => isThere, 10_000)
    await delay(kind === 'burst' ? 2000 : 500)
    const { length } = after.getText('bench')
    const kept = kind === 'deletions' ? 20_000 - length : length
    confirmed += had.count
    lost += Math.max(0, had.count - kept)
    reader.close()
  }
  return { server: server.name, figures: { rounds, confirmed, lost } }
}
