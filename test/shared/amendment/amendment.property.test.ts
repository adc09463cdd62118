/** Amendments as branches: what they change stays what it was, and comes into the base as it was said. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { branchFrom, KeptBranch, keptOf } from '#shared/amendment/branch'
import { bracketInstead, takeUp } from '#shared/amendment/take-up'
import { readingWith } from '#shared/compare/reading'
import { keptCopiesOf } from '#shared/copies/doc-copies'
import { remove, restyle, split, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { flowOf } from '#shared/flow/flow-doc'
import { lettersAt } from '#shared/flow/moments'
import {
  amend,
  amending,
  bringUp,
  comparisonOf,
  type Meeting,
  meeting,
  move,
  toldOf,
} from '../../support/amendment-meeting.ts'
import { anAct, doAct } from '../../support/flow-acts.ts'
import { readAs, readOf } from '../../support/flow-readings.ts'
import { blocksRead, lettersRead, placeOf } from '../../support/flow-replicas.ts'

let made = 0

const baseAct = fc.record({
  act: anAct,
  as: fc.constantFrom('there', 'there', 'deleted and undone', 'moved', 'brought up'),
  from: fc.nat(9),
  to: fc.nat(9),
})

describe('a branch follows its base', () => {
  test('[TXT-341] an amendment’s changes are the same before and after whatever is done in the base beside its words: typed, split, bracketed, deleted and undone, cut and pasted', () => {
    fc.assert(
      fc.property(
        fc.array(anAct, { maxLength: 6 }),
        fc.array(baseAct, { maxLength: 6 }),
        (acts, others) => {
          const met = meeting()
          const { base, own } = met
          // The amendment is to the second paragraph.
          for (const [n, each] of acts.entries()) {
            // Where a mark ends is not promised when what stands around it is deleted and undone.
            if (each.kind === 'join' || each.kind === 'mark') continue
            const flow = flowOf(met.branch.doc)
            const from = blocksOf(flow).find(({ blockId }) => blockId === 'p2')?.from ?? 0
            const end = blocksOf(flow).find(({ blockId }) => blockId === 'p3')?.from ?? 0
            doAct(amending(met), each, `m${n}`, { from, to: end - 2 })
          }
          const before = toldOf(met).toSorted()
          for (const [n, { act, as, from, to }] of others.entries()) {
            const { flow } = base.draft
            own.wait()
            if (as === 'there') {
              // In the paragraphs before or behind.
              const p2 = blocksOf(flow).find(({ blockId }) => blockId === 'p2')
              if (act.kind === 'join' || act.kind === 'undo' || act.kind === 'lift') continue
              const within =
                act.at % 2 === 0
                  ? { from: 0, to: (p2?.from ?? 0) - 2 }
                  : { from: (p2?.to ?? 0) + 2, to: flow.length }
              doAct(base, act, `o${n}`, within)
            } else if (as === 'deleted and undone') {
              // Words that were retyped are the base’s own: what it does to a part of them touches them (decision 0019).
              if (acts.some(({ kind }) => kind === 'retype')) continue
              const length = flow.length
              const start = Math.min(1 + act.at, length - 2)
              remove(base.draft, start, Math.min(length - 1, start + act.length * 3))
              if (act.at % 2 === 0) bringUp(met)
              if (flow.length !== length) own.undo.undo()
            } else if (as === 'moved')
              move(met, from % blocksOf(flow).length, to % blocksOf(flow).length)
            else bringUp(met)
          }
          bringUp(met)
          // In what order they stand is the base’s, which may have moved its paragraphs.
          expect(toldOf(met).toSorted()).toEqual(before)
        },
      ),
    )
  })

  test('[TXT-342] where the base deleted what the branch had deleted too, and undoes it, it stays deleted in the branch; kept and read again, a branch knows it still', () => {
    const met = meeting()
    const { base, own } = met
    const inBranch = amending(met)
    remove(inBranch.draft, placeOf(inBranch, 'two '), placeOf(inBranch, 'three'))
    type(inBranch.draft, placeOf(inBranch, 'four'), 'TYPED ')
    expect(toldOf(met)).toEqual(['-two ', '+TYPED '])
    remove(base.draft, placeOf(base, 'one two'), placeOf(base, ' four'))
    bringUp(met)
    expect(toldOf(met)).toEqual(['+TYPED '])
    const kept = KeptBranch.parse(JSON.parse(JSON.stringify(keptOf(met.branch))))
    met.branch = branchFrom(met.branch.doc, kept)
    own.undo.undo()
    bringUp(met)
    expect(toldOf(met)).toEqual(['-two ', '+TYPED '])
    expect(lettersRead(amending(met))).toContain('one three TYPED four')
    // What the branch only retyped goes with the words that it stands for.
    const other = meeting()
    const writer = amending(other)
    const at = placeOf(writer, 'three')
    remove(writer.draft, at, at + 5)
    type(writer.draft, at, 'three')
    remove(other.base.draft, placeOf(other.base, 'three'), placeOf(other.base, 'four'))
    bringUp(other)
    expect(toldOf(other)).toEqual([])
    expect(lettersRead(writer)).toBe(lettersRead(other.base))
  })
})

describe('an amendment comes into its base', () => {
  const acts = fc.array(anAct, { maxLength: 12 })
  test('[TXT-343] taken up whole or in part, the base reads as the changes said, whatever was done in it meanwhile; of none nothing comes', () => {
    fc.assert(
      fc.property(acts, acts, fc.infiniteStream(fc.boolean()), (mine, others, choices) => {
        const met = meeting()
        amend(met, mine)
        for (const [n, each] of others.entries())
          doAct(met.base, each, `o${n}`, { undoing: met.own })
        bringUp(met)
        const { base, branch } = met
        const comparison = comparisonOf(met)
        const taken = comparison.changes.filter(() => choices.next().value)
        const ids = comparison.changes.map(({ changeId }) => changeId)
        const chosen = taken.map(({ changeId }) => changeId)
        const left = ids.filter((id) => !chosen.includes(id))
        const moments = [branch.base, Y.snapshot(branch.doc)] as const
        const before = readOf(base.doc)
        const read = (choice?: { chosen: string[]; left: string[] }) => {
          const result = takeUp(base.doc, branch, 21, choice)
          if (!result) throw new Error('the choice does not hold')
          const doc = new Y.Doc({ gc: false })
          Y.applyUpdate(doc, Y.encodeStateAsUpdate(base.doc))
          Y.applyUpdate(doc, Y.encodeStateAsUpdate(result.doc))
          return readOf(doc)
        }
        expect(read()).toEqual(readOf(branch.doc))
        expect(read({ chosen: [], left: ids })).toEqual(before)
        const said = readAs(readingWith(branch.doc, comparison, moments, taken), comparison)
        expect(read({ chosen, left })).toEqual(said)
        const [first] = ids
        if (first === undefined) return
        expect(takeUp(base.doc, branch, 21, { chosen: [first], left: ids })).toBeUndefined()
        expect(takeUp(base.doc, branch, 21, { chosen: ids.slice(1), left: [] })).toBeUndefined()
      }),
    )
  })

  test('[TXT-344] retyped words that are taken up are the base’s own still, and what somebody types in them meanwhile stands in its place', () => {
    const met = meeting()
    const writer = amending(met)
    const at = placeOf(writer, 'two three')
    remove(writer.draft, at, at + 9)
    let caret = at
    for (const letter of 'two three and more') caret = type(writer.draft, caret, letter)
    expect(toldOf(met)).toEqual(['+ and more'])
    const ids = lettersAt(met.base.draft.flow, Y.snapshot(met.base.doc))
    const result = takeUp(met.base.doc, met.branch, 21)
    if (!result) throw new Error()
    type(met.base.draft, placeOf(met.base, 'wo three'), 'X')
    Y.applyUpdate(met.base.doc, Y.encodeStateAsUpdate(result.doc))
    expect(blocksRead(met.base)[1]).toBe('p2:one tXwo three and more four')
    const after = new Set(
      lettersAt(met.base.draft.flow, Y.snapshot(met.base.doc)).map(
        ({ id }) => `${id.client}-${id.clock}`,
      ),
    )
    for (const { id } of ids) expect(after.has(`${id.client}-${id.clock}`)).toBe(true)
    // What had to be put anew is the amendment's by the table.
    expect(keptCopiesOf(met.base.doc)).toMatchObject([
      { original: { client: 7 }, length: 9, by: 'installation' },
    ])
  })

  test('[TXT-345] in brackets both wordings stand as whole words, each way of reading them gives its own text, and splits alone are no words', () => {
    const met = meeting()
    const writer = amending(met)
    const replace = (words: string, by: string) => {
      const at = placeOf(writer, words)
      remove(writer.draft, at, at + words.length)
      type(writer.draft, at, by)
    }
    replace('thr', 'f')
    type(writer.draft, placeOf(writer, 'Last') + 10, ' of all')
    const bracketed = (each: Meeting) =>
      bracketInstead(each.base.doc, each.branch, 21, () => `k${++made}`)
    const result = bracketed(met)
    if (!result) throw new Error()
    Y.applyUpdate(met.base.doc, Y.encodeStateAsUpdate(result.doc))
    const flat = blocksOf(met.base.draft.flow)
      .map(({ tokens }) =>
        tokens
          .map((token) =>
            token.type === 'letters'
              ? token.letters
              : token.embed && 'open' in token.embed
                ? '['
                : ']',
          )
          .join(''),
      )
      .join('|')
    expect(flat).toBe('Head here|one two [three][fee] four|five six. seven|Last words [of all]')
    expect(result.brackets.map(({ of }) => of)).toEqual(['former', 'proposed', 'proposed'])
    const form = meeting()
    split(amending(form).draft, placeOf(amending(form), ' two'))
    restyle(amending(form).draft, placeOf(amending(form), 'Last'), { kind: 'heading' })
    expect(bracketed(form)).toBeUndefined()
  })

  test('[TXT-346] bracketed, the base without what is proposed reads as before, and without what is former as the amendment, whatever was done', () => {
    fc.assert(
      fc.property(acts, (mine) => {
        const met = meeting()
        amend(
          met,
          mine.filter(({ kind }) => kind !== 'bracket' && kind !== 'lift'),
        )
        const before = lettersRead(met.base)
        const result = bracketInstead(met.base.doc, met.branch, 21, () => `k${++made}`)
        if (!result) return
        Y.applyUpdate(met.base.doc, Y.encodeStateAsUpdate(result.doc))
        const ofBracket = new Map(result.brackets.map(({ bracketId, of }) => [bracketId, of]))
        const without = (left: 'former' | 'proposed'): string => {
          let [read, within]: [string, string | undefined] = ['', undefined]
          for (const { tokens } of blocksOf(met.base.draft.flow))
            for (const token of tokens) {
              const { embed } = token.type === 'embed' ? token : { embed: undefined }
              if (embed && 'open' in embed) within = ofBracket.get(embed.open)
              else if (embed && 'close' in embed) within = undefined
              else if (token.type === 'letters' && within !== left) read += token.letters
            }
          return read.replaceAll(/\s/g, '')
        }
        expect(without('proposed')).toBe(before.replaceAll(/\s/g, ''))
        expect(without('former')).toBe(lettersRead(amending(met)).replaceAll(/\s/g, ''))
      }),
    )
  })
})
