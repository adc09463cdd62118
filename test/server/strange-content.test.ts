/** What no page writes, sent by a script while others type on; and the same found in a log. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { mintId, RecommendationId, TextId } from '#shared/domain/ids'
import { contentSchema, flowBounds } from '#shared/flow/allowed-flow'
import { blockKeys, flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { deleteRange, putLetters } from '#shared/flow/put'
import { readText } from '#shared/flow/read-text'
import { addTo } from '#shared/flow/table-acts'
import { closeCode } from '#shared/protocol/close-codes'
import { frame } from '#shared/protocol/frames'
import { HttpSocket } from '../../client/live/http-socket.ts'
import { addBracket } from '../support/brackets.ts'
import { lettersOfMany } from '../support/many-ids.ts'
import { type RawSocket, rawOn } from '../support/raw-socket.ts'
import {
  type Carrier,
  randomBytes,
  type Served,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../support/served.ts'
import { flowFloods, strangeFlows } from '../support/strange-flows.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'

let room: Served
beforeAll(async () => {
  room = await startServed(undefined, { messagesPerSecond: 1_000_000, socketsPerMember: 1000 })
})
afterAll(async () => room.close())

async function newText(): Promise<TextId> {
  const textId = mintId(TextId, 't', randomBytes())
  const made = await room.command('Chair', {
    type: 'add-recommendation',
    recommendationId: mintId(RecommendationId, 'r', randomBytes()),
    topicId: room.topicId,
    title: 'Another',
    textId,
  })
  expect(made.status).toBe(200)
  return textId
}

/** India types, and the Chair sees it. */
async function goesOn(india: WebsocketProvider, chair: WebsocketProvider, typed: string) {
  typeParagraph(india.doc, typed)
  await until('others go on', () => wordsOf(chair.doc).includes(typed))
}
const refusalsOf = ({ heard }: RawSocket) => heard.filter(([type]) => type === frame.refused).length

/** What carries the frames of a script: either way the same is refused. */
const carriers: readonly [string, Carrier][] = [
  ['WebSockets', WebSocket],
  ['HTTP', HttpSocket],
]

