/** Amendments on a real server: they follow their base, become part of it, and are there after a restart. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { mintId, RecommendationId, type TextId } from '#shared/domain/ids'
import type { AmendmentOutcome, Text } from '#shared/domain/text'
import { BracketCounts } from '#shared/protocol/api'
import { replace } from '../support/amending.ts'
import { blockOf, removeBlock, typeAt, wordsIn } from '../support/flow-edits.ts'
import { type Negotiation, newTextId, startNegotiation } from '../support/negotiation.ts'
import { randomBytes, typeParagraph, until, wordsOf } from '../support/served.ts'
import { wordsBySeat } from '../support/written-by.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

const bracketsOf = async (textId: TextId): Promise<number | undefined> => {
  const address = `${room.url}/api/groups/${room.groupId}/brackets`
  const answer = await fetch(address, { headers: room.as('Chair') })
  const { texts } = BracketCounts.parse(await answer.json())
  return texts.find((each) => each.textId === textId)?.now
}
const stateFor = async (seat: string): Promise<{ texts: Record<string, Text> }> => {
  const path = `${room.url}/api/groups/${room.groupId}/record`
  return (await (await fetch(path, { headers: room.as(seat) })).json()).state
}
/** The first block that has words. */
const placeOfWords = (doc: Y.Doc): number =>
  wordsOf(doc)
    .split('\n')
    .findIndex((line) => line !== '')
/** Whether the letters of a word stand in a text in their order, whatever was typed between them. */
function isIn(text: string, word: string): boolean {
  let from = 0
  for (const letter of word) {
    from = text.indexOf(letter, from) + 1
    if (from === 0) return false
  }
  return true
}
const decision = (textId: TextId, outcome: AmendmentOutcome) => ({
  type: 'decide-amendment',
  textId,
  outcome,
  note: '',
})
/** The majority text of a recommendation of its own. */
async function newText(): Promise<TextId> {
  const textId = newTextId()
  await room.done('Chair', {
    type: 'add-recommendation',
    recommendationId: mintId(RecommendationId, 'r', randomBytes()),
    topicId: room.topicId,
    title: 'Another',
    textId,
  })
  return textId
}

