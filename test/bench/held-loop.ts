/** For how long one act on a large text keeps a server from doing anything else: pings of somebody else wait for so long. */
import { setTimeout as delay } from 'node:timers/promises'
import * as Y from 'yjs'
import { putTokens } from '#shared/flow/put-tokens'
import { openClient, until } from './client.ts'
import { chairsActs, idsOfAScript, rebased } from './held-acts.ts'
import { textIn } from './keys.ts'
import type { Figures } from './report.ts'
import type { Server } from './server.ts'
import { seed } from './storms.ts'

const paragraphs = 320
const letters = 20_000

/** Forty pages, and a paragraph whose letters stand each before the last one: Yjs keeps an object for each. */
function piecemeal(): Uint8Array {
  const doc = new Y.Doc()
  const first = textIn(doc)
  doc.transact(() => {
    for (let letter = 0; letter < letters; letter += 1) first.insert(0, 'x')
    for (let each = 0; each < paragraphs; each += 1) {
      putTokens({ flow: first, newBlockId: () => `p${each}` }, first.length, [
        { type: 'begin', blockId: undefined, looks: {} },
        { type: 'letters', letters: 'words '.repeat(60), marks: {} },
        { type: 'end' },
      ])
    }
  })
  return Y.encodeStateAsUpdate(doc)
}

/** The longest time that a ping waited while something was done, in milliseconds. */
async function longestWait(server: Server, work: () => Promise<unknown>): Promise<number> {
  const { socket } = await openClient(server, 0, 9)
  let [longest, isOver] = [0, false]
  const pinging = (async () => {
    while (!isOver) {
      const sent = performance.now()
      const answered = new Promise((settle) => socket.once('pong', settle))
      socket.ping()
      await answered
      longest = Math.max(longest, performance.now() - sent)
      await delay(1)
    }
  })()
  await delay(100)
  longest = 0
  await work()
  isOver = true
  await pinging
  socket.terminate()
  return longest
}

async function join(server: Server): Promise<void> {
  let isSynced = false
  const client = await openClient(server, 0, 3, {
    onUpdate: (_update, isStep2) => {
      isSynced ||= isStep2
    },
  })
  client.sendStep1()
  await until('the newcomer has the text', () => isSynced)
  client.close()
}

/** What a page asks of a text beside its words; the peers have no such questions. */
async function ask(server: Server, what: string): Promise<void> {
  const socket = new URL(server.address(0, 0))
  const address = `http://${socket.host}/api/texts/${server.documentName(0)}${what}`
  const headers = { Authorization: `Bearer ${socket.searchParams.get('token')}` }
  const answer = await fetch(address, { headers })
  if (!answer.ok) throw new Error(`${what}: ${await answer.text()}`)
  await answer.arrayBuffer()
}

/** Each act several times, and the longest of all: what is worked out once counts, and is not worked out the second time. */
export async function heldLoop(server: Server): Promise<Figures> {
  await seed(server, piecemeal())
  const longest = async (work: () => Promise<unknown>): Promise<number> => {
    let wait = 0
    for (let round = 0; round < 5; round += 1)
      wait = Math.max(wait, await longestWait(server, work))
    return wait
  }
  const figures = {
    'nothing ms': await longest(() => delay(100)),
    'join ms': await longest(() => join(server)),
  }
  if (!server.acting) return figures
  const own: Record<string, number> = {
    ...figures,
    'words ms': await longest(() => ask(server, '')),
    'authors ms': await longest(() => ask(server, '/authors')),
    'attribution ms': await longest(() => ask(server, '/attribution')),
  }
  const acts = {
    ...chairsActs(server, server.acting),
    ...idsOfAScript(server),
    ...rebased(server, server.acting),
  }
  for (const [name, { prepare, act }] of Object.entries(acts)) {
    own[name] = 0
    for (let round = 0; round < 3; round += 1) {
      await prepare()
      own[name] = Math.max(own[name] ?? 0, await longestWait(server, act))
    }
  }
  return own
}
