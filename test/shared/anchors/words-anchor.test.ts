/** Where the words of a comment are, whatever becomes of them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { AnchoredLetters } from '#shared/anchors/anchored-letters'
import { anchorLetters, locateLetters } from '#shared/anchors/words-anchor'
import type { CopyRange } from '#shared/copies/copy-range'
import { copiesOf } from '#shared/copies/table'
import { bracket, join, remove, restyle, split, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { nameOf } from '#shared/flow/ids'
import {
  deliver,
  deliverAll,
  lettersRead,
  placeOf,
  type Replica,
  replicasOf,
} from '../../support/flow-replicas.ts'
import { undoing } from '../../support/flow-undo.ts'

const anchored = (replica: Replica, words: string): AnchoredLetters => {
  const start = placeOf(replica, words)
  const letters = anchorLetters(replica.draft.flow, { start, end: start + words.length })
  if (!letters) throw new Error(`nothing of “${words}”`)
  return letters
}

/** The letters between the edges of what is found, a stroke where blocks or brackets begin and end. */
function found({ draft, doc }: Replica, letters: AnchoredLetters, ranges: CopyRange[] = []) {
  const copies = copiesOf(doc, { version: 1, ranges })
  const [range] = locateLetters(draft.flow, copies, [letters])
  if (!range) return undefined
  let read = ''
  let edge = ''
  for (const { tokens } of blocksOf(draft.flow)) {
    for (const token of tokens) {
      const part =
        token.type === 'letters'
          ? token.letters.slice(
              Math.max(0, range.start - token.index),
              Math.max(0, range.end - token.index),
            )
          : ''
      if (part !== '' && read !== '') read += edge
      read += part
      edge = token.type === 'letters' ? '' : '|'
    }
    edge = '|'
  }
  return read
}

function twoOf(...paragraphs: string[]): [Replica, Replica] {
  const [one, other] = replicasOf(paragraphs, [11, 12], { gc: false })
  if (!one || !other) throw new Error()
  return [one, other]
}

test('[TXT-373] a comment stays at its letters through splits, joins, brackets, lists and what is typed beside and between', () => {
  const [one, other] = twoOf('First', 'one two three')
  const letters = anchored(one, 'two three')
  type(one.draft, placeOf(one, 'two'), 'and ')
  type(one.draft, placeOf(one, 'three') + 5, ' four')
  expect(found(one, letters)).toBe('two three')
  type(one.draft, placeOf(one, ' three'), ' plus')
  expect(found(one, letters)).toBe('two plus three')
  split(one.draft, placeOf(one, 'three'))
  restyle(one.draft, placeOf(one, 'three'), { list: 'bullet', depth: 1 })
  bracket(one.draft, placeOf(one, 'wo'), placeOf(one, 'wo') + 2, 'b1')
  expect(found(one, letters)).toBe('t|wo| plus |three')
  deliver(one, other)
  join(other.draft, placeOf(other, 'three'))
  expect(found(other, letters)).toBe('t|wo| plus three')
})

test('[TXT-374] what is left of the words is found, words deleted altogether are not, and after an undo they are there again, for everybody', () => {
  const [one, other] = twoOf('one two three')
  const letters = anchored(one, 'two')
  const own = undoing(one)
  remove(one.draft, placeOf(one, 'wo'), placeOf(one, 'wo') + 2)
  type(one.draft, placeOf(one, 't three') + 1, 'wenty')
  expect(found(one, letters)).toBe('t')
  own.wait()
  remove(one.draft, placeOf(one, 'twenty'), placeOf(one, 'twenty') + 6)
  type(one.draft, placeOf(one, ' three'), 'two')
  // The same words, typed by somebody else, are other words.
  expect(found(one, letters)).toBeUndefined()
  own.undo.undo()
  expect(found(one, letters)).toBe('t')
  own.undo.undo()
  deliver(one, other)
  expect(lettersRead(other)).toBe('one two three')
  expect(found(other, letters)).toBe('two')
})

test('[TXT-375] words that were moved are found where they went, and of words that were scattered where most of them stand', () => {
  const [one] = twoOf('one two three', 'last')
  const letters = anchored(one, 'two three')
  const [source] = letters
  if (!source) throw new Error()
  const from = placeOf(one, 'three')
  remove(one.draft, from, from + 5)
  type(one.draft, placeOf(one, 'last') + 4, ' three')
  const pasted = Y.getTypeChildren(one.draft.flow).find(({ id }) => id.client === 11)
  if (!pasted) throw new Error()
  const moved: CopyRange = {
    copy: { client: 11, clock: pasted.id.clock + 1 },
    original: { client: source.client, clock: source.clock + 4 },
    length: 5,
    by: 'member',
  }
  expect(found(one, letters, [moved])).toBe('three')
  expect(found(one, letters)).toBe('two ')
})

test('[TXT-376] whatever two do at once, a comment is at its letters that stand, on both sides, and nowhere when none does', () => {
  const act = fc.record({
    who: fc.nat(1),
    kind: fc.constantFrom('type', 'split', 'join', 'remove', 'bracket', 'undo', 'redo', 'hear'),
    at: fc.nat(40),
    length: fc.nat(6),
  })
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), fc.nat(8), (acts, start) => {
      const both = twoOf('abcdefgh', 'ijklmnop')
      const [one] = both
      const first = placeOf(one, 'a') + start
      const letters = anchorLetters(one.draft.flow, { start: first, end: first + 4 })
      const undos = both.map((replica) => undoing(replica))
      for (const [n, { who, kind, at, length }] of acts.entries()) {
        const [me, other, own] = [both[who], both[1 - who], undos[who]]
        if (!me || !other || !own) continue
        const { draft } = me
        const index = at % (draft.flow.length + 1)
        own.wait()
        if (kind === 'type') type(draft, index, '·')
        else if (kind === 'split') split(draft, index)
        else if (kind === 'join') join(draft, index)
        else if (kind === 'remove')
          remove(draft, index, Math.min(draft.flow.length, index + length))
        else if (kind === 'bracket') bracket(draft, index, index, `b${n}`)
        else if (kind === 'hear') deliver(other, me)
        else own.undo[kind]()
      }
      deliverAll(both)
      const kept = new Set(
        letters?.flatMap(({ client, clock, length }) =>
          Array.from({ length }, (_, at) => nameOf({ client, clock: clock + at })),
        ),
      )
      for (const replica of both) {
        const copies = copiesOf(replica.doc, { version: 1, ranges: [] })
        const [range] = locateLetters(replica.draft.flow, copies, letters ? [letters] : [])
        const places: number[] = []
        for (const { tokens } of blocksOf(replica.draft.flow))
          for (const { type: kind, id, index, length } of tokens)
            for (let at = 0; kind === 'letters' && at < length; at += 1)
              if (kept.has(nameOf(copies.originalOf({ client: id.client, clock: id.clock + at }))))
                places.push(index + at)
        expect(range === undefined).toBe(places.length === 0)
        if (range) {
          expect(places).toContain(range.start)
          expect(places).toContain(range.end - 1)
        }
        expect(range).toEqual(
          locateLetters(
            one.draft.flow,
            copiesOf(one.doc, { version: 1, ranges: [] }),
            letters ? [letters] : [],
          )[0],
        )
      }
    }),
  )
})
