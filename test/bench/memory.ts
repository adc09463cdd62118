/** Scenarios of memory: what a connection and a document cost, and what readers cost who stop reading. */
import { setTimeout as delay } from 'node:timers/promises'
import * as Y from 'yjs'
import { type Client, openClient, until } from './client.ts'
import { keysUpdate, newClientId, readClocks, removalUpdate, textIn } from './keys.ts'
import type { Figures } from './report.ts'
import type { Server } from './server.ts'

/** Idle connections to one document: kilobytes of each. */
export async function connectionMemory(server: Server, connections: number): Promise<Figures> {
  const first = await openClient(server, 0, 0)
  first.sendStep1()
  await delay(500)
  const before = await server.memory()
  const clients: Client[] = [first]
  for (let index = 0; index < connections; index++) {
    const client = await openClient(server, 0, index)
    client.sendStep1()
    clients.push(client)
  }
  await delay(1000)
  const after = await server.memory()
  for (const each of clients) each.close()
  const each = (megabytes: number) => (megabytes * 1024) / connections
  return {
    'KB RSS': each(after.rss - before.rss),
    'KB live': each(after.live - before.live),
  }
}

/** A text that was written here and there, not from its first to its last letter: many small items, 98 KB encoded. */
function patchworkText(): Uint8Array {
  const doc = new Y.Doc()
  const text = textIn(doc)
  let random = 1
  let update = Uint8Array.of()
  while (update.length < 98 * 1024) {
    doc.transact(() => {
      for (let each = 0; each < 100; each++) {
        random = (random * 48_271) % 2_147_483_647
        text.insert(random % (text.length + 1), 'word ')
      }
    })
    update = new Uint8Array(Y.encodeStateAsUpdate(doc))
  }
  return update
}

/** So many documents of 98 KB in use: kilobytes of each, and what is kept of them when all have left. */
export async function documentMemory(
  server: Server,
  documents: number,
  secondsAfterAllLeft: number,
): Promise<Figures> {
  const update = patchworkText()
  const before = await server.memory()
  const clients: Client[] = []
  for (let document = 0; document < documents; document++) {
    let isThere = false
    const client = await openClient(server, document, 0, {
      onUpdate: (got) => {
        isThere ||= got.length >= update.length * 0.9
      },
    })
    client.sendStep1()
    client.sendUpdate(update)
    await until('the document is there', () => isThere)
    clients.push(client)
  }
  await delay(1000)
  const during = await server.memory()
  for (const each of clients) each.close()
  const [live, rss] = [during.live - before.live, during.rss - before.rss]
  const figures = { 'KB live': (live * 1024) / documents, 'KB RSS': (rss * 1024) / documents }
  if (secondsAfterAllLeft === 0) return figures
  await delay(secondsAfterAllLeft * 1000)
  const after = await server.memory()
  return {
    ...figures,
    'live kept %': ((after.live - before.live) / live) * 100,
    'RSS kept %': ((after.rss - before.rss) / rss) * 100,
  }
}

const chunk = 100_000

/**
 * Readers stop reading while so many MB pass; then half of them read again, the others are closed. Figures in MB. What stays when nobody
 * waits any more is the history of the text, which is no cost of readers: live growth is told without it.
 */
export async function slowReaders(
  server: Server,
  readers: number,
  megabytes: number,
): Promise<Figures> {
  const received: number[] = []
  const stalled: Client[] = []
  for (let index = 0; index < readers; index++) {
    received.push(0)
    const reader = await openClient(server, 0, index, {
      onFrame(data) {
        received[index] = (received[index] ?? 0) + data.length
      },
    })
    reader.sendStep1()
    stalled.push(reader)
  }
  const clientId = newClientId()
  let seen = 0
  const writer = await openClient(server, 0, 0, {
    onUpdate: (update) =>
      readClocks(update, (client, clock) => {
        if (client === clientId) seen = Math.max(seen, clock)
      }),
  })
  writer.sendStep1()
  const write = async (round: number) => {
    const clock = round * chunk
    writer.sendUpdate(keysUpdate(clientId, clock, chunk))
    await until('the writer has it back', () => seen >= clock + chunk)
    writer.sendUpdate(removalUpdate(clientId, clock, chunk))
  }
  // The first of them pass while all read: buffers that are kept for later are no growth.
  const warmUp = 30
  for (let round = 0; round < warmUp; round++) await write(round)
  await delay(1000)
  const start = await server.memory()
  const startRss = server.rss()
  for (const { socket } of stalled) socket.pause()
  let peak = startRss
  const rounds = (megabytes * 1_000_000) / chunk
  for (let round = 0; round < rounds; round++) {
    await write(warmUp + round)
    peak = Math.max(peak, server.rss())
  }
  const during = await server.memory()
  const [going, staying] = [stalled.slice(0, readers / 2), stalled.slice(readers / 2)]
  for (const each of going) each.close()
  for (const { socket } of staying) if (socket.readyState === socket.OPEN) socket.resume()
  // They have read all when nothing has come for a while.
  let last = -1
  for (let quiet = 0; quiet < 4; ) {
    const total = received.reduce((sum, bytes) => sum + bytes, 0)
    quiet = total === last ? quiet + 1 : 0
    last = total
    await delay(250)
  }
  const after = await server.memory()
  for (const each of [writer, ...stalled]) each.close()
  return {
    'RSS growth at its peak': peak - startRss,
    'live growth for readers': during.live - after.live,
    'of history': after.live - start.live,
  }
}