describe.each(carriers)('a script sends what no page writes, over %s', (_name, carrier) => {
  test('[SYNC-220] every strange shape is refused whole, under whoever types on: the text stays as it was, also after a restart', {
    timeout: 240_000,
  }, async () => {
    const textId = await newText()
    const page = (client: number) => newFlowDoc(client, { gc: false })
    const [india, chair] = [
      room.provider('India', { textId, doc: page(9) }),
      room.provider('Chair', { textId, doc: page(19) }),
    ]
    await until('synced', () => india.synced && chair.synced)
    deleteRange(flowOf(india.doc), 0, flowOf(india.doc).length)
    for (const [blockId, said] of [
      ['p1', 'First one'],
      ['p2', 'one 😀 two'],
    ] as const)
      typeParagraph(india.doc, said, blockId)
    addTo(india.doc, 'rows', 'tasks', 'r1', 0)
    // What the installation knows of a bracket, which no page may change.
    addBracket(india.doc, 'known', 'in brackets')
    await until('saved', () => chair.doc.getMap('brackets').has('known.sponsors'))
    const dropped: unknown[] = []
    for (const each of [india, chair]) each.on('connection-close', (event) => dropped.push(event))
    const script = await rawOn(room, carrier, 'Brazil', textId)
    script.socket.send(syncFrame(1, Uint8Array.of(0, 0)))
    const told = () => JSON.stringify(readText(chair.doc))
    for (const [name, write] of Object.entries(strangeFlows)) {
      const copy = page(77)
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(chair.doc))
      const update = updateOf(write, copy)
      // Nothing to send: there is no copy yet that could be taken away.
      if (
        update.length <=
        2 + Y.encodeStateAsUpdate(chair.doc, Y.encodeStateVector(chair.doc)).length
      )
        continue
      const [before, saying] = [refusalsOf(script), told()]
      script.socket.send(syncFrame(2, update))
      await until(`refused: ${name}`, () => refusalsOf(script) === before + 1)
      expect([name, told()]).toEqual([name, saying])
    }
    await goesOn(india, chair, 'India went on.')
    expect(dropped).toEqual([])
    script.socket.close()
    const state = Y.encodeStateAsUpdate(chair.doc)
    await room.restart()
    const newcomer = room.provider('Remote', { textId, doc: page(29) })
    await until('synced', () => newcomer.synced)
    expect(Y.encodeStateAsUpdate(newcomer.doc)).toEqual(state)
    const answer = await fetch(`${room.url}/api/texts/${textId}`, {
      headers: { ...room.as('India'), Accept: 'application/json' },
    })
    expect(JSON.stringify(await answer.json())).toContain('India went on.')
    for (const each of [india, chair, newcomer]) each.destroy()
  })

  test('[SYNC-221] more letters, rows, blocks, formats, cuts or client ids than one member writes are refused as too large, and others go on in the same text', {
    timeout: 240_000,
  }, async () => {
    const textId = await newText()
    const [india, chair] = [room.provider('India', { textId }), room.provider('Chair', { textId })]
    await until('synced', () => india.synced && chair.synced)
    const script = await rawOn(room, carrier, 'Brazil', textId)
    script.socket.send(syncFrame(1, Uint8Array.of(0, 0)))
    const whyRefused = async (update: Uint8Array) => {
      const before = refusalsOf(script)
      script.socket.send(syncFrame(2, update))
      await until('refused', () => refusalsOf(script) === before + 1)
      const last = script.heard.findLast(([type]) => type === frame.refused)
      return new TextDecoder().decode(last).includes('too-large')
    }
    const last = Y.createID(india.doc.clientID, 0)
    typeParagraph(india.doc, 'India began.')
    await until('saved', () => wordsOf(chair.doc).includes('India began.'))
    const tooMuch: [string, Uint8Array][] = [
      ...Object.entries(flowFloods).map(([name, write]): [string, Uint8Array] => {
        const doc = newFlowDoc(new Y.Doc().clientID)
        Y.applyUpdate(doc, Y.encodeStateAsUpdate(chair.doc))
        return [name, updateOf(write, doc)]
      }),
      ['many ids', lettersOfMany(flowBounds.clients.member + 1, last)],
    ]
    for (const [name, update] of tooMuch) {
      expect([name, await whyRefused(update)]).toEqual([name, true])
      await goesOn(india, chair, `Behind ${name}.`)
    }
    // Letter by letter out of words that stand: each deletion cuts them in two.
    const doc = newFlowDoc(new Y.Doc().clientID)
    script.socket.send(
      syncFrame(
        2,
        updateOf(() => typeParagraph(doc, 'z'.repeat(20_000)), doc),
      ),
    )
    await until('long words stand', () => wordsOf(chair.doc).includes('zzz'))
    const cuts = updateOf(() => {
      doc.transact((transaction) => {
        for (let letter = 1; letter < 19_999; letter += 2) {
          const item = Y.getItemCleanStart(transaction, Y.createID(doc.clientID, letter))
          Y.getItemCleanEnd(transaction, doc.store, Y.createID(doc.clientID, letter))
          Y.getItem(doc.store, item.id).delete(transaction)
        }
      })
    }, doc)
    expect(await whyRefused(cuts)).toBe(true)
    await goesOn(india, chair, 'Behind the cuts.')
    expect(refusalsOf(script)).toBe(tooMuch.length + 1)
    script.socket.close()
    for (const each of [india, chair]) each.destroy()
  })
})

