/** What no page writes, sent by a script while others type on; and the same found in a log of before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { mintId, RecommendationId, TextId } from '#shared/domain/ids'
import { closeCode } from '#shared/protocol/close-codes'
import { frame } from '#shared/protocol/frames'
import { contentBounds, contentSchema } from '#shared/flow/allowed-flow'
import { newTextDoc } from '#shared/text/text-doc'
import { addRow } from '#shared/text/write-content'
import { HttpSocket } from '../../client/live/http-socket.ts'
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
import {
  cellWith,
  floods,
  inParagraph,
  lettersOfMany,
  manyIds,
  put,
  shapes,
  words,
} from '../support/strange-shapes.ts'
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

/** More than one member writes, made once for all carriers: whoever sends it has nothing else. */
const tooMuch = new Map<string, Uint8Array>()
beforeAll(() => {
  for (const [name, write] of Object.entries(floods)) tooMuch.set(name, updateOf(write))
  tooMuch.set('many ids', manyIds(contentBounds.clients.member + 1))
})

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
    const [india, chair] = [room.provider('India', { textId }), room.provider('Chair', { textId })]
    await until('synced', () => india.synced && chair.synced)
    typeParagraph(india.doc, 'India began.')
    addRow(india.doc, 'tasks', 'row-of-india')
    await until('saved', () => wordsOf(chair.doc).includes('India began.'))
    const dropped: unknown[] = []
    for (const each of [india, chair]) each.on('connection-close', (event) => dropped.push(event))
    const script = await rawOn(room, carrier, 'Brazil', textId)
    script.socket.send(syncFrame(1, Uint8Array.of(0, 0)))
    const sendAll = async () => {
      for (const [name, write] of Object.entries(shapes)) {
        const copy = new Y.Doc()
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(chair.doc))
        const before = [refusalsOf(script), wordsOf(chair.doc), chair.doc.getArray('tasks').length]
        script.socket.send(syncFrame(2, updateOf(write, copy)))
        await until(`refused: ${name}`, () => refusalsOf(script) === Number(before[0]) + 1)
        const after = [wordsOf(chair.doc), chair.doc.getArray('tasks').length]
        expect([name, ...after]).toEqual([name, ...before.slice(1)])
      }
    }
    await sendAll()
    await goesOn(india, chair, 'India went on.')
    expect(dropped).toEqual([])
    script.socket.close()
    const state = Y.encodeStateAsUpdate(chair.doc)
    await room.restart()
    const newcomer = room.provider('Remote', { textId })
    await until('synced', () => newcomer.synced)
    expect(wordsOf(newcomer.doc)).toBe(wordsOf(chair.doc))
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
    for (const [name, update] of tooMuch) {
      expect([name, await whyRefused(update)]).toEqual([name, true])
      await goesOn(india, chair, `Behind ${name}.`)
    }
    // Letter by letter out of words that stand: each deletion cuts them in two.
    const doc = new Y.Doc()
    const text = new Y.XmlText('z'.repeat(20_000))
    script.socket.send(
      syncFrame(
        2,
        updateOf(() => put(words(doc), inParagraph(text)), doc),
      ),
    )
    await until('long words stand', () => wordsOf(chair.doc).includes('zzz'))
    const cuts = updateOf(() => {
      for (let letter = 19_998; letter > 0; letter -= 2) text.delete(letter, 1)
    }, doc)
    expect(await whyRefused(cuts)).toBe(true)
    await goesOn(india, chair, 'Behind the cuts.')
    expect(refusalsOf(script)).toBe(tooMuch.size + 1)
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

describe('a log of before', () => {
  test('[SYNC-222] a text that holds strange things from before opens, is read, and neither holds up nor ends the server, also after restarts', {
    timeout: 240_000,
  }, async () => {
    const textId = await newText()
    const doc = new Y.Doc()
    typeParagraph(doc, 'Kept from before.')
    const text = new Y.XmlText('a'.repeat(20_000))
    doc.transact(() => {
      put(
        words(doc),
        inParagraph(text),
        'string',
        7,
        new Y.XmlText('bare'),
        cellWith({ colspan: 2e8 }),
      )
      put(doc.getArray('tasks'), 'no row')
      doc.getText('notes').insert(0, 'beside')
    })
    // 700 kB of formats, each with a name of its own, with a letter between.
    text.applyDelta(
      Array.from({ length: 20_000 }, (_, each) => ({
        retain: 1,
        attributes: { [`format-with-a-long-name-${each}`]: {} },
      })),
    )
    const at = new Date().toISOString()
    const record = {
      author: null,
      at,
      updates: [Y.encodeStateAsUpdate(doc)],
      clients: [doc.clientID],
    }
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
      const india = room.provider('India', { textId, doc: newTextDoc() })
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
