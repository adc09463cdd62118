/** Edits that were not accepted, made again in an amendment. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { changeFor } from '#shared/text/amended-words'
import { editsAnew } from '#shared/text/edits-anew'
import { flatWords } from '#shared/text/flat-words'
import { readContent } from '#shared/text/read-content'
import { act, paragraph, step, textsOf } from '../../support/negotiated.ts'

const clientIds = () => {
  let last = 1000
  return () => (last += 1)
}
const twinOf = (doc: Y.Doc): Y.Doc => {
  const twin = new Y.Doc()
  Y.applyUpdate(twin, Y.encodeStateAsUpdate(doc))
  return twin
}
const sorted = (words: string): string[] => words.replaceAll(/\s/g, '').split('').toSorted()
const lettersOf = (doc: Y.Doc): string[] => sorted(flatWords(readContent(doc).words))

describe('edits that were not accepted', () => {
  test('[REC-66] edits that were not accepted stand in an amendment as they would in the text, under new client ids, and come into it when that is taken up', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const text = new Y.Doc()
        for (const n of [0, 1, 2]) paragraph(text, n, `abc abd${n} acd `.replaceAll(/\d/g, ''))
        // Their author had written some of it before, under the same client id, and went on while away.
        const own = twinOf(text)
        textsOf(own)[0]?.insert(0, 'ace ')
        Y.applyUpdate(text, Y.encodeStateAsUpdate(own))
        for (const [n, each] of steps.entries())
          if (each.act !== 'meet') act(each.on === 'base' ? text : own, each, n)
        const before = readContent(text)
        const merged = twinOf(text)
        Y.applyUpdate(merged, Y.encodeStateAsUpdate(own))
        const anew = editsAnew(own, text, clientIds())
        const amendment = twinOf(text)
        Y.applyUpdate(amendment, anew.update)
        Y.applyUpdate(amendment, anew.update)
        expect(amendment.store.pendingStructs).toBeNull()
        for (const client of amendment.store.clients.keys())
          if (client > 2000)
            expect(Y.getState(amendment.store, client)).toBe(Y.getState(text.store, client))
        const kept = [...lettersOf(merged), ...sorted(anew.withoutPlace)].toSorted()
        expect(lettersOf(amendment)).toEqual(kept)
        // Where both wrote in one place either may come first; what each wrote stands in its order.
        const inOrder = (doc: Y.Doc, letters: RegExp) =>
          flatWords(readContent(doc).words).match(letters)?.join('')
        if (anew.withoutPlace === '')
          for (const letters of [/[v-z]/g, /[a-e]/g])
            expect(inOrder(amendment, letters)).toBe(inOrder(merged, letters))
        expect(readContent(text)).toEqual(before)
        Y.applyUpdate(text, changeFor(text, amendment))
        expect(readContent(text)).toEqual(readContent(amendment))
      }),
    )
  })

  test('[REC-67] of such edits, words whose paragraph was deleted meanwhile stand in one of their own, and are named', () => {
    const text = new Y.Doc()
    for (const [n, words] of ['first', 'second'].entries()) paragraph(text, n, words)
    const own = twinOf(text)
    textsOf(own)[1]?.insert(6, ' thoughts')
    textsOf(own)[0]?.insert(5, ' things')
    text.getXmlFragment('words').delete(1, 1)
    const { update, withoutPlace } = editsAnew(own, text, clientIds())
    expect(withoutPlace).toBe('thoughts')
    Y.applyUpdate(text, update)
    expect(flatWords(readContent(text).words)).toBe('first things\nthoughts')
  })
})
