/** Amendments to texts that are so long that what becomes of them is worked out beside the event loop. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TextId } from '#shared/domain/ids'
import { type } from '#shared/flow/acts'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { blockOf, draftOf, removeWords, replaceWords, typeBehind } from '../support/flow-edits.ts'
import { undoing } from '../support/flow-undo.ts'
import { type Negotiation, newTextId, startNegotiation } from '../support/negotiation.ts'
import { typeParagraph, until, wordsOf } from '../support/served.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

let made = 0
const pageOf = async (seat: string, textId: TextId) => {
  const doc = newFlowDoc(8_000_000 + 7 * (made += 1), { gc: false })
  const provider = room.provider(seat, { textId, doc })
  await until('synced', () => provider.synced)
  return provider
}

/** A paragraph, and one in so many pieces that Yjs keeps an object for each of them. */
async function longText() {
  const textId = await room.another()
  const office = await pageOf('Secretariat', textId)
  typeParagraph(office.doc, 'The budget is published quarterly.')
  typeParagraph(office.doc, 'z')
  office.doc.transact(() => {
    const draft = draftOf(office.doc)
    for (let piece = 0; piece < 600; piece += 1) type(draft, blockOf(office.doc)?.from ?? 0, 'y')
  })
  const isSaved = async () => (await room.plainOf(textId)).length > 600
  await until('saved', isSaved)
  return { textId, office }
}

async function amendmentTo(baseTextId: TextId) {
  const textId = newTextId()
  await room.done('Brazil', { type: 'start-amendment', textId, baseTextId })
  return { textId, provider: await pageOf('Brazil', textId) }
}

test.each([
  ['take-up', 'published annually by all.'],
  ['bracket', 'published [quarterly][BR: annually by all].'],
])(
  '[SYNC-390] an amendment to a long text becomes words of it while somebody types there, and no word is lost: %s',
  async (outcome, expected) => {
    const { textId: base, office } = await longText()
    const { textId, provider } = await amendmentTo(base)
    replaceWords(provider.doc, 'quarterly', 'annually by all')
    const isThere = async () => (await room.plainOf(textId, 'Brazil')).includes('annually')
    await until('saved', isThere)
    await room.done('Brazil', { type: 'table-amendment', textId, reason: '' })

    let isDecided = false
    const decided = room
      .done('Chair', { type: 'decide-amendment', textId, outcome, note: '' })
      .then(() => {
        isDecided = true
      })
    let typed = 0
    await until('decided', () => {
      if (typed < 40) typeBehind(office.doc, `k${(typed += 1)} `, 'The ')
      return isDecided
    })
    await decided
    await until('all is saved', async () => (await room.plainOf(base)).includes(`k${typed} `))
    const said = await room.plainOf(base)
    expect(said).toContain(expected)
    for (let each = 1; each <= typed; each += 1) expect(said).toContain(`k${each} `)
    await until('it is live', () => wordsOf(office.doc).includes('annually by all'))
    for (const each of [office, provider]) each.destroy()
  },
)

test('[SYNC-391] of an amendment to a long text the changes stay the same when the words beside them are deleted and brought back, and what is typed in it meanwhile is kept', async () => {
  const { textId: base, office } = await longText()
  const { textId, provider } = await amendmentTo(base)
  typeBehind(provider.doc, ' TYPED', 'budget')
  const isThere = async () => (await room.plainOf(textId, 'Brazil')).includes('TYPED')
  await until('saved', isThere)
  const own = undoing({ doc: office.doc, draft: draftOf(office.doc) })
  removeWords(office.doc, 'The budget is published quarterly.')
  await until('followed', () => !wordsOf(provider.doc).includes('budget'))
  own.undo.undo()
  let typed = 0
  await until('rebased', () => {
    if (typed < 40) typeBehind(provider.doc, `k${(typed += 1)} `, 'TYPED')
    return /The budget TYPED[k\d ]* is published/.test(wordsOf(provider.doc))
  })
  const last = wordsOf(provider.doc)
  for (let each = 1; each <= typed; each += 1) expect(last).toContain(`k${each} `)
  for (const each of [office, provider]) each.destroy()
})
