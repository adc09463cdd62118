/** What an amendment changes, where it stands in the amendment itself. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesIn, seenBranch } from '#shared/amendment/branch'
import { anchorInFlat, locateInFlat } from '#shared/anchors/flat-anchor'
import { basePlaces } from '#shared/compare/base-places'
import { type OwnChange, ownChangesOf } from '#shared/compare/own-changes'
import { tableOf } from '#shared/copies/doc-copies'
import { join, remove, split, type } from '#shared/flow/acts'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { flatWords } from '#shared/text/flat-words'
import { anAct, doAct } from '../../support/flow-acts.ts'
import { placeOf, type Replica, replicasOf } from '../../support/flow-replicas.ts'

const flatOf = ({ doc }: Replica): string => flatWords(readText(doc).words)
function meeting(...paragraphs: readonly string[]): {
  readonly base: Replica
  readonly me: Replica
} {
  const [base] = replicasOf(paragraphs, [5], { gc: false })
  if (!base) throw new Error()
  const doc = newFlowDoc(77, { gc: false })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(base.doc))
  let made = 0
  return { base, me: { doc, draft: { flow: flowOf(doc), newBlockId: () => `m${++made}` } } }
}
const ownIn = (base: Replica, me: Replica): readonly OwnChange[] =>
  ownChangesOf(changesIn(seenBranch(base.doc, me.doc), tableOf(me.doc)), basePlaces(me.doc)).words

test('[UI-450] who types an amendment sees letter by letter what they inserted and deleted, where it stands in their own words', () => {
  const { base, me } = meeting('The annual budget.', 'One two', 'Three')
  remove(me.draft, placeOf(me, 'annual') + 4, placeOf(me, 'annual') + 5)
  let caret = placeOf(me, 'budget') + 6
  for (const letter of ' now') caret = type(me.draft, caret, letter)
  split(me.draft, placeOf(me, 'two'))
  join(me.draft, placeOf(me, 'Three'))
  expect(flatOf(me)).toBe('The annul budget now.\nOne \ntwoThree')
  expect(ownIn(base, me)).toEqual([
    { kind: 'deleted', start: 8, end: 8, words: 'a' },
    { kind: 'inserted', start: 16, end: 20, words: ' now' },
    { kind: 'inserted', start: 26, end: 26, words: '¶' },
    { kind: 'deleted', start: 30, end: 30, words: '¶' },
  ])
})

test('[UI-451] the letters of the amendment with what was deleted and without what was inserted are those of its base', () => {
  // A word that was retyped while others crossed it may be told of one of two places.
  const lettersOf = (text: string) =>
    text
      .replaceAll(/[\s[\]¶]/g, '')
      .split('')
      .toSorted()
      .join('')
  fc.assert(
    fc.property(fc.array(anAct, { maxLength: 8 }), (acts) => {
      const { base, me } = meeting('one two three', 'four. 中文字 five', 'cafe six')
      for (const [n, each] of acts.entries()) doAct(me, each, `m${n}`)
      const [flat, own] = [flatOf(me), ownIn(base, me)]
      let [read, at] = ['', 0]
      for (const { kind, start, end, words } of own) {
        read += flat.slice(at, Math.max(at, start)) + (kind === 'deleted' ? words : '')
        at = Math.max(at, end)
      }
      expect(lettersOf(read + flat.slice(at))).toBe(lettersOf(flatOf(base)))
    }),
  )
})

test('[UI-452] comments on the base are found in its amendment, on the same letters, whatever that inserts and deletes around them', () => {
  const { base, me } = meeting('The annual budget.', 'One two')
  const flat = flatOf(base)
  const anchorOf = (words: string) => {
    const start = flat.indexOf(words)
    const anchor = anchorInFlat(base.doc, start, start + words.length, words)
    if (!anchor) throw new Error()
    return anchor
  }
  const anchors = [anchorOf('budget'), anchorOf('two')]
  type(me.draft, placeOf(me, 'budget'), 'whole ')
  split(me.draft, placeOf(me, 'two'))
  const at = placeOf(me, 'One')
  remove(me.draft, at, at + 3)
  const found = locateInFlat(me.doc, anchors).map(
    (range) => range && flatOf(me).slice(range.start, range.end),
  )
  expect(found).toEqual(['budget', 'two'])
})
