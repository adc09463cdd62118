/** What a comparison says of what people do. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Comparison } from '#shared/compare/compare'
import { competes as compete, touchedBy } from '#shared/compare/competes'
import { distanceOf } from '#shared/compare/distance'
import { kindsOf, piecesOf } from '#shared/compare/pieces'
import { bracket, breakLine, join, mark, remove, restyle, split, type } from '#shared/flow/acts'
import { changesSince, told } from '../../support/flow-readings.ts'
import { placeOf, type Replica, replicasOf } from '../../support/flow-replicas.ts'
import { undoing } from '../../support/flow-undo.ts'

const competes = (a: Comparison, b: Comparison): boolean => compete(touchedBy(a), touchedBy(b))
const typed = (replica: Replica, at: number, words: string) => {
  let caret = at
  for (const letter of words) caret = type(replica.draft, caret, letter)
}
const replace = (replica: Replica, words: string, by: string) => {
  const at = placeOf(replica, words)
  remove(replica.draft, at, at + words.length)
  typed(replica, at, by)
}

/** What somebody does to paragraphs, as a comparison. */
function done(paragraphs: readonly string[], act: (replica: Replica) => void) {
  const [one] = replicasOf(paragraphs, [5], { gc: false })
  if (!one) throw new Error()
  const then = Y.snapshot(one.doc)
  act(one)
  return changesSince(one.doc, then)
}
const toldOf = (paragraphs: readonly string[], act: (replica: Replica) => void): string[] =>
  told(done(paragraphs, act).changes)

describe('words', () => {
  test('[TXT-330] words retyped as they were are no change: who retypes “budget” and adds words shows what was added', () => {
    const base = ['The budget is public.']
    expect(toldOf(base, (me) => replace(me, 'budget', 'budget'))).toEqual([])
    expect(toldOf(base, (me) => replace(me, 'budget', 'annual budget'))).toEqual(['+annual '])
    expect(toldOf(base, (me) => replace(me, 'budget', 'budget for all'))).toEqual(['+ for all'])
    expect(toldOf(base, (me) => replace(me, 'budget is', 'budget and the plan are'))).toEqual([
      '-is +and the plan are',
    ])
    expect(toldOf(base, (me) => replace(me, 'dget', 'dget'))).toEqual([])
    expect(
      toldOf(base, (me) => {
        const at = placeOf(me, 'The')
        remove(me.draft, at, at + base[0]!.length)
        typed(me, at, 'The whole budget is public!')
      }),
    ).toEqual(['+whole ', '-. +!'])
    // Deleted and undone, it is none either.
    expect(
      toldOf(base, (me) => {
        const { undo } = undoing(me)
        remove(me.draft, placeOf(me, 'get is'), placeOf(me, 'public'))
        undo.undo()
      }),
    ).toEqual([])
  })

  test('[TXT-331] changes are whole words in every script, and never part of a letter with its accents', () => {
    expect(toldOf(['published quarterly by'], (me) => replace(me, 'quarter', 'annual'))).toEqual([
      '-quarterly +annually',
    ])
    expect(toldOf(['the forum.'], (me) => typed(me, placeOf(me, '.'), 's'))).toEqual([
      '-forum +forums',
    ])
    expect(toldOf(['the forum'], (me) => typed(me, placeOf(me, 'um'), ' '))).toEqual([
      '-forum +for um',
    ])
    // Japanese has no spaces, Arabic joins its letters, and an accent is a letter of its own.
    expect(toldOf(['委員会は毎年報告する'], (me) => replace(me, '毎年', '隔年'))).toEqual([
      '-毎年 +隔年',
    ])
    expect(toldOf(['تنشر الميزانية سنويا'], (me) => replace(me, 'ميزان', 'اقتصاد'))).toEqual([
      '-الميزانية +الاقتصادية',
    ])
    expect(toldOf(['un cafe noir'], (me) => typed(me, placeOf(me, ' noir'), '\u0301'))).toEqual([
      '-cafe +cafe\u0301',
    ])
    expect(toldOf(['ok 👩‍👩 ok'], (me) => typed(me, placeOf(me, ' ok'), '\u200D👧'))).toEqual([
      '-👩‍👩 +👩‍👩\u200D👧',
    ])
  })

  test('[TXT-332] changes that only white space parts are one; others each stand by themselves', () => {
    expect(
      toldOf(['one two three four'], (me) => {
        replace(me, 'one', 'a')
        replace(me, 'two', 'b')
        replace(me, 'four', 'd')
      }),
    ).toEqual(['-one two +a b', '-four +d'])
  })
})

