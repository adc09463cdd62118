/** Scenarios of many people at once: all join in the same moment, all are present and idle. */
import { setTimeout as delay } from 'node:timers/promises'
import * as Y from 'yjs'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { putTokens } from '#shared/flow/put-tokens'
import { type Client, openClient, until } from './client.ts'
import { newClientId, textIn } from './keys.ts'
import type { Figures } from './report.ts'
import type { Server } from './server.ts'

const paragraphs = 5000

/** A text of 5,000 paragraphs, nearly as long as a text may be, as so many updates. */
function largeText(count: number): Uint8Array[] {
  const doc = newFlowDoc(newClientId(), { gc: false })
  const flow = textIn(doc)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const write = (line: number) =>
    putTokens({ flow, newBlockId: () => `p${line}` }, flow.length, [
      { type: 'begin', blockId: undefined, looks: {} },
      { type: 'letters', letters: `${line} ${'y'.repeat(50)}`, marks: {} },
      { type: 'end' },
    ])
  for (let line = 0; line < paragraphs; )
    doc.transact(() => {
      for (const end = line + paragraphs / count; line < end; line += 1) write(line)
    })
  return updates
}

/** Writes updates into the first document and waits until another connection gets them whole; gives back their bytes as one. */
export async function seed(server: Server, ...updates: readonly Uint8Array[]): Promise<number> {
  const update = Y.mergeUpdates([...updates])
  const writer = await openClient(server, 0, 0)
  if (server.framing === 'bare') {
    // The bare server keeps a frame of type 9 for those who join: the same bytes, without a document.
    writer.send(Buffer.concat([Uint8Array.of(9), update]))
    await delay(300)
  } else {
    let whole = 0
    const reader = await openClient(server, 0, 1, {
      onUpdate: (got, isStep2) => {
        if (isStep2) whole = got.length
      },
    })
    for (const each of updates) writer.sendUpdate(each)
    const deadline = performance.now() + 30_000
    while (whole < update.length * 0.9 && performance.now() < deadline) {
      reader.sendStep1()
      await delay(200)
    }
    reader.close()
  }
  writer.close()
  await delay(500)
  return update.length
}

/** So many clients join a long text, written in so many updates, in the same moment. */
export async function joinStorm(server: Server, joins: number, updates: number): Promise<Figures> {
  const length = await seed(server, ...largeText(updates))
  let complete = 0
  const before = server.cpuSeconds()
  const begun = performance.now()
  const clients = await Promise.all(
    Array.from({ length: joins }, async (_, index) => {
      let bytes = 0
      let isSynced = server.framing === 'bare'
      let isComplete = false
      const look = () => {
        if (isComplete || !isSynced || bytes < length * 0.9) return
        isComplete = true
        complete += 1
      }
      const client = await openClient(server, 0, index, {
        onFrame(data) {
          bytes += data.length
          look()
        },
        onUpdate(_update, isStep2) {
          isSynced ||= isStep2
          look()
        },
      })
      client.sendStep1()
      return client
    }),
  )
  await until('all have the text', () => complete === joins)
  const milliseconds = performance.now() - begun
  const figures = {
    'all synced ms': milliseconds,
    'cpu s': server.cpuSeconds() - before,
    'RSS MB': server.rss(),
  }
  for (const each of clients) each.close()
  return figures
}

/** So many people who only renew their presence every 15 seconds, as y-protocols does. */
export async function idlePresence(
  server: Server,
  people: number,
  seconds: number,
): Promise<Figures> {
  let frames = 0
  let counting = false
  const clients: { client: Client; clientId: number; clock: number }[] = []
  const stateOf = (index: number) => ({ user: { name: `Person ${index}` } })
  for (let index = 0; index < people; index++) {
    const clientId = 1_000_000 + index
    const client = await openClient(server, 0, index, {
      onFrame: () => {
        if (counting) frames += 1
      },
    })
    client.sendStep1()
    client.sendAwareness(clientId, 1, stateOf(index))
    clients.push({ client, clientId, clock: 1 })
  }
  await delay(1500)
  const before = server.cpuSeconds()
  counting = true
  const begun = performance.now()
  for (let renewal = 0; performance.now() < begun + seconds * 1000; renewal++) {
    const one = clients[renewal % people]
    one?.client.sendAwareness(one.clientId, ++one.clock, stateOf(renewal % people))
    const due = begun + ((renewal + 1) * 15_000) / people
    await delay(Math.max(0, due - performance.now()))
  }
  counting = false
  const cpu = server.cpuSeconds() - before
  for (const { client } of clients) client.close()
  return { 'frames/s': frames / seconds, 'cpu s': cpu }
}
