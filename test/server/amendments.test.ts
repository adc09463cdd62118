/** Amendments on a real server: they follow their base, become part of it, and are there after a restart. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { ServedInstallation } from '#server/serve'
import { mintId, RecommendationId, TextId } from '#shared/domain/ids'
import type { AmendmentOutcome, Text } from '#shared/domain/text'
import { BracketCounts, TextAuthors } from '#shared/protocol/api'
import { firstParagraph, firstText, replace } from '../support/amending.ts'
import {
  randomBytes,
  restartServed,
  type Served,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../support/served.ts'

const limits = { messagesPerSecond: 1000, socketsPerMember: 100, memoryBytes: 2 ** 30 }
const folder = mkdtempSync(join(tmpdir(), 'adref-'))
const dataFolder = join(folder, 'data')
let room: Served
let running: ServedInstallation
beforeAll(async () => {
  room = await startServed(dataFolder, limits)
  running = room.served
})
afterAll(async () => {
  await running.stop()
  rmSync(folder, { recursive: true, force: true })
})

const restart = async (): Promise<void> => {
  running = await restartServed(running, dataFolder, limits)
}

const newTextId = () => mintId(TextId, 't', randomBytes())
const plainOf = async (textId: TextId, seat = 'Chair'): Promise<string> => {
  const headers = { ...room.as(seat), Accept: 'text/plain' }
  return (await fetch(`${room.url}/api/texts/${textId}`, { headers })).text()
}
const done = async (seat: string, command: unknown) => {
  const answer = await room.command(seat, command)
  expect(await answer.clone().text()).toContain('sequence')
  expect(answer.status).toBe(200)
}
const bracketsOf = async (textId: TextId): Promise<number | undefined> => {
  const address = `${room.url}/api/groups/${room.groupId}/brackets`
  const answer = await fetch(address, { headers: room.as('Chair') })
  const { texts } = BracketCounts.parse(await answer.json())
  return texts.find((each) => each.textId === textId)?.now
}
const codeOf = async (seat: string, command: unknown): Promise<unknown> =>
  (await (await room.command(seat, command)).json()).code
const stateFor = async (seat: string): Promise<{ texts: Record<string, Text> }> => {
  const path = `${room.url}/api/groups/${room.groupId}/record`
  return (await (await fetch(path, { headers: room.as(seat) })).json()).state
}
/** An amendment of this seat to the majority text, open at a provider. */
async function amend(seat: string, baseTextId = room.textId) {
  const textId = newTextId()
  await done(seat, { type: 'start-amendment', textId, baseTextId })
  const provider = room.provider(seat, { textId })
  await until('synced', () => provider.synced)
  return { textId, doc: provider.doc, provider }
}
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
  await done('Chair', {
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
    await until('saved', async () => (await plainOf(room.textId)).includes('quarterly'))
    const brazil = await amend('Brazil')
    const india = await amend('India')
    expect(await plainOf(brazil.textId, 'Brazil')).toContain('quarterly')
    // Nobody else hears of it before it is tabled.
    expect((await stateFor('India')).texts[brazil.textId]).toBeUndefined()
    expect((await stateFor('Brazil')).texts[brazil.textId]).toMatchObject({ standing: 'private' })
    expect(await plainOf(brazil.textId, 'India')).not.toContain('quarterly')
    const history = `${room.url}/api/groups/${room.groupId}/record/history?limit=10`
    const heard = await (await fetch(history, { headers: room.as('India') })).text()
    expect(heard).not.toContain(brazil.textId)

    replace(brazil.doc, 'office', 'Secretariat of the Forum')
    replace(india.doc, 'quarterly', 'annually')
    replace(office.doc, 'The budget', 'The whole budget')
    for (const { doc } of [brazil, india])
      await until('it follows its base', () => firstText(doc).toJSON().includes('whole'))
    expect(
      await codeOf('Chair', {
        type: 'decide-amendment',
        textId: brazil.textId,
        outcome: 'take-up',
        note: '',
      }),
    ).toBe('text-unknown')
    await done('Brazil', {
      type: 'table-amendment',
      textId: brazil.textId,
      reason: 'Named bodies act.',
    })
    await done('India', { type: 'table-amendment', textId: india.textId, reason: '' })
    replace(brazil.doc, 'Forum', 'changed after tabling')

    await done('Chair', {
      type: 'decide-amendment',
      textId: brazil.textId,
      outcome: 'take-up',
      note: '',
    })
    expect(await bracketsOf(room.textId)).toBe(0)
    await done('Chair', {
      type: 'decide-amendment',
      textId: india.textId,
      outcome: 'bracket',
      note: '',
    })
    expect(await bracketsOf(room.textId)).toBeGreaterThan(0)
    const agreed =
      'The whole budget is published [quarterly][IN: annually] by the Secretariat of the Forum.'
    expect(await plainOf(room.textId)).toContain(agreed)
    const words = () =>
      office.doc
        .getXmlFragment('words')
        .toJSON()
        .replaceAll(/<bracket[^>]*"open"[^>]*>/g, '[')
    await until('it is live', () => words().includes('Secretariat of the Forum'))

    // Whose the words are.
    const { authors } = TextAuthors.parse(
      await (
        await fetch(`${room.url}/api/texts/${room.textId}/authors`, { headers: room.as('Chair') })
      ).json(),
    )
    const authorOf = new Map(authors.map(({ clientId, memberId }) => [clientId, memberId]))
    const written = new Map<string | null | undefined, string>()
    for (const block of office.doc.getXmlFragment('words').toArray())
      if (block instanceof Y.XmlElement)
        for (const child of block.toArray())
          if (child instanceof Y.XmlText)
            for (const item of Y.getTypeChildren(child))
              if (!item.deleted && item.content instanceof Y.ContentString) {
                const author = authorOf.get(item.id.client)
                written.set(author, (written.get(author) ?? '') + item.content.str)
              }
    expect(written.get(room.members['Brazil'])).toBe('Secretariat of the Forum')
    expect(written.get(room.members['India'])).toBe('annually')
    expect(written.get(room.members['Secretariat'])).toContain('The whole budget is published')
    expect(written.has(undefined)).toBe(false)

    // The record has it, and a restart changes nothing.
    const after = await plainOf(room.textId)
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
    const brazil = await amend('Brazil', base)
    typeParagraph(brazil.doc, 'Mine in the amendment.')
    await until('saved', async () => (await plainOf(brazil.textId, 'Brazil')).includes('Mine'))
    // The same id in the base, and one of the base's in the amendment: both are refused, whoever asks.
    const twin = new Y.Doc()
    twin.clientID = brazil.doc.clientID
    const inBase = room.provider('Brazil', { textId: base, doc: twin })
    await until('synced', () => inBase.synced)
    typeParagraph(twin, 'Another in the base.')
    const honest = room.provider('Brazil', { textId: base })
    await until('synced', () => honest.synced)
    typeParagraph(honest.doc, 'Honest words.')
    await until('saved', async () => (await plainOf(base)).includes('Honest words.'))
    await until('they come over', () => wordsOf(brazil.doc).includes('Honest words.'))
    const double = new Y.Doc()
    const inAmendment = room.provider('Brazil', { textId: brazil.textId, doc: double })
    await until('synced', () => inAmendment.synced)
    double.clientID = honest.doc.clientID
    typeParagraph(double, 'Twice in the amendment.')
    typeParagraph(brazil.doc, 'And more.')
    await until('saved', async () => (await plainOf(brazil.textId, 'Brazil')).includes('And more.'))
    expect(await plainOf(base)).not.toContain('Another in the base.')
    expect(await plainOf(brazil.textId, 'Brazil')).not.toContain('Twice')
    double.clientID = inAmendment.awareness.clientID
    for (const provider of [brazil.provider, inBase, honest, inAmendment]) provider.destroy()
  })

  test('[SYNC-43] an amendment that nobody had open is brought up when it is tabled and opened; all is the same after a restart', async () => {
    const base = await newText()
    const office = room.provider('Secretariat', { textId: base })
    await until('synced', () => office.synced)
    typeParagraph(office.doc, 'First words.')
    await until('saved', async () => (await plainOf(base)).includes('First words.'))
    const brazil = await amend('Brazil', base)
    typeParagraph(brazil.doc, 'Proposed words.')
    await until('saved', async () => (await plainOf(brazil.textId, 'Brazil')).includes('Proposed'))
    brazil.provider.destroy()
    typeParagraph(office.doc, 'Later words.')
    await until('saved', async () => (await plainOf(base)).includes('Later words.'))
    await restart()
    const back = room.provider('Brazil', { textId: brazil.textId })
    await until('it was brought up', () => wordsOf(back.doc).includes('Later words.'))
    await done('Brazil', { type: 'table-amendment', textId: brazil.textId, reason: '' })
    await done('Chair', decision(brazil.textId, 'bracket'))
    const after = await plainOf(base)
    for (const words of ['First words.', 'Later words.', '[BR: Proposed words.]'])
      expect(after).toContain(words)
    await restart()
    expect(await plainOf(base)).toBe(after)
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
        const text = firstText(doc)
        text.insert((n * 7) % (text.toJSON().indexOf('.') + 1), ` w${n}x `)
        n += 1
      }
    }
    for (const [round, outcome] of (
      ['take-up', 'bracket', 'take-up', 'not-take-up'] as const
    ).entries()) {
      const seat = round % 2 === 0 ? 'Brazil' : 'India'
      const amendment = await amend(seat, base)
      typeOn()
      firstText(amendment.doc).insert(0, `amended${round} `)
      typeOn()
      const isSaved = async () =>
        (await plainOf(amendment.textId, seat)).includes(`amended${round}`)
      await until('saved', isSaved)
      await done(seat, { type: 'table-amendment', textId: amendment.textId, reason: '' })
      typeOn()
      const decided = done('Chair', decision(amendment.textId, outcome))
      typeOn()
      await decided
      typeOn()
      amendment.provider.destroy()
    }
    const agree = () => new Set(writers.map(({ doc }) => wordsOf(doc))).size === 1
    await until('all agree', agree)
    const letters = (words: string) => words.replaceAll(/[\s[\]]/g, '')
    const isOnDisk = async () =>
      letters(await plainOf(base)).includes(letters(firstParagraph(first.doc)))
    await until('the disk has it', isOnDisk)
    // Words that were typed into others part them, and lose no letter.
    const count = (text: string, letter: string) => text.split(letter).length - 1
    const all = await plainOf(base)
    expect(count(all, 'w')).toBeGreaterThanOrEqual(n)
    for (const word of ['amended0', 'amended1', 'amended2']) expect(isIn(all, word)).toBe(true)
    for (const provider of writers) provider.destroy()
  })

  test('[SYNC-45] when the paragraph is deleted in the base, the words stay in the amendment, which is then not taken up', async () => {
    const base = await newText()
    const office = room.provider('Secretariat', { textId: base })
    await until('synced', () => office.synced)
    typeParagraph(office.doc, 'A paragraph.')
    await until('saved', async () => (await plainOf(base)).includes('A paragraph.'))
    const brazil = await amend('Brazil', base)
    firstText(brazil.doc).insert(0, 'Amended: ')
    await until('saved', async () => (await plainOf(brazil.textId, 'Brazil')).includes('Amended'))
    const words = office.doc.getXmlFragment('words')
    words.delete(0, words.length)
    typeParagraph(office.doc, 'In its place.')
    await until('it follows', () => wordsOf(brazil.doc).includes('In its place.'))
    expect(wordsOf(brazil.doc)).toContain('Amended:')
    expect(wordsOf(brazil.doc)).not.toContain('A paragraph.')
    await done('Brazil', { type: 'table-amendment', textId: brazil.textId, reason: '' })
    for (const outcome of ['take-up', 'bracket'] as const)
      expect(await codeOf('Chair', decision(brazil.textId, outcome))).toBe('amendment-context-gone')
    // Drafted anew, its words are there with their author, to be moved and tabled again.
    const textId = newTextId()
    await done('Brazil', {
      type: 'draft-amendment-anew',
      textId,
      amendmentTextId: brazil.textId,
    })
    expect(await plainOf(brazil.textId)).toContain('Amended:')
    const anew = room.provider('Brazil', { textId })
    await until('synced', () => anew.synced && wordsOf(anew.doc).includes('Amended:'))
    const stranded = firstText(anew.doc, 'Amended')
    expect(stranded.toJSON()).toBe('Amended: ')
    stranded.delete(0, stranded.length)
    typeParagraph(anew.doc, 'Amended anew.')
    await until('saved', async () => (await plainOf(textId, 'Brazil')).includes('Amended anew.'))
    await done('Brazil', { type: 'table-amendment', textId, reason: '' })
    await done('Chair', decision(textId, 'take-up'))
    expect(await plainOf(base)).toContain('In its place.')
    expect(await plainOf(base)).toContain('Amended anew.')
    anew.destroy()
    for (const provider of [office, brazil.provider]) provider.destroy()
  })
})