describe('form', () => {
  const base = ['One two.', 'Three four.', 'Five']
  test('[TXT-333] each act is told as what it is: split, join, a paragraph more or less, a bracket, a line break, formatting, looks', () => {
    const kinds = (act: (replica: Replica) => void) =>
      done(base, act).changes.map((change) => [told([change])[0], ...kindsOf(change)])
    expect(kinds((me) => void split(me.draft, placeOf(me, ' two')))).toEqual([['+¶', 'split']])
    expect(kinds((me) => void join(me.draft, placeOf(me, 'Three')))).toEqual([['-¶', 'join']])
    expect(kinds((me) => typed(me, split(me.draft, placeOf(me, 'One two.') + 8), 'New'))).toEqual([
      ['+¶New', 'split', 'insert'],
    ])
    expect(
      kinds((me) => remove(me.draft, placeOf(me, 'Three') - 1, placeOf(me, 'Five') - 1)),
    ).toEqual([['-¶Three four.', 'join', 'delete']])
    expect(
      kinds((me) => bracket(me.draft, placeOf(me, 'Three'), placeOf(me, 'four'), 'b')),
    ).toEqual([['+[ … +]', 'bracket']])
    expect(kinds((me) => void breakLine(me.draft, placeOf(me, ' four'), 'l'))).toEqual([
      ['+\n', 'insert'],
    ])
    expect(
      kinds((me) => mark(me.draft, placeOf(me, 'One'), placeOf(me, ' two'), 'bold', {})),
    ).toEqual([['formatting One', 'formatting']])
    expect(
      kinds((me) => restyle(me.draft, placeOf(me, 'Five'), { kind: 'heading', level: 2 })),
    ).toEqual([['looks {} to {"kind":"heading","level":2}', 'looks']])
    // A split gives the marks and the looks to both halves: that is no change of them.
    expect(
      kinds((me) => {
        split(me.draft, placeOf(me, ' two'))
        join(me.draft, placeOf(me, ' two'))
      }),
    ).toEqual([])
  })

  test('[TXT-334] a card says a change with a few words around it, of its own paragraph', () => {
    const comparison = done(
      ['Head', 'The committee publishes the whole budget for all of us.'],
      (me) => replace(me, 'whole', 'annual'),
    )
    expect(comparison.changes.flatMap((change) => piecesOf(comparison, change))).toEqual([
      [
        { kind: 'unchanged', words: 'The committee publishes the ' },
        { kind: 'deleted', words: 'whole' },
        { kind: 'inserted', words: 'annual' },
        { kind: 'unchanged', words: ' budget for all of' },
      ],
    ])
  })

  test('[TXT-335] letters outside of any paragraph that get edges with an edit are no change by it', () => {
    const [one] = replicasOf(['a', 'b b', 'c'], [5], { gc: false })
    if (!one) throw new Error()
    const at = placeOf(one, 'b b')
    remove(one.draft, at + 3, at + 4)
    remove(one.draft, at - 1, at)
    const then = Y.snapshot(one.doc)
    typed(one, placeOf(one, 'b b') + 3, ' d')
    expect(told(changesSince(one.doc, then).changes)).toEqual(['+ d'])
  })
})

describe('of two', () => {
  test('[TXT-336] distance counts whole words inserted and deleted, and their share of the words that the text had', () => {
    const distance = (act: (replica: Replica) => void) =>
      distanceOf(done(['The budget is public', 'Five'], act))
    expect(distance(() => undefined)).toEqual({ inserted: 0, deleted: 0, share: 0 })
    expect(distance((me) => replace(me, 'budget is public', 'annual budget'))).toEqual({
      inserted: 1,
      deleted: 2,
      share: 0.6,
    })
    expect(distance((me) => void split(me.draft, placeOf(me, ' is')))).toMatchObject({ share: 0 })
  })

  test('[TXT-337] two compete that delete, format or insert at the same words; beside each other in one paragraph they do not', () => {
    const [one, other] = replicasOf(['The budget is public now', 'Five'], [5, 6], { gc: false })
    if (!one || !other) throw new Error()
    const against = (a: (replica: Replica) => void, b: (replica: Replica) => void): boolean => {
      const [mine, yours] = replicasOf(['The budget is public now', 'Five'], [5, 6], { gc: false })
      if (!mine || !yours) throw new Error()
      const [then, before] = [Y.snapshot(mine.doc), Y.snapshot(yours.doc)]
      a(mine)
      b(yours)
      const [x, y] = [changesSince(mine.doc, then), changesSince(yours.doc, before)]
      expect(competes(x, y)).toBe(competes(y, x))
      return competes(x, y)
    }
    const budget = (me: Replica) => replace(me, 'budget', 'plan')
    expect(against(budget, (me) => replace(me, 'dget', 'll'))).toBe(true)
    expect(against(budget, (me) => typed(me, placeOf(me, 'budget'), 'annual '))).toBe(true)
    expect(against(budget, (me) => replace(me, 'public', 'open'))).toBe(false)
    expect(against(budget, (me) => typed(me, placeOf(me, ' now'), ' here'))).toBe(false)
    const end = (words: string) => (me: Replica) => typed(me, placeOf(me, 'Five') + 4, words)
    expect(against(end(' six'), end(' seven'))).toBe(true)
    const heading = (me: Replica) => restyle(me.draft, placeOf(me, 'Five'), { kind: 'heading' })
    expect(against(heading, (me) => restyle(me.draft, placeOf(me, 'Five'), { depth: 1 }))).toBe(
      true,
    )
    expect(against(heading, budget)).toBe(false)
    expect(
      against(budget, (me) =>
        mark(me.draft, placeOf(me, 'budget'), placeOf(me, ' now'), 'bold', {}),
      ),
    ).toBe(true)
  })
})
