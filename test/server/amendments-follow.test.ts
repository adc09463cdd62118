/** What amendments change stays what it was, whatever is done to their base; and what was retyped as it was is no change. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { changesIn, seenBranch } from '#shared/amendment/branch'
import { shownChanges } from '#shared/compare/shown'
import { tableOf } from '#shared/copies/doc-copies'
import type { TextId } from '#shared/domain/ids'
import { remove, type } from '#shared/flow/acts'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import {
  draftOf,
  placeOfWords,
  removeWords,
  replaceWords,
  splitBefore,
  typeBehind,
} from '../support/flow-edits.ts'
import { undoing } from '../support/flow-undo.ts'
import { type Negotiation, newTextId, startNegotiation } from '../support/negotiation.ts'
import { cutAndPaste } from '../support/pasting.ts'
import { typeParagraph, until, wordsOf } from '../support/served.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

let made = 0
const page = () => newFlowDoc(7_000_000 + 7 * (made += 1), { gc: false })
const pageOf = async (seat: string, textId: TextId) => {
  const provider = room.provider(seat, { textId, doc: page() })
  await until('synced', () => provider.synced)
  return provider
}
/** An amendment of Brazil to a text, on a page that keeps what is deleted. */
async function amendmentTo(baseTextId: TextId) {
  const textId = newTextId()
  await room.done('Brazil', { type: 'start-amendment', textId, baseTextId })
  return { textId, provider: await pageOf('Brazil', textId) }
}
const told = (base: Y.Doc, doc: Y.Doc): string[] =>
  shownChanges(changesIn(seenBranch(base, doc), tableOf(doc))).map(
    ({ struck, put }) => `-${struck} +${put}`,
  )
const decide = (textId: TextId, outcome: string) =>
  room.done('Chair', { type: 'decide-amendment', textId, outcome, note: '' })

test('[SYNC-354] an amendment that deletes "budget" and types it anew with words behind it has one change, those words, on its card, in part and in brackets', async () => {
  const base = await room.another()
  const office = await pageOf('Secretariat', base)
  typeParagraph(office.doc, 'The budget is public.')
  await until('saved', async () => (await room.plainOf(base)).includes('public.'))
  const { textId, provider } = await amendmentTo(base)
  const draft = draftOf(provider.doc)
  const at = placeOfWords(draft.flow, 'budget')
  remove(draft, at, at + 6)
  let caret = at
  for (const letter of 'budget for all') caret = type(draft, caret, letter)
  await until('saved', async () => (await room.plainOf(textId, 'Brazil')).includes('for all is'))
  expect(told(office.doc, provider.doc)).toEqual(['- +for all'])
  await room.done('Brazil', { type: 'table-amendment', textId, reason: '' })
  await decide(textId, 'bracket')
  expect(await room.plainOf(base)).toContain('The budget [BR: for all] is public.')
  for (const each of [office, provider]) each.destroy()
})

test.each(['while it is open', 'while nobody has it open, and the server restarts'])(
  '[SYNC-355] an amendment keeps its changes when the words around them are deleted and brought back in the base, or cut and pasted there, and comes into the base as it said: %s',
  async (when) => {
    const base = await room.another()
    let office = await pageOf('Secretariat', base)
    typeParagraph(office.doc, 'one two three four five. Last words.')
    await until('saved', async () => (await room.plainOf(base)).includes('Last words.'))
    const { textId, provider } = await amendmentTo(base)
    removeWords(provider.doc, 'two ')
    typeBehind(provider.doc, ' TYPED', 'three')
    replaceWords(provider.doc, 'five', 'six')
    const isSaved = async () => (await room.plainOf(textId, 'Brazil')).includes('TYPED four six.')
    await until('saved', isSaved)
    const expected = ['-two +', '- +TYPED', '-five +six']
    expect(told(office.doc, provider.doc)).toEqual(expected)
    const isAway = when !== 'while it is open'
    if (isAway) provider.destroy()

    const own = undoing({ doc: office.doc, draft: draftOf(office.doc) })
    removeWords(office.doc, 'one two three four five.')
    await until('deleted', async () => !(await room.plainOf(base)).includes('three'))
    if (isAway) await room.restart()
    else await until('followed', () => !wordsOf(provider.doc).includes('one'))
    own.undo.undo()
    own.wait()
    splitBefore(office.doc, 'Last words.')
    await until('back', async () => (await room.plainOf(base)).includes('four five. \n\nLast'))
    cutAndPaste(office.doc, 'one two three four five.', 'Last words.')
    await until('pasted', async () => (await room.plainOf(base)).includes('words.one two three'))
    const again = isAway ? await pageOf('Brazil', textId) : provider
    await until('followed', () =>
      wordsOf(again.doc).includes('Last words.one three TYPED four six.'),
    )
    office.destroy()
    office = await pageOf('Secretariat', base)
    await until('followed', () => told(office.doc, again.doc).length === 3)
    expect(told(office.doc, again.doc).toSorted()).toEqual(expected.toSorted())
    await room.done('Brazil', { type: 'table-amendment', textId, reason: '' })
    await decide(textId, 'take-up')
    expect(await room.plainOf(base)).toContain('Last words.one three TYPED four six.')
    expect(flowOf(office.doc).length).toBeGreaterThan(0)
    for (const each of [office, again]) each.destroy()
  },
)
