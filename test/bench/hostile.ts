/** Somebody means harm, or their program is broken: what gets through, and what it does to others. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Client, comesTrue, openClient, until } from './client.ts'
import { keysUpdate, newClientId, openTypist, readClocks } from './keys.ts'
import type { Figures } from './report.ts'
import type { Server, Who } from './server.ts'

/** Each attack has a document of its own, so that none stands in the light of another. */
export const hostileDocuments = 6
const [names, authors, readers, garbage, large, flooded] = [0, 1, 2, 3, 4, 5]

const yesOrNo = (holds: boolean): string => (holds ? 'yes' : 'no')
/** Time for what must not arrive to arrive. */
const enough = 1000

/** Somebody who sees how far each client has come in a document. */
async function openObserver(server: Server, document: number) {
  const clocks = new Map<number, number>()
  const client = await openClient(server, document, 2, {
    onUpdate: (update) =>
      readClocks(update, (id, clock) => clocks.set(id, Math.max(clock, clocks.get(id) ?? 0))),
  })
  client.sendStep1()
  await delay(200)
  return { client, has: (id: number, clock: number) => (clocks.get(id) ?? 0) >= clock }
}

/** A writer whose first key has come through. */
async function openWriter(server: Server, document: number, who: Who) {
  const observer = await openObserver(server, document)
  const typist = openTypist()
  const client = await openClient(server, document, who)
  client.sendStep1()
  client.sendUpdate(typist.key())
  await until('a key comes through', () => observer.has(typist.clientId, 1), 10_000)
  return { client, typist, observer }
}

/** The attacker announces another's client id under another name. */
async function isNameForged(server: Server): Promise<boolean> {
  const victimId = newClientId()
  let isForged = false
  let isAnnounced = false
  const observer = await openClient(server, names, 2, {
    onAwareness(payload) {
      const text = Buffer.from(payload).toString('latin1')
      isAnnounced = true
      isForged ||= text.includes('Forged name')
    },
  })
  observer.sendStep1()
  const victim = await openClient(server, names, 0)
  victim.sendAwareness(victimId, 1, { user: { name: 'True name' } })
  await until('presence comes through', () => isAnnounced, 10_000)
  const attacker = await openClient(server, names, 1)
  attacker.sendAwareness(newClientId(), 1, { user: { name: 'Own name' } })
  await delay(200)
  attacker.sendAwareness(victimId, 9, { user: { name: 'Forged name' } })
  await comesTrue(() => isForged, enough)
  for (const each of [observer, victim, attacker]) each.close()
  return isForged
}

/** The attacker goes on writing under the client id of another. */
async function isAuthorForged(server: Server): Promise<boolean> {
  const { client: victim, typist, observer } = await openWriter(server, authors, 0)
  const attacker = await openClient(server, authors, 1)
  attacker.sendStep1()
  attacker.sendUpdate(keysUpdate(typist.clientId, 1, 5))
  const isForged = await comesTrue(() => observer.has(typist.clientId, 6), enough)
  for (const each of [victim, attacker, observer.client]) each.close()
  return isForged
}

/** Somebody who may only read writes. */
async function isReaderHeard(server: Server): Promise<boolean> {
  const { client, observer } = await openWriter(server, readers, 0)
  const id = newClientId()
  const reader = await openClient(server, readers, 'reader')
  reader.sendStep1()
  await delay(200)
  reader.sendUpdate(keysUpdate(id, 0))
  const isHeard = await comesTrue(() => observer.has(id, 1), enough)
  for (const each of [client, reader, observer.client]) each.close()
  return isHeard
}

/** Frames that are none: noise, nothing, lengths beyond the end, updates that break off. */
function garbageFrames(client: Client): Uint8Array[] {
  const noise = (length: number) => crypto.getRandomValues(new Uint8Array(length))
  const update = keysUpdate(newClientId(), 0, 50)
  return [
    Uint8Array.of(),
    Uint8Array.of(0),
    Uint8Array.of(0, 2, 255, 255, 255, 255, 15),
    Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255),
    ...Array.from({ length: 20 }, () => noise(64)),
    noise(60_000),
    client.updateFrame(noise(200)),
    client.updateFrame(update.subarray(0, 20)),
    Uint8Array.of(1, 5, 255, 255, 255, 255, 255),
  ]
}

