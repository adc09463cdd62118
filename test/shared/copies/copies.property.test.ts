/** The table of copies: what undos brought back, read from the ids by every replica, whatever else is done at once. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { copiesOf } from '#shared/copies/table'
import { bracket, join, liftBracket, mark, remove, split, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { isCopyClient } from '#shared/flow/flow-doc'
import { type LetterId, nameOf } from '#shared/flow/ids'
import { pairsOf, redoneRuns } from '#shared/flow/redone'
import {
  blocksRead,
  deliver,
  deliverAll,
  lettersRead,
  placeOf,
  type Replica,
  replicasOf,
} from '../../support/flow-replicas.ts'
import { type Undoing, undoing } from '../../support/flow-undo.ts'

const kinds = [
  'type',
  'retype',
  'retype',
  'remove',
  'remove',
  'split',
  'join',
  'bracket',
  'lift',
  'mark',
  'undo',
  'undo',
  'redo',
  'hear',
] as const
const step = fc.record({
  who: fc.nat(3),
  kind: fc.constantFrom(...kinds),
  at: fc.nat(999),
  length: fc.nat(12),
  isNewAct: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never
const clients = fc.constantFrom([11, 12, 13, 14], [14, 13, 12, 11], [12, 14, 11, 13])

interface Person {
  readonly replica: Replica
  readonly undoing: Undoing
  /** What they deleted last, and where. */
  deleted: { readonly at: number; readonly letters: string }
}

function act(people: readonly Person[], each: Step, n: number): void {
  const me = people[each.who % people.length]
  const other = people[(each.who + 1) % people.length]
  if (!me || !other) return
  const { draft } = me.replica
  const carets = blocksOf(draft.flow).flatMap(({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, offset) => from + offset),
  )
  const caret = carets[each.at % carets.length] ?? 0
  const end = carets.filter((place) => place <= caret + each.length).at(-1) ?? caret
  if (each.isNewAct) me.undoing.wait()
  switch (each.kind) {
    case 'type':
      type(draft, caret, 'xy')
      break
    case 'retype': {
      // Letters just like those deleted, where they stood; sometimes fewer, sometimes more.
      const { at, letters } = me.deleted
      const typed = letters.slice(0, 1 + (each.at % 4)) + (each.at % 2 === 0 ? 'z' : '')
      for (const [offset, letter] of typed.split('').entries())
        type(draft, Math.min(at, draft.flow.length) + offset, letter)
      break
    }
    case 'remove': {
      const before = lettersRead(me.replica)
      remove(draft, caret, end)
      const gone = before.length - lettersRead(me.replica).length
      const at = lettersRead(me.replica)
        .split('')
        .findIndex((letter, index) => letter !== before[index])
      me.deleted = { at: caret, letters: before.slice(at < 0 ? -gone : at).slice(0, gone) }
      break
    }
    case 'split':
      split(draft, caret)
      break
    case 'join':
      join(draft, caret)
      break
    case 'bracket':
      bracket(draft, caret, end, `b${n}`)
      break
    case 'lift':
      liftBracket(draft, `b${each.at % (n + 1)}`)
      break
    case 'mark':
      mark(draft, caret, end, 'bold', {})
      break
    case 'undo':
      me.undoing.undo.undo()
      break
    case 'redo':
      me.undoing.undo.redo()
      break
    case 'hear':
      deliver(other.replica, me.replica)
      break
  }
}

/** What undos noted at the items that they brought back, in the documents of those who made them: Yjs sends none of it. */
const remembered = (people: readonly Person[]): string[] =>
  people.flatMap(({ replica }) =>
    Y.getTypeChildren(replica.draft.flow).flatMap(({ redone, id, length }) =>
      redone === null
        ? []
        : Array.from(
            { length },
            (_, at) =>
              `${nameOf(Y.createID(redone.client, redone.clock + at))} of ${nameOf(Y.createID(id.client, id.clock + at))}`,
          ),
    ),
  )

