/** Who wrote what, as the server tells it: with the table of copies, for those who may read, and in texts begun from others. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { mintId, TextId } from '#shared/domain/ids'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { Problem, TextAttribution } from '#shared/protocol/api'
import { draftOf, removeWords, splitBefore } from '../support/flow-edits.ts'
import { undoing } from '../support/flow-undo.ts'
import {
  randomBytes,
  type Served,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../support/served.ts'
import { wordsBySeat } from '../support/written-by.ts'

let room: Served
beforeAll(async () => {
  room = await startServed()
})
afterAll(async () => room.close())

const attributionOf = async (seat: string, textId: string = room.textId) =>
  fetch(`${room.url}/api/texts/${textId}/attribution`, { headers: room.as(seat) })
const told = async (textId: string = room.textId) =>
  TextAttribution.parse(await (await attributionOf('Chair', textId)).json())
const written = async (doc: Y.Doc, textId: string = room.textId, seat = 'Chair') =>
  (await wordsBySeat(room, doc, textId, seat)).filter(([words]) => words !== '')
let made = 0
const page = () => newFlowDoc(1_000_000 + 17 * (made += 1), { gc: false })

describe('who wrote what', () => {
  test('[API-71] words keep their writer when others split them, bring them back, work offline, and amend; nobody is believed about it', async () => {
    const [brazil, india] = [
      room.provider('Brazil', { doc: page() }),
      room.provider('India', { doc: page() }),
    ]
    await until('synced', () => brazil.synced && india.synced)
    typeParagraph(brazil.doc, 'Parties shall report each year.')
    await until('heard', () => wordsOf(india.doc).includes('each year.'))
    splitBefore(india.doc, 'report each')
    await until('heard', () => wordsOf(brazil.doc).includes('\nreport'))
    expect(await written(brazil.doc)).toEqual([
      ['Parties shall ', 'Brazil'],
      ['report each year.', 'Brazil'],
    ])

    // Offline India deletes words and brings them back, splits once more and adds words; all of it comes as one answer.
    india.disconnect()
    const own = undoing({ doc: india.doc, draft: draftOf(india.doc) })
    removeWords(india.doc, 'each year.')
    own.undo.undo()
    own.wait()
    splitBefore(india.doc, 'each year.')
    typeParagraph(india.doc, 'Offline words of India.')
    india.connect()
    await until('heard', () => wordsOf(brazil.doc).includes('Offline words'))
    const before = await written(brazil.doc)
    expect(before).toContainEqual(['each year.', 'Brazil'])
    expect(before).toContainEqual(['Offline words of India.', 'India'])
    const { copies } = await told()
    expect(copies).toMatchObject([{ by: 'undo', length: 10 }])

    // Brazil amends its own and India's words; taken up, each word is still its writer's.
    const amendment = mintId(TextId, 't', randomBytes())
    const act = async (seat: string, command: object) =>
      expect((await room.command(seat, command)).status).toBe(200)
    await act('Brazil', {
      type: 'start-amendment',
      textId: amendment,
      baseTextId: room.textId,
    })
    const desk = room.provider('Brazil', { textId: amendment, doc: page() })
    await until('synced', () => desk.synced)
    splitBefore(desk.doc, 'of India.')
    typeParagraph(desk.doc, 'Brazil adds this.')
    await until('saved', async () =>
      (await written(desk.doc, amendment, 'Brazil')).some(
        ([words]) => words === 'Brazil adds this.',
      ),
    )
    // An amendment that is its delegation's own is nobody else's to ask about.
    expect((await attributionOf('India', amendment)).status).toBe(404)
    await act('Brazil', { type: 'table-amendment', textId: amendment, reason: '' })
    await act('Chair', {
      type: 'decide-amendment',
      textId: amendment,
      outcome: 'take-up',
      note: '',
    })
    await until('heard', () => wordsOf(brazil.doc).includes('adds this'))
    const taken = await written(brazil.doc)
    expect(taken).toContainEqual(['of India.', 'India'])
    expect(taken).toContainEqual(['Brazil adds this.', 'Brazil'])
    expect(taken).toContainEqual(['each year.', 'Brazil'])

    const signedOut = await fetch(`${room.url}/api/texts/${room.textId}/attribution`)
    expect(signedOut.status).toBe(401)
    expect(Problem.parse(await signedOut.json()).code).toBe('signed-out')
    for (const provider of [brazil, india, desk]) provider.destroy()
  })

  test('[API-72] a text that was begun from another keeps its writers, and each answer is of a later or the same version', async () => {
    const reader = room.provider('India', { doc: page() })
    await until('synced', () => reader.synced)
    const alternative = mintId(TextId, 't', randomBytes())
    const proposed = await room.command('India', {
      type: 'propose-alternative',
      recommendationId: room.recommendationId,
      textId: alternative,
      from: 'majority',
      reason: '',
    })
    expect(proposed.status).toBe(200)
    const desk = room.provider('India', { textId: alternative, doc: page() })
    await until('synced', () => desk.synced)
    expect(await written(desk.doc, alternative)).toEqual(await written(reader.doc))
    const { version } = await told(alternative)
    typeParagraph(desk.doc, 'Another way.')
    await until('attributed', async () => (await told(alternative)).version > version)
    expect(await written(desk.doc, alternative)).toContainEqual(['Another way.', 'India'])
    for (const provider of [reader, desk]) provider.destroy()
  })
})