/** Whether somebody else in the document goes on writing and being seen. */
async function areOthersAlive(server: Server): Promise<boolean> {
  const { client: other, typist, observer } = await openWriter(server, garbage, 0)
  let index = 0
  let attacker = await openClient(server, garbage, 1)
  for (const frame of garbageFrames(attacker)) {
    index += 1
    if (attacker.socket.readyState !== attacker.socket.OPEN)
      attacker = await openClient(server, garbage, 3 + index)
    attacker.send(frame)
    await delay(20)
  }
  other.sendUpdate(typist.key())
  const areAlive = await comesTrue(() => observer.has(typist.clientId, 2), 3000)
  for (const each of [other, attacker, observer.client]) each.close()
  return areAlive
}

/** One update of 40 MB. */
async function isLargeTaken(server: Server): Promise<boolean> {
  const { client, observer } = await openWriter(server, large, 0)
  const id = newClientId()
  const length = 40_000_000
  const attacker = await openClient(server, large, 1)
  attacker.sendStep1()
  attacker.sendUpdate(keysUpdate(id, 0, length))
  const isTaken = await comesTrue(
    () => observer.has(id, length) || attacker.socket.readyState !== attacker.socket.OPEN,
    8000,
  )
  for (const each of [client, attacker, observer.client]) each.close()
  return isTaken && observer.has(id, length)
}

/** Whether the document is there for somebody who comes now, and a key of theirs comes back. */
async function canJoin(server: Server, patience: number): Promise<boolean> {
  const typist = openTypist()
  let isSynced = server.framing === 'bare'
  let isBack = false
  let newcomer: Client | undefined
  const join = async () => {
    newcomer = await openClient(server, flooded, 7, {
      onUpdate(update, isStep2) {
        isSynced ||= isStep2
        readClocks(update, (id) => {
          isBack ||= id === typist.clientId
        })
      },
    })
    newcomer.sendStep1()
    newcomer.sendUpdate(typist.key())
  }
  const joining = join().catch(() => undefined)
  const isIn = await comesTrue(() => isSynced && isBack, patience)
  void joining.then(() => newcomer?.close())
  return isIn
}

/** One writer sends words and presence as fast as the socket takes them, for three seconds; a newcomer wants in meanwhile. */
async function areOthersUnaffected(server: Server): Promise<boolean> {
  const { client, typist, observer } = await openWriter(server, flooded, 0)
  const end = performance.now() + 3500
  const flood = async () => {
    for (let clock = 1; performance.now() < end; clock++) {
      if (client.socket.readyState !== client.socket.OPEN) return
      client.sendUpdate(typist.key())
      client.sendAwareness(typist.clientId, clock, { user: { name: 'Flood' }, cursor: clock })
      if (clock % 100 === 0) await delay(client.socket.bufferedAmount > 1_000_000 ? 5 : 0)
    }
  }
  const flooding = flood()
  await delay(500)
  const isIn = await canJoin(server, 3000)
  await flooding
  for (const each of [client, observer.client]) each.close()
  return isIn
}

/** What gets through, as yes and no. */
export async function hostility(server: Server): Promise<Figures> {
  const answer = async (check: (server: Server) => Promise<boolean>): Promise<string> => {
    try {
      return yesOrNo(await check(server))
    } catch {
      return 'no answer' // The server does not even let the others in any more.
    }
  }
  const knowsReaders = server.id === 'adref' || server.id === 'hocuspocus'
  const figures = {
    'forged name relayed': await answer(isNameForged),
    'forged author relayed': await answer(isAuthorForged),
    "reader's write accepted": knowsReaders ? await answer(isReaderHeard) : '-',
    'others alive after garbage': await answer(areOthersAlive),
    '40 MB update accepted': await answer(isLargeTaken),
    'newcomer in during flood': await answer(areOthersUnaffected),
  }
  await delay(500)
  const isAlive = server.isRunning() && (await canJoin(server, 10_000))
  return { ...figures, 'alive at the end': yesOrNo(isAlive) }
}
