/** Cold loads of real editing histories: sent keystroke by keystroke, stored, and loaded by a server that has just started. */
import * as Y from 'yjs'
import { openClient, until } from './client.ts'
import { lettersIn, readClocks } from './keys.ts'
import type { Figures } from './report.ts'
import type { Server } from './server.ts'
import { replayTrace, type TraceName } from './traces.ts'

/** Whether the text of a document is this. */
function says(doc: Y.Doc, content: string): boolean {
  return lettersIn(doc) === content
}

/** Milliseconds from connecting to the first step 2, and to the whole text. */
async function load(server: Server, endContent: string) {
  const doc = new Y.Doc()
  const isWhole = () => says(doc, endContent)
  const begun = performance.now()
  let first = Number.NaN
  let isFirstWhole = false
  let complete = Number.NaN
  const client = await openClient(server, 0, 0, {
    onUpdate(update, isStep2) {
      Y.applyUpdate(doc, update)
      if (Number.isNaN(complete) && isWhole()) complete = performance.now() - begun
      if (!isStep2 || !Number.isNaN(first)) return
      first = performance.now() - begun
      isFirstWhole = isWhole()
    },
  })
  client.sendStep1()
  await until('the stored text is whole again', () => !Number.isNaN(complete), 30_000)
  client.close()
  return { first, isFirstWhole, complete }
}

async function restart(server: Server): Promise<void> {
  await server.kill('SIGTERM')
  await server.start()
}

/** Updates that may be on their way: what is measured is the load, and a peer that gets all at once stands still for minutes. */
const atOnce = 200

/** The first load after the writing, and the next one: some servers tidy up while they load. */
export async function coldLoad(server: Server, trace: TraceName): Promise<Figures> {
  const { endContent, updates } = replayTrace(trace)
  const check = new Y.Doc()
  const awaited = { client: 0, clock: 0 }
  const reader = await openClient(server, 0, 1, {
    onUpdate: (update) => Y.applyUpdate(check, update),
  })
  reader.sendStep1()
  const writer = await openClient(server, 0, 0)
  for (const [index, update] of updates.entries()) {
    writer.sendUpdate(update)
    if (index % atOnce !== 0) continue
    readClocks(update, (client, clock) => {
      awaited.client = client
      awaited.clock = clock
    })
    await until(
      'the reader follows',
      () => Y.getState(check.store, awaited.client) >= awaited.clock,
    )
  }
  await until('the text is whole', () => says(check, endContent), 120_000)
  reader.close()
  writer.close()
  await server.stored()
  await restart(server)
  const once = await load(server, endContent)
  await server.stored(500)
  await restart(server)
  const again = await load(server, endContent)
  return {
    'first step 2 ms': once.first,
    'first sync complete': once.isFirstWhole && again.isFirstWhole ? 'yes' : 'no',
    'complete ms': once.complete,
    'complete ms, 2nd load': again.complete,
  }
}
