/** Who wrote what, as the server tells it: from its own log, for those who may read, and after a restart. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { mintId, TextId } from '#shared/domain/ids'
import { Problem, TextAttribution } from '#shared/protocol/api'
import { authorRuns } from '#shared/text/author-runs'
import { flatten } from '#shared/text/flat-document'
import { randomBytes, type Served, startServed, typeParagraph, until } from '../support/served.ts'

let room: Served
beforeAll(async () => {
  room = await startServed()
})
afterAll(async () => room.close())

const attributionOf = async (seat: string, textId: string = room.textId) =>
  fetch(`${room.url}/api/texts/${textId}/attribution`, { headers: room.as(seat) })
const told = async (textId: string = room.textId) =>
  TextAttribution.parse(await (await attributionOf('Chair', textId)).json())

/** The words of a live text with the seat that wrote them. */
async function wordsBySeat(doc: Y.Doc, textId: string = room.textId) {
  const { authors, kept } = await told(textId)
  const { flat } = flatten(doc)
  const seatOf = new Map(Object.entries(room.members).map(([seat, member]) => [member, seat]))
  return authorRuns(doc.getXmlFragment('words'), {
    authors: new Map(authors.map(({ clientId, memberId }) => [clientId, memberId])),
    kept: kept.map(({ memberId, ...range }) => ({ ...range, author: memberId })),
  }).map(({ start, end, author }) => [
    flat.slice(start, end),
    author === null ? 'nobody' : seatOf.get(author),
  ])
}
const paragraphs = (doc: Y.Doc): Y.XmlElement[] =>
  doc
    .getXmlFragment('words')
    .toArray()
    .filter((child) => child instanceof Y.XmlElement)
/** Splits a paragraph as an editor does: what stands behind the place is struck and written anew. */
function split(doc: Y.Doc, words: string): void {
  doc.transact(() => {
    for (const [index, paragraph] of paragraphs(doc).entries()) {
      const text = paragraph.get(0)
      if (!(text instanceof Y.XmlText)) continue
      const at = text.toJSON().indexOf(words)
      if (at < 0) continue
      const tail = text.toJSON().slice(at)
      text.delete(at, tail.length)
      const next = new Y.XmlElement('paragraph')
      doc.getXmlFragment('words').insert(index + 1, [next])
      next.insert(0, [new Y.XmlText(tail)])
      return
    }
  })
}
const says = (doc: Y.Doc, words: string) => flatten(doc).flat.includes(words)

describe('who wrote what', () => {
  test('[API-71] words keep their writer when others split them, work offline, and amend; nobody is believed about it', async () => {
    const [brazil, india] = [room.provider('Brazil'), room.provider('India')]
    await until('synced', () => brazil.synced && india.synced)
    typeParagraph(brazil.doc, 'Parties shall report each year.')
    await until('heard', () => says(india.doc, 'each year.'))
    split(india.doc, 'report each')
    await until('heard', () => paragraphs(brazil.doc).length >= 2 && says(brazil.doc, '\nreport'))
    await until('attributed', async () => (await told()).kept.length > 0)
    expect(await wordsBySeat(brazil.doc)).toEqual([
      ['Parties shall ', 'Brazil'],
      ['report each year.', 'Brazil'],
    ])

    // Offline India splits once more and adds words; all of it comes as one answer.
    india.disconnect()
    split(india.doc, 'each year.')
    typeParagraph(india.doc, 'Offline words of India.')
    india.connect()
    await until('heard', () => says(brazil.doc, 'Offline words'))
    await until('attributed', async () => (await wordsBySeat(brazil.doc)).length === 4)
    const before = await wordsBySeat(brazil.doc)
    expect(before).toContainEqual(['each year.', 'Brazil'])
    expect(before).toContainEqual(['Offline words of India.', 'India'])

    // Brazil amends its own and India's words; taken up, each word is still its writer's.
    const amendment = mintId(TextId, 't', randomBytes())
    const act = async (seat: string, command: object) =>
      expect((await room.command(seat, command)).status).toBe(200)
    await act('Brazil', {
      type: 'start-amendment',
      textId: amendment,
      baseTextId: room.textId,
    })
    const desk = room.provider('Brazil', { textId: amendment })
    await until('synced', () => desk.synced)
    split(desk.doc, 'of India.')
    typeParagraph(desk.doc, 'Brazil adds this.')
    await until('attributed', async () => {
      const answer = await attributionOf('Brazil', amendment)
      const { kept } = TextAttribution.parse(await answer.json())
      return kept.some(({ memberId }) => memberId === room.members['India'])
    })
    // An amendment that is its delegation's own is nobody else's to ask about.
    expect((await attributionOf('India', amendment)).status).toBe(404)
    await act('Brazil', { type: 'table-amendment', textId: amendment, reason: '' })
    await act('Chair', {
      type: 'decide-amendment',
      textId: amendment,
      outcome: 'take-up',
      note: '',
    })
    await until('heard', () => says(brazil.doc, 'adds this'))
    await until('attributed', async () => (await wordsBySeat(brazil.doc)).length === 6)
    const taken = await wordsBySeat(brazil.doc)
    expect(taken).toContainEqual(['of India.', 'India'])
    expect(taken).toContainEqual(['Brazil adds this.', 'Brazil'])
    expect(taken).toContainEqual(['each year.', 'Brazil'])

    const signedOut = await fetch(`${room.url}/api/texts/${room.textId}/attribution`)
    expect(signedOut.status).toBe(401)
    expect(Problem.parse(await signedOut.json()).code).toBe('signed-out')
    for (const provider of [brazil, india, desk]) provider.destroy()
  })

  test('[API-72] a text that was begun from another keeps its writers, and each answer is of a later or the same version', async () => {
    const reader = room.provider('India')
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
    const desk = room.provider('India', { textId: alternative })
    await until('synced', () => desk.synced)
    expect(await wordsBySeat(desk.doc, alternative)).toEqual(await wordsBySeat(reader.doc))
    const { version } = await told(alternative)
    typeParagraph(desk.doc, 'Another way.')
    await until('attributed', async () => (await told(alternative)).version > version)
    expect(await wordsBySeat(desk.doc, alternative)).toContainEqual(['Another way.', 'India'])
    for (const provider of [reader, desk]) provider.destroy()
  })
})