describe('amendments', () => {
  test('[SYNC-41] amendments follow their base; taken up and bracketed, no word of the base is lost, and authors stay', async () => {
    const office = room.provider('Secretariat')
    await until('synced', () => office.synced)
    typeParagraph(office.doc, 'The budget is published quarterly by the office.')
    await until('saved', async () => (await room.plainOf(room.textId)).includes('quarterly'))
    const brazil = await room.amend('Brazil')
    const india = await room.amend('India')
    expect(await room.plainOf(brazil.textId, 'Brazil')).toContain('quarterly')
    // Nobody else hears of it before it is tabled.
    expect((await stateFor('India')).texts[brazil.textId]).toBeUndefined()
    expect((await stateFor('Brazil')).texts[brazil.textId]).toMatchObject({ standing: 'private' })
    expect(await room.plainOf(brazil.textId, 'India')).not.toContain('quarterly')
    const history = `${room.url}/api/groups/${room.groupId}/record/history?limit=10`
    const heard = await (await fetch(history, { headers: room.as('India') })).text()
    expect(heard).not.toContain(brazil.textId)

    replace(brazil.doc, 'office', 'Secretariat of the Forum')
    replace(india.doc, 'quarterly', 'annually')
    replace(office.doc, 'The budget', 'The whole budget')
    for (const { doc } of [brazil, india])
      await until('it follows its base', () => wordsOf(doc).includes('whole'))
    expect(
      await room.codeOf('Chair', {
        type: 'decide-amendment',
        textId: brazil.textId,
        outcome: 'take-up',
        note: '',
      }),
    ).toBe('text-unknown')
    await room.done('Brazil', {
      type: 'table-amendment',
      textId: brazil.textId,
      reason: 'Named bodies act.',
    })
    await room.done('India', { type: 'table-amendment', textId: india.textId, reason: '' })
    replace(brazil.doc, 'Forum', 'changed after tabling')

    await room.done('Chair', {
      type: 'decide-amendment',
      textId: brazil.textId,
      outcome: 'take-up',
      note: '',
    })
    expect(await bracketsOf(room.textId)).toBe(0)
    await room.done('Chair', {
      type: 'decide-amendment',
      textId: india.textId,
      outcome: 'bracket',
      note: '',
    })
    expect(await bracketsOf(room.textId)).toBeGreaterThan(0)
    const agreed =
      'The whole budget is published [quarterly][IN: annually] by the Secretariat of the Forum.'
    expect(await room.plainOf(room.textId)).toContain(agreed)
    await until('it is live', () => wordsOf(office.doc).includes('Secretariat of the Forum'))

    // Whose the words are.
    const written = await wordsBySeat(room, office.doc, room.textId)
    expect(written).toContainEqual(['Secretariat of the Forum', 'Brazil'])
    expect(written).toContainEqual(['annually', 'India'])
    expect(
      written.every(([, seat]) => ['Brazil', 'India', 'Secretariat'].includes(seat ?? '')),
    ).toBe(true)

    // The record has it, and a restart changes nothing.
    const after = await room.plainOf(room.textId)
    const decided = await (await fetch(history, { headers: room.as('India') })).json()
    const event = decided.events.find(
      (each: { event: { type: string } }) => each.event.type === 'amendment-decided',
    )?.event
    expect(event).toMatchObject({ outcome: 'bracket', after })
    expect(event.before).toContain('quarterly by the Secretariat of the Forum.')
    expect(event.proposed).toContain('annually by the Secretariat of the Forum.')
    for (const { provider } of [brazil, india]) provider.destroy()
    office.destroy()
  })

  test('[SYNC-42] nobody writes under one client id in a text and in an amendment to it', async () => {
    const base = await newText()
    const brazil = await room.amend('Brazil', base)
    typeParagraph(brazil.doc, 'Mine in the amendment.')
    await until('saved', async () => (await room.plainOf(brazil.textId, 'Brazil')).includes('Mine'))
    // The same id in the base, and one of the base's in the amendment: both are refused, whoever asks.
    const twin = new Y.Doc()
    twin.clientID = brazil.doc.clientID
    const inBase = room.provider('Brazil', { textId: base, doc: twin })
    await until('synced', () => inBase.synced)
    typeParagraph(twin, 'Another in the base.')
    const honest = room.provider('Brazil', { textId: base })
    await until('synced', () => honest.synced)
    typeParagraph(honest.doc, 'Honest words.')
    await until('saved', async () => (await room.plainOf(base)).includes('Honest words.'))
    await until('they come over', () => wordsOf(brazil.doc).includes('Honest words.'))
    const double = new Y.Doc()
    const inAmendment = room.provider('Brazil', { textId: brazil.textId, doc: double })
    await until('synced', () => inAmendment.synced)
    double.clientID = honest.doc.clientID
    typeParagraph(double, 'Twice in the amendment.')
    typeParagraph(brazil.doc, 'And more.')
    await until('saved', async () =>
      (await room.plainOf(brazil.textId, 'Brazil')).includes('And more.'),
    )
    expect(await room.plainOf(base)).not.toContain('Another in the base.')
    expect(await room.plainOf(brazil.textId, 'Brazil')).not.toContain('Twice')
    double.clientID = inAmendment.awareness.clientID
    for (const provider of [brazil.provider, inBase, honest, inAmendment]) provider.destroy()
  })

  test('[SYNC-43] an amendment that nobody had open is brought up when it is tabled and opened; all is the same after a restart', async () => {
    const base = await newText()
    const office = room.provider('Secretariat', { textId: base })
    await until('synced', () => office.synced)
    typeParagraph(office.doc, 'First words.')
    await until('saved', async () => (await room.plainOf(base)).includes('First words.'))
    const brazil = await room.amend('Brazil', base)
    typeParagraph(brazil.doc, 'Proposed words.')
    await until('saved', async () =>
      (await room.plainOf(brazil.textId, 'Brazil')).includes('Proposed'),
    )
    brazil.provider.destroy()
    typeParagraph(office.doc, 'Later words.')
    await until('saved', async () => (await room.plainOf(base)).includes('Later words.'))
    await room.restart()
    const back = room.provider('Brazil', { textId: brazil.textId })
    await until('it was brought up', () => wordsOf(back.doc).includes('Later words.'))
    await room.done('Brazil', { type: 'table-amendment', textId: brazil.textId, reason: '' })
    await room.done('Chair', decision(brazil.textId, 'bracket'))
    const after = await room.plainOf(base)
    for (const words of ['First words.', 'Later words.', '[BR: Proposed words.]'])
      expect(after).toContain(words)
    await room.restart()
    expect(await room.plainOf(base)).toBe(after)
    for (const provider of [office, back]) provider.destroy()
  })

  test('[SYNC-44] outcomes while everybody types: nothing that was saved is lost, and all agree', async () => {
    const base = await newText()
    const writers = ['Secretariat', 'Brazil', 'India'].map((seat) =>
      room.provider(seat, { textId: base }),
    )
    await until('synced', () => writers.every(({ synced }) => synced))
    const [first] = writers
    if (!first) throw new Error('no writer')
    typeParagraph(first.doc, 'one two three four five six.')
    await until('all have it', () => writers.every(({ doc }) => wordsOf(doc).includes('six.')))
    let n = 0
    const typeOn = () => {
      for (const { doc } of writers) {
        const place = placeOfWords(doc)
        const block = blockOf(doc, place)
        const end = block ? wordsIn(block).indexOf('.') : 0
        typeAt(doc, (n * 7) % (end + 1), ` w${n}x `, place)
        n += 1
      }
    }
    for (const [round, outcome] of (
      ['take-up', 'bracket', 'take-up', 'not-take-up'] as const
    ).entries()) {
      const seat = round % 2 === 0 ? 'Brazil' : 'India'
      const amendment = await room.amend(seat, base)
      typeOn()
      typeAt(amendment.doc, 0, `amended${round} `, placeOfWords(amendment.doc))
      typeOn()
      const isSaved = async () =>
        (await room.plainOf(amendment.textId, seat)).includes(`amended${round}`)
      await until('saved', isSaved)
      await room.done(seat, { type: 'table-amendment', textId: amendment.textId, reason: '' })
      typeOn()
      const decided = room.done('Chair', decision(amendment.textId, outcome))
      typeOn()
      await decided
      typeOn()
      amendment.provider.destroy()
    }
    const agree = () => new Set(writers.map(({ doc }) => wordsOf(doc))).size === 1
    await until('all agree', agree)
    const letters = (words: string) =>
      words.replaceAll(/\[(?:BR|IN): /g, '').replaceAll(/[\s[\]]/g, '')
    const isOnDisk = async () =>
      letters(await room.plainOf(base)).includes(letters(wordsOf(first.doc)))
    await until('the disk has it', isOnDisk)
    // Words that were typed into others part them, and lose no letter.
    const count = (text: string, letter: string) => text.split(letter).length - 1
    const all = await room.plainOf(base)
    expect(count(all, 'w')).toBeGreaterThanOrEqual(n)
    for (const word of ['amended0', 'amended1', 'amended2']) expect(isIn(all, word)).toBe(true)
    for (const provider of writers) provider.destroy()
  })

  test('[SYNC-45] when the paragraph is deleted in the base, the words of the amendment stay a paragraph of their own, in it and taken up, under their author’s name', async () => {
    const base = await newText()
    const office = room.provider('Secretariat', { textId: base })
    await until('synced', () => office.synced)
    typeParagraph(office.doc, 'A paragraph.')
    await until('saved', async () => (await room.plainOf(base)).includes('A paragraph.'))
    const brazil = await room.amend('Brazil', base)
    typeAt(brazil.doc, 0, 'Amended: ', placeOfWords(brazil.doc))
    await until('saved', async () =>
      (await room.plainOf(brazil.textId, 'Brazil')).includes('Amended'),
    )
    removeBlock(office.doc, placeOfWords(office.doc))
    typeParagraph(office.doc, 'In its place.')
    await until('it follows', () => wordsOf(brazil.doc).includes('In its place.'))
    expect(wordsOf(brazil.doc)).toContain('Amended:')
    expect(wordsOf(brazil.doc)).not.toContain('A paragraph.')
    await room.done('Brazil', { type: 'table-amendment', textId: brazil.textId, reason: '' })
    // Drafted anew, its words are there with their author.
    const textId = newTextId()
    await room.done('Brazil', {
      type: 'draft-amendment-anew',
      textId,
      amendmentTextId: brazil.textId,
    })
    const anew = room.provider('Brazil', { textId })
    await until('synced', () => anew.synced && wordsOf(anew.doc).includes('Amended:'))
    typeParagraph(anew.doc, 'Amended anew.')
    await until('saved', async () =>
      (await room.plainOf(textId, 'Brazil')).includes('Amended anew.'),
    )
    await room.done('Brazil', { type: 'table-amendment', textId, reason: '' })
    await room.done('Chair', decision(textId, 'take-up'))
    for (const words of ['Amended:', 'In its place.', 'Amended anew.'])
      expect(await room.plainOf(base)).toContain(words)
    await until('it is live', () => wordsOf(office.doc).includes('Amended anew.'))
    const written = await wordsBySeat(room, office.doc, base)
    expect(written).toContainEqual(['Amended: ', 'Brazil'])
    expect(written).toContainEqual(['In its place.', 'Secretariat'])
    for (const provider of [office, anew, brazil.provider]) provider.destroy()
  })
})
