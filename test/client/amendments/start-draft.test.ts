// @vitest-environment jsdom
/** The first words of an amendment while the server begins it, on pages that end in every moment of that. */
import { fromBase64 } from 'lib0/buffer'
import { beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { MemberId, TextId } from '#shared/domain/ids'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { contentToPlain } from '#shared/text/content-to-plain'
import { startDraft } from '../../../client/amendments/start-draft.ts'
import { keepWords } from '../../../client/live/kept-words.ts'
import { draftEdits } from '../../../client/live/refused-words.ts'
import { typeParagraph } from '../../support/served.ts'

const [base, own] = [TextId.parse('t_00000001'), TextId.parse('t_00000002')]
const memberId = MemberId.parse('m_00000001')
const keptHere = () => localStorage.getItem('adref/kept-words')?.includes('My words.') ?? false

beforeEach(() => localStorage.clear())

/** A base that is saved, and an amendment of it that is saved as soon as `save` is called. */
function newTexts() {
  const acts: string[] = []
  const listeners = new Set<() => void>()
  let isSaved = false
  return {
    acts,
    save() {
      isSaved = true
      for (const listener of listeners) listener()
    },
    room: (textId: TextId) => ({
      status: (): { readonly saving: 'saving' | 'saved' } => ({
        saving: textId === base || isSaved ? 'saved' : 'saving',
      }),
      subscribe(listener: () => void) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      draft: {
        standStill: () => void acts.push('stand still'),
        begin: () => void acts.push('begin'),
        giveUp: () => void acts.push('give up'),
      },
    }),
    keepDraft() {
      keepWords({ id: own, memberId, textId: base, at: '', why: 'x', words: 'My words.' })
    },
  }
}

const endPage = () => dispatchEvent(new Event('pagehide'))

test('[REC-154] a page that ends after the server has begun an amendment, and before its words are saved, leaves them kept on the device; once they are saved nothing is kept', async () => {
  const texts = newTexts()
  expect(await startDraft(texts, own, base, () => Promise.resolve(true))).toBe(true)
  expect(texts.acts).toEqual(['stand still', 'begin'])
  endPage()
  expect(keptHere()).toBe(true)
  texts.save()
  await expect.poll(keptHere).toBe(false)
  endPage()
  expect(keptHere()).toBe(false)
})

test('[REC-154] words that were kept as nobody answered stay until they are saved, also when the server has begun their amendment meanwhile', async () => {
  const texts = newTexts()
  const start = (onUnanswered: () => void) => {
    onUnanswered()
    return Promise.resolve(true)
  }
  await startDraft(texts, own, base, start)
  expect(keptHere()).toBe(true)
  texts.save()
  await expect.poll(keptHere).toBe(false)
})

test('[REC-154] words of an amendment that the server did not begin are kept', async () => {
  const texts = newTexts()
  expect(await startDraft(texts, own, base, () => Promise.resolve(false))).toBe(false)
  expect(texts.acts).toEqual(['stand still', 'give up'])
  expect(keptHere()).toBe(true)
})

test('[REC-155] words that are kept while their amendment begins, and are in the copy on the device too, stand in it once', () => {
  const baseDoc = newFlowDoc(new Y.Doc().clientID)
  typeParagraph(baseDoc, 'The host signs.')
  const branch = newFlowDoc(new Y.Doc().clientID)
  const draft = newFlowDoc(new Y.Doc().clientID)
  for (const doc of [branch, draft]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(baseDoc))
  typeParagraph(draft, 'My words.')
  const state = Y.encodeStateAsUpdate(draft)
  const kept = draftEdits(baseDoc, { content: readText(draft), state, saved: new Map() })
  Y.applyUpdate(branch, fromBase64(kept))
  Y.applyUpdate(branch, state)
  expect(contentToPlain(readText(branch))).toBe('The host signs.\n\nMy words.\n')
})
