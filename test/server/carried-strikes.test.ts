/** Strikes of an amendment on a real server, while others split the paragraph that they are in. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mintId, RecommendationId } from '#shared/domain/ids'
import { firstText } from '../support/amending.ts'
import { paragraph } from '../support/negotiated.ts'
import { type Negotiation, newTextId, startNegotiation } from '../support/negotiation.ts'
import { randomBytes, typeParagraph, until, wordsOf } from '../support/served.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

test('[REC-131] a strike covers its words when others split their paragraph: while it is drafted, and when nobody has it open, over a restart', async () => {
  const base = newTextId()
  await room.done('Chair', {
    type: 'add-recommendation',
    recommendationId: mintId(RecommendationId, 'r', randomBytes()),
    topicId: room.topicId,
    title: 'Another',
    textId: base,
  })
  const office = room.provider('Secretariat', { textId: base })
  await until('synced', () => office.synced)
  const sentence = 'The budget is published by the office each year in all languages.'
  typeParagraph(office.doc, sentence)
  await until('saved', async () => (await room.plainOf(base)).includes('languages.'))
  /** As an editor does it: what stands behind the place is struck and written again in a paragraph of its own. */
  const split = (before: string) => {
    const text = firstText(office.doc, before)
    const at = text.toJSON().indexOf(before)
    const tail = text.toJSON().slice(at)
    office.doc.transact(() => {
      text.delete(at, tail.length)
      paragraph(office.doc, office.doc.getXmlFragment('words').length, tail)
    })
  }
  const brazil = await room.amend('Brazil', base)
  const struck = ' by the office each year in all languages'
  firstText(brazil.doc).delete(sentence.indexOf(struck), struck.length)
  const isStruck = async () => !(await room.plainOf(brazil.textId, 'Brazil')).includes('office')
  await until('saved', isStruck)

  split('each year')
  const paragraphs = () =>
    wordsOf(brazil.doc)
      .split('</paragraph>')
      .map((words) => words.replaceAll(/<[^>]*>/g, ''))
      .filter((words) => words !== '')
  await until('it follows', () => paragraphs().length === 2)
  expect(paragraphs()).toEqual(['The budget is published', '.'])

  brazil.provider.destroy()
  split('in all')
  await until('saved', async () => (await room.plainOf(base)).includes('\nin all'))
  await room.restart()
  await room.done('Brazil', { type: 'table-amendment', textId: brazil.textId, reason: '' })
  const tabled = await room.plainOf(brazil.textId)
  for (const gone of ['office', 'each', 'year', 'all', 'languages'])
    expect(tabled).not.toContain(gone)
  await room.done('Chair', {
    type: 'decide-amendment',
    textId: brazil.textId,
    outcome: 'take-up',
    note: '',
  })
  const taken = await room.plainOf(base)
  expect(taken).toContain('The budget is published')
  expect(taken).not.toContain('office')
  expect(taken).not.toContain('languages')
  office.destroy()
})
