// @vitest-environment jsdom
/** What its author typed after a backup, when the backup was put in place. */
import { beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { MemberId, TextId } from '#shared/domain/ids'
import { readContent } from '#shared/tree/read-content'
import { dropFormerEdits, type KeptWords, keepWords } from '../../client/live/kept-words.ts'
import { takeBack } from '../../client/live/taken-back.ts'
import type { TextRoom } from '../../client/live/text-room.ts'
import { typeParagraph } from '../support/served.ts'

const textId = TextId.parse('t_00000001')
const memberId = MemberId.parse('m_00000001')
const kept = (): KeptWords[] => JSON.parse(localStorage.getItem('adref/kept-words') ?? '[]')

beforeEach(() => {
  localStorage.clear()
  return () => void vi.restoreAllMocks()
})

/** A text with a backup of it; after the backup, its author and somebody else went on. */
function negotiated() {
  const doc = new Y.Doc()
  typeParagraph(doc, 'Before the backup.')
  const backup = Y.encodeStateAsUpdate(doc)
  const other = new Y.Doc()
  Y.applyUpdate(other, backup)
  typeParagraph(other, 'By somebody else.')
  typeParagraph(doc, 'Typed after the backup.')
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  typeParagraph(doc, 'And in another place.')
  const former = { epoch: 'epoch001', memberId, textId, doc, clients: [doc.clientID] }
  return { former, backup }
}
/** As much of the restored text's room as is asked. */
function roomOf(backup: Uint8Array): TextRoom {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, backup)
  return { doc, content: () => readContent(doc) } as unknown as TextRoom
}

test('[UI-301] what its author typed after the backup is kept for them, and neither what the text has nor what others typed', async () => {
  const { former, backup } = negotiated()
  expect(await takeBack(former, async () => roomOf(backup))).toBe(true)
  expect(kept()).toMatchObject([
    { memberId, textId, words: 'Typed after the backup. … And in another place.' },
  ])
  // Another page of the device finds the same words in the copy.
  await takeBack(former, async () => roomOf(backup))
  expect(kept()).toHaveLength(1)
})

test('[UI-302] who typed nothing since has nothing kept, and words of a text that is gone as a whole are kept', async () => {
  const { former, backup } = negotiated()
  await takeBack({ ...former, clients: [] }, async () => roomOf(backup))
  expect(kept()).toEqual([])
  await takeBack(former, async () => roomOf(Y.encodeStateAsUpdate(former.doc)))
  expect(kept()).toEqual([])
  await takeBack(former, () => undefined)
  expect(kept()[0]?.words).toContain('Before the backup.')
})

test('[UI-303] a device without room for the words says so, and edits for the text of before are no longer offered to be made', async () => {
  const { former, backup } = negotiated()
  const returning = { amendmentTextId: TextId.parse('t_00000002'), edits: '' }
  const words = { id: 'k', memberId, textId, at: '', why: 'text-frozen', words: 'W', returning }
  keepWords({ ...words, epoch: 'epoch001' })
  keepWords({ ...words, id: 'l', epoch: 'epoch002' })
  dropFormerEdits('epoch002')
  expect(kept().map(({ returning: edits }) => edits !== undefined)).toEqual([false, true])
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  expect(await takeBack(former, async () => roomOf(backup))).toBe(false)
})
