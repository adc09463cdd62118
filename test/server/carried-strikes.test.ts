/** What an amendment strikes and puts, on a real server, while others split the paragraph that it is in. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { mintId, RecommendationId } from '#shared/domain/ids'
import { TextAuthors } from '#shared/protocol/api'
import { firstText } from '../support/amending.ts'
import { paragraph } from '../support/negotiated.ts'
import { type Negotiation, newTextId, startNegotiation } from '../support/negotiation.ts'
import { randomBytes, typeParagraph, until, wordsOf } from '../support/served.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

const sentence = 'The budget is published by the office each year in all languages.'

/** A text with one sentence, and the secretariat's seat at it. */
async function openText() {
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
  return { base, office, split }
}

test('[REC-131] a strike covers its words when others split their paragraph: while it is drafted, and when nobody has it open, over a restart', async () => {
  const { base, office, split } = await openText()
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

test('[REC-164] what a tabled amendment puts goes with its words when others split their paragraph, and stays its author’s; a draft is left to who types it', async () => {
  const { base, office, split } = await openText()
  const [brazil, india] = [await room.amend('Brazil', base), await room.amend('India', base)]
  const put = async ({ doc, textId }: typeof brazil, seat: 'Brazil' | 'India', words: string) => {
    firstText(doc).insert(sentence.length - 1, words)
    await until('saved', async () => (await room.plainOf(textId, seat)).includes(words))
  }
  await put(brazil, 'Brazil', ' of the world')
  await put(india, 'India', ' of the draft')
  await room.done('Brazil', { type: 'table-amendment', textId: brazil.textId, reason: '' })
  split('each year')
  const second = (of: string) => of.split('\n').find((line) => line.startsWith('each year')) ?? ''
  await until('it follows', async () =>
    second(await room.plainOf(brazil.textId)).includes('in all languages of the world.'),
  )
  await until('the draft follows', async () =>
    second(await room.plainOf(india.textId, 'India')).includes('in all languages.'),
  )
  expect(await room.plainOf(india.textId, 'India')).toContain('by the office  of the draft')
  await room.done('Chair', {
    type: 'decide-amendment',
    textId: brazil.textId,
    outcome: 'take-up',
    note: '',
  })
  expect(second(await room.plainOf(base))).toBe('each year in all languages of the world.')
  await until('it is there', () => wordsOf(office.doc).includes('of the world'))
  const item = Y.getTypeChildren(firstText(office.doc, 'of the world')).find(
    ({ content }) => content instanceof Y.ContentString && content.str.includes('world'),
  )
  const answer = await fetch(`${room.url}/api/texts/${base}/authors`, {
    headers: room.as('Secretariat'),
  })
  const { authors } = TextAuthors.parse(await answer.json())
  const author = authors.find(({ clientId }) => clientId === item?.id.client)
  expect(author?.memberId).toBe(room.members['Brazil'])
  office.destroy()
})
