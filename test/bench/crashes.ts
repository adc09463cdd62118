/** The server is killed, or asked to stop, while somebody types: what was confirmed must be there afterwards. */
import { setTimeout as delay } from 'node:timers/promises'
import * as Y from 'yjs'
import { comesTrue, openClient, until } from './client.ts'
import { countRemovals, keysUpdate, openTypist, readClocks, removalUpdate, textIn } from './keys.ts'
import type { Figures } from './report.ts'
import type { Server } from './server.ts'

export type Activity = 'typing' | 'burst' | 'deletions'

/** Characters that there are to delete. */
const written = 20_000

/** Changes in the time between two looks at the clock, and that time in milliseconds. */
const pace: Record<Activity, { readonly changes: number; readonly every: number }> = {
  typing: { changes: 1, every: 10 },
  burst: { changes: 200, every: 1 },
  deletions: { changes: 1, every: 5 },
}

/** How many changes of the typist a fresh reader finds. */
async function keptIn(server: Server, document: number, activity: Activity, confirmed: number) {
  const doc = new Y.Doc()
  const letters = () => textIn(doc).length
  let isSynced = false
  const reader = await openClient(server, document, 0, {
    onUpdate(update, isStep2) {
      Y.applyUpdate(doc, update)
      isSynced ||= isStep2
    },
  })
  reader.sendStep1()
  await until('it answers', () => isSynced, 20_000)
  const kept = () => (activity === 'deletions' ? written - letters() : letters())
  const isWritten = () => activity !== 'deletions' || letters() > 0
  // Some answer before they have loaded: they get the time that they need.
  await comesTrue(() => isWritten() && kept() >= confirmed, 4000)
  reader.close()
  return isWritten() ? kept() : 0
}

/** One end of the server, in a document of its own. */
async function oneEnd(
  server: Server,
  document: number,
  activity: Activity,
  signal: 'SIGKILL' | 'SIGTERM',
) {
  const typist = openTypist()
  const { clientId } = typist
  const isDeleting = activity === 'deletions'
  /** What came back is confirmed; and what Adref says that it saved. */
  let echoed = 0
  let removed = 0
  let saved = 0
  let isSynced = false
  const writer = await openClient(server, document, 0, {
    onUpdate(update, isStep2) {
      isSynced ||= isStep2
      readClocks(update, (client, clock) => {
        if (client === clientId) echoed = Math.max(echoed, clock)
      })
      if (isDeleting) removed += countRemovals(update)
    },
    onSaved: (count) => {
      saved = count
    },
  })
  // Nobody types before the text is there; hocuspocus even closes who does.
  writer.sendStep1()
  await until('the writer is let in', () => isSynced, 20_000)
  if (isDeleting) {
    writer.sendUpdate(keysUpdate(clientId, 0, written))
    await until('the text is there', () => echoed === written)
    // Peers write behind: without this they would lose the text too, and not only its deletions.
    if (server.id !== 'adref') await server.stored()
  }
  let deleted = 0
  let isOver = false
  const change = () => (isDeleting ? removalUpdate(clientId, deleted++) : typist.key())
  const type = async () => {
    const { changes, every } = pace[activity]
    while (!isOver && writer.socket.readyState === writer.socket.OPEN) {
      for (let each = 0; each < changes; each++) writer.sendUpdate(change())
      await delay(every)
    }
  }
  const typing = type()
  await delay(activity === 'burst' ? 800 : 1000)
  const exit = await server.kill(signal)
  isOver = true
  await typing
  // What was on the wire when the server ended has been heard when the socket closes.
  const code = await Promise.race([writer.closed, delay(5000, 0)])
  const confirmed = isDeleting ? Math.max(removed, saved - 1) : Math.max(echoed, saved)
  await server.start()
  const kept = await keptIn(server, document, activity, confirmed)
  return { confirmed, lost: Math.max(0, confirmed - kept), code, exit }
}

/** Kills the server so many times. */
export async function crashes(
  server: Server,
  activity: Activity,
  rounds: number,
): Promise<Figures> {
  let confirmed = 0
  let lost = 0
  for (let round = 0; round < rounds; round++) {
    const end = await oneEnd(server, round, activity, 'SIGKILL')
    confirmed += end.confirmed
    lost += end.lost
  }
  return { rounds, confirmed, lost }
}

/** Asks the server to stop so many times. */
export async function stops(server: Server, activity: Activity, rounds: number): Promise<Figures> {
  let confirmed = 0
  let lost = 0
  let slowest = 0
  const codes = new Set<number>()
  for (let round = 0; round < rounds; round++) {
    const end = await oneEnd(server, round, activity, 'SIGTERM')
    confirmed += end.confirmed
    lost += end.lost
    slowest = Math.max(slowest, end.exit)
    codes.add(end.code)
  }
  return { rounds, confirmed, lost, 'close code': [...codes].join(', '), 'exit ms': slowest }
}