describe('what undos bring back', () => {
  test('[TXT-320] every replica reads from the ids alone which letter each undo brought back, as the one who undid remembers it, edges and parts of runs included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        clients,
        fc.array(step, { maxLength: 40 }),
        (count, order, steps) => {
          const replicas = replicasOf(
            ['one two three', 'four', 'five six'],
            [...order.slice(0, count), 99],
            { gc: false },
          )
          const reader = replicas.pop()
          if (!reader) throw new Error()
          const people = replicas.map<Person>((replica) => ({
            replica,
            undoing: undoing(replica),
            deleted: { at: 1, letters: '' },
          }))
          for (const [n, each] of steps.entries()) {
            act(people, each, n)
            const teller = people[n % count]
            if (teller && each.isNewAct) deliver(teller.replica, reader)
          }
          deliverAll(replicas)
          for (const replica of replicas) deliver(replica, reader)
          const read = redoneRuns(reader.doc)
            .flatMap(pairsOf)
            .map(([copy, original]) => `${nameOf(copy)} of ${nameOf(original)}`)
          expect(read.toSorted()).toEqual(remembered(people).toSorted())
        },
      ),
    )
  })

  test('[TXT-321] who types again what somebody deleted, where it stood, or begins another word there with the same letter, types letters of their own', () => {
    const [portugal, brazil] = replicasOf(['The budget is'], [20, 10], { gc: false })
    if (!portugal || !brazil) throw new Error()
    const { draft, doc } = brazil
    const own = undoing(brazil)
    const { undo } = own
    const at = placeOf(brazil, 'budget')
    const letterAt = (index: number) =>
      blocksOf(draft.flow)
        .flatMap(({ tokens }) => tokens)
        .flatMap(({ id, length, index: start }) =>
          index >= start && index < start + length
            ? [{ client: id.client, clock: id.clock + index - start }]
            : [],
        )[0] ?? { client: -1, clock: -1 }
    const budget = letterAt(at)
    remove(draft, at, at + 'budget'.length)
    own.wait()
    for (const [offset, letter] of 'be careful'.split('').entries())
      type(draft, at + offset, letter)
    const none = { version: 1 as const, ranges: [] }
    expect(copiesOf(doc, none).originalOf(letterAt(at))).toEqual(letterAt(at))
    undo.undo()
    undo.undo()
    const copies = copiesOf(doc, none)
    expect(lettersRead(brazil)).toBe('The budget is')
    expect(isCopyClient(letterAt(at).client)).toBe(true)
    expect(copies.originalOf(letterAt(at + 2))).toEqual({ ...budget, clock: budget.clock + 2 })
    // Typed on right behind what came back, and deleted and undone once more.
    type(draft, at + 'budget'.length, 's')
    expect(copiesOf(doc, none).originalOf(letterAt(at + 6))).toEqual(letterAt(at + 6))
    own.wait()
    remove(draft, at + 2, at + 4)
    undo.undo()
    expect(copiesOf(doc, none).originalOf(letterAt(at + 2))).toEqual({
      ...budget,
      clock: budget.clock + 2,
    })
    const living = new Set([nameOf(letterAt(at + 2))])
    const stands = (id: LetterId) => living.has(nameOf(id))
    expect(
      copiesOf(doc, none).livingCopyOf({ ...budget, clock: budget.clock + 2 }, stands),
    ).toEqual(letterAt(at + 2))
    // A page that says of words of its own that an undo brought them back is not believed.
    const forged = new Y.Doc({ gc: false })
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(portugal.doc))
    forged.clientID = 2 ** 32 + 77
    const { flow } = portugal.draft
    expect(flow.length).toBeGreaterThan(0)
    type({ flow: forged.getText('flow'), newBlockId: () => 'n' }, at, 'war')
    expect(copiesOf(forged, none).ranges).toEqual([])
  })

  test.each([
    ['higher', [10, 20]],
    ['lower', [20, 10]],
  ])(
    '[TXT-322] who types at the end of a paragraph while another joins it and undoes that stays in it, sentence whole: typist with the %s id',
    (_order, ids) => {
      const [undoer, typist] = replicasOf(['First one', 'two'], ids)
      if (!undoer || !typist) throw new Error()
      const { undo } = undoing(undoer)
      let caret = placeOf(typist, 'one') + 3
      for (const letter of ' TYPED') caret = type(typist.draft, caret, letter)
      join(undoer.draft, placeOf(undoer, 'two'))
      expect(undo.undo()).toBeDefined()
      deliverAll([undoer, typist])
      expect(blocksRead(undoer)).toEqual(['p1:First one TYPED', 'p2:two'])
      expect(blocksRead(typist)).toEqual(blocksRead(undoer))
    },
  )
})
