// @vitest-environment jsdom
/** What its author typed after a backup, when the backup was put in place; and what a device had of a tree, when its text had moved. */
import { beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { MemberId, TextId } from '#shared/domain/ids'
import { asCopies, clientsOfSession, flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { putLetters } from '#shared/flow/put'
import { readText } from '#shared/flow/read-text'
import { moveTogether } from '#shared/migration/move-together'
import { newTextDoc } from '#shared/tree/text-doc'
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
  const doc = newFlowDoc(new Y.Doc().clientID, { gc: false })
  typeParagraph(doc, 'Before the backup.')
  const backup = Y.encodeStateAsUpdate(doc)
  const other = newFlowDoc(new Y.Doc().clientID, { gc: false })
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
  const doc = newFlowDoc(new Y.Doc().clientID, { gc: false })
  Y.applyUpdate(doc, backup)
  return { doc, content: () => readText(doc) } as unknown as TextRoom
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

/** A text that was a tree until its folder was upgraded, and the copy that a device had of it, in which its author typed on. */
function upgraded() {
  const tree = newTextDoc()
  const paragraph = (doc: Y.Doc, words: string) =>
    doc.transact(() => {
      const element = new Y.XmlElement('paragraph')
      doc.getXmlFragment('words').push([element])
      element.insert(0, [new Y.XmlText(words)])
    })
  const copy = newTextDoc()
  paragraph(copy, 'Saved by their author before.')
  Y.applyUpdate(tree, Y.encodeStateAsUpdate(copy))
  paragraph(tree, 'Saved by somebody else.')
  let made = 0
  const [moved] = moveTogether<string>({ doc: tree, authorOf: String, anchors: [] }, [], {
    newClient: () => (made += 100),
    ids: { newBlockId: () => `n${++made}`, newBreakId: () => `n${++made}` },
  })
  const room = roomOf(Y.encodeStateAsUpdate(moved.doc))
  const former = { epoch: 'epoch001', memberId, textId, doc: copy, clients: [copy.clientID] }
  return { former, room, typed: (words: string) => paragraph(copy, words) }
}

test('[TXT-424] what somebody typed offline in a text that moved meanwhile is kept for them, and nothing of what was saved: also short words, and words that others had deleted since', async () => {
  const { former, room, typed } = upgraded()
  await takeBack(former, async () => room)
  expect(kept()).toEqual([])
  typed('Offline.')
  typed('by')
  await takeBack(former, async () => room)
  expect(kept()).toMatchObject([{ memberId, textId, words: 'Offline. … by' }])
})

test('[TXT-425] what an editor of the tree wrote anew offline, where a paragraph was split, is no word that the text lacks', async () => {
  const { former, room, typed } = upgraded()
  typed('by their author')
  await takeBack(former, async () => room)
  expect(kept()).toEqual([])
})

test('[TXT-426] words that were typed after a backup are kept though the text says the same elsewhere: only what an undo brought back there is no news', async () => {
  const doc = newFlowDoc(21, { gc: false })
  typeParagraph(doc, 'The Forum decides.')
  const backup = Y.encodeStateAsUpdate(doc)
  typeParagraph(doc, 'The Forum decides.')
  asCopies(doc, () => putLetters(flowOf(doc), flowOf(doc).length, 'The Forum'))
  const clients = clientsOfSession(21)
  const former = { epoch: 'epoch001', memberId, textId, doc, clients }
  await takeBack(former, async () => roomOf(backup))
  expect(kept()).toMatchObject([{ words: 'The Forum decides.' }])
})