test('[SYNC-311] 60,000 client ids in one message are refused before they are placed, as many as one may have are let in, and the next key and the next act of somebody else go through', async () => {
  const textId = await newText()
  const [india, chair] = [room.provider('India', { textId }), room.provider('Chair', { textId })]
  await until('synced', () => india.synced && chair.synced)
  typeParagraph(india.doc, 'India began.')
  await until('saved', () => wordsOf(chair.doc).includes('India began.'))
  const last = Y.createID(india.doc.clientID, Y.getState(india.doc.store, india.doc.clientID) - 1)
  const script = await rawOn(room, WebSocket, 'Brazil', textId)
  script.socket.send(syncFrame(1, Uint8Array.of(0, 0)))
  script.socket.send(syncFrame(2, lettersOfMany(60_000, last)))
  await until('refused', () => refusalsOf(script) === 1)
  const refused = script.heard.findLast(([type]) => type === frame.refused)
  expect(new TextDecoder().decode(refused)).toContain('too-large')
  expect(wordsOf(chair.doc)).not.toContain('yy')
  script.socket.send(syncFrame(2, lettersOfMany(500, last)))
  await until('as many as may be', () => wordsOf(chair.doc).includes('y'.repeat(500)))
  await goesOn(india, chair, 'India went on.')
  const frozen = { type: 'set-drafting-mode', textId, mode: 'frozen' }
  expect((await room.command('Chair', frozen)).status).toBe(200)
  script.socket.close()
  for (const each of [india, chair]) each.destroy()
})

describe('a log of another release', () => {
  test('[SYNC-222] a text that holds strange things opens, is read, and neither holds up nor ends the server, also after restarts', {
    timeout: 240_000,
  }, async () => {
    const textId = await newText()
    const doc = newFlowDoc(1, { gc: false })
    typeParagraph(doc, 'Kept from before.')
    const flow = flowOf(doc)
    doc.transact(() => {
      putLetters(flow, 1, 'a'.repeat(20_000))
      flow.insertEmbed(1, { image: 'x' })
      blockKeys(doc).set('p1.level', 2e8)
      doc.getMap('rows').set('r1.table', 7)
      doc.getText('notes').insert(0, 'beside')
      doc.getXmlFragment('words').insert(0, [new Y.XmlElement('paragraph')])
    })
    // 170 kB of formats, each with a name of its own, with a letter between.
    flow.applyDelta(
      Array.from({ length: 5000 }, (_, each) => ({
        retain: 1,
        attributes: { [`format-with-a-long-name-${each}`]: {} },
      })),
    )
    const at = new Date().toISOString()
    const clients = [...doc.store.clients.keys()]
    const record = { author: null, at, updates: [Y.encodeStateAsUpdate(doc)], clients }
    await room.served.installation.store.write({ texts: [{ textId, records: [record] }] })
    const read = async () => {
      const answer = await fetch(`${room.url}/api/texts/${textId}`, {
        headers: { ...room.as('India'), Accept: 'text/plain' },
      })
      return answer.text()
    }
    for (let round = 0; round < 2; round += 1) {
      await room.restart()
      expect(await read()).toContain('Kept from before.')
      // As a page holds it: another kind of document would freeze here.
      const india = room.provider('India', { textId, doc: newFlowDoc(100 + round) })
      await until('synced', () => india.synced)
      expect(wordsOf(india.doc)).toContain('Kept from before.')
      // A program that types in it goes on.
      typeParagraph(india.doc, `Round ${round}.`)
      await until('saved', async () => (await read()).includes(`Round ${round}.`))
      india.destroy()
    }
  })
})

describe.each(carriers)('the schema of the words, over %s', (_name, carrier) => {
  test('[SYNC-223] a page that knows the words by another schema is closed for good and asked to reload; one that names none, or ours, is let in', async () => {
    const ask = (query: string) => rawOn(room, carrier, 'India', room.textId, query)
    for (const other of [contentSchema + 1, 0, 'x'])
      expect(await (await ask(`adref=1&schema=${other}`)).closed).toBe(closeCode.otherRelease)
    for (const query of ['', `adref=1&schema=${contentSchema}`]) {
      const { socket, heard } = await ask(query)
      await until('let in', () => heard.length > 0)
      socket.close()
    }
  })
})
