/** Amendments on a real server: taken up in part, and made of words that came too late. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesIn, seenBranch } from '#shared/amendment/branch'
import { editsAnew } from '#shared/amendment/edits-anew'
import { tableOf } from '#shared/copies/doc-copies'
import { CommandId, mintId, RecommendationId, TextId } from '#shared/domain/ids'
import { TextAuthors } from '#shared/protocol/api'
import { firstParagraph, replace } from '../support/amending.ts'
import { type Negotiation, startNegotiation } from '../support/negotiation.ts'
import { randomBytes, typeParagraph, until, wordsOf } from '../support/served.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

test('[SYNC-46] taken up in part, only what was chosen comes into the base, in one write with the event, and a retry does nothing twice', async () => {
  const base = room.textId
  const office = room.provider('Secretariat', { textId: base })
  await until('synced', () => office.synced)
  typeParagraph(office.doc, 'The budget is published quarterly by the office.')
  await until('saved', async () => (await room.plainOf(base)).includes('quarterly'))
  const brazil = await room.amend('Brazil', base)
  replace(brazil.doc, 'quarterly', 'annually')
  replace(brazil.doc, 'the office', 'the Secretariat')
  await until('saved', async () =>
    (await room.plainOf(brazil.textId, 'Brazil')).includes('the Sec'),
  )
  await room.done('Brazil', { type: 'table-amendment', textId: brazil.textId, reason: '' })
  const part = (chosen: string[], left: string[]) => ({
    type: 'take-up-changes',
    textId: brazil.textId,
    chosen,
    left,
    note: 'The name is for the drafting committee.',
  })
  const idsNow = () =>
    changesIn(seenBranch(office.doc, brazil.doc), tableOf(brazil.doc)).changes.map(
      ({ changeId }) => changeId,
    )
  const [annually, secretariat] = idsNow()
  if (!annually || !secretariat) throw new Error('not two changes')
  // The chair has seen the text as it was before somebody changed it within the amended words.
  replace(office.doc, 'the office', 'the')
  await until('saved', async () => !(await room.plainOf(base)).includes('office'))
  replace(office.doc, 'the.', 'all offices.')
  await until('saved', async () => (await room.plainOf(base)).includes('all offices.'))
  await until('it follows', () => wordsOf(brazil.doc).includes('all offices'))
  expect(await room.codeOf('Chair', part([annually], [secretariat, '1-1']))).toBe('changes-moved')
  expect(await room.plainOf(base)).toContain('quarterly')

  const [first, ...others] = idsNow()
  if (!first) throw new Error('no change')
  const key = mintId(CommandId, 'cmd', randomBytes())
  const answer = await room.command('Chair', part([first], others), key)
  expect(answer.status).toBe(200)
  expect(await room.plainOf(base)).toContain('published annually by all offices.')
  replace(office.doc, 'published', 'published in full')
  const again = await room.command('Chair', part([first], others), key)
  expect(await again.json()).toEqual(await answer.json())
  await until('it is live', () => firstParagraph(office.doc).includes('published in full annually'))
  await until('saved', async () => (await room.plainOf(base)).includes('in full annually'))

  const history = `${room.url}/api/groups/${room.groupId}/record/history?limit=10`
  const { events } = await (await fetch(history, { headers: room.as('India') })).json()
  const decided = events.filter(
    ({ event }: { event: { type: string; textId?: string } }) =>
      event.type === 'amendment-decided' && event.textId === brazil.textId,
  )
  expect(decided).toHaveLength(1)
  expect(decided[0].event).toMatchObject({ outcome: 'take-up-in-part' })
  expect(decided[0].event.changes).toMatchObject([
    { struck: 'quarterly', put: 'annually', isTakenUp: true },
    { put: expect.stringContaining('Secretariat'), isTakenUp: false },
  ])
  const { authors } = TextAuthors.parse(
    await (
      await fetch(`${room.url}/api/texts/${base}/authors`, { headers: room.as('Chair') })
    ).json(),
  )
  const ofBrazil = authors.filter(({ memberId }) => memberId === room.members['Brazil'])
  expect(ofBrazil.map(({ clientId }) => clientId)).toContain(brazil.doc.clientID)
  for (const provider of [office, brazil.provider]) provider.destroy()
})

test('[SYNC-47] edits that a frozen text refused are let in anew in an amendment to it, as words of their author, and the text stays as it is', async () => {
  const base = mintId(TextId, 't', randomBytes())
  const recommendationId = mintId(RecommendationId, 'r', randomBytes())
  const about = { recommendationId, topicId: room.topicId, title: 'Another', textId: base }
  await room.done('Chair', { type: 'add-recommendation', ...about })
  const author = room.provider('Brazil', { textId: base })
  await until('synced', () => author.synced)
  typeParagraph(author.doc, 'Words of before.')
  await until('saved', async () => (await room.plainOf(base)).includes('Words of before.'))
  // Away, and the text is frozen meanwhile.
  author.disconnect()
  replace(author.doc, 'before', 'after')
  const mode = (name: string) => ({ type: 'set-drafting-mode', textId: base, mode: name })
  await room.done('Chair', mode('frozen'))
  const fresh = room.provider('Brazil', { textId: base, doc: new Y.Doc() })
  await until('synced', () => fresh.synced)
  const update = editsAnew(author.doc, fresh.doc, () => new Y.Doc().clientID)
  const brazil = await room.amend('Brazil', base)
  Y.applyUpdate(brazil.doc, update)
  const inAmendment = () => room.plainOf(brazil.textId, 'Brazil')
  await until('let in', async () => (await inAmendment()).includes('Words of after.'))
  // The same once more, as from a second window: it stands there once.
  const second = room.provider('Brazil', { textId: brazil.textId, doc: new Y.Doc() })
  await until('synced', () => second.synced)
  Y.applyUpdate(second.doc, update)
  expect((await inAmendment()).split('Words of after.')).toHaveLength(2)
  expect(await room.plainOf(base)).toContain('Words of before.')
  await room.done('Brazil', { type: 'table-amendment', textId: brazil.textId, reason: '' })
  await room.done('Chair', mode('open'))
  const outcome = { type: 'decide-amendment', textId: brazil.textId, outcome: 'take-up', note: '' }
  await room.done('Chair', outcome)
  expect(await room.plainOf(base)).toContain('Words of after.')
  const path = `${room.url}/api/texts/${base}/authors`
  const answer = await (await fetch(path, { headers: room.as('Chair') })).json()
  const { authors } = TextAuthors.parse(answer)
  for (const { id } of Y.decodeUpdate(update).structs)
    expect(authors.find(({ clientId }) => clientId === id.client)?.memberId).toBe(
      room.members['Brazil'],
    )
  for (const provider of [author, fresh, second, brazil.provider]) provider.destroy()
})
