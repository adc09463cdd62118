/** Taking back one's own acts, whatever others did in the same words meanwhile. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bracket, join, mark, remove, restyle, split, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { readFlow } from '#shared/flow/read-flow'
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

interface Desk extends Replica, Undoing {
  /** Does something as one step, or as part of the one before. */
  act(work: () => void, isOfLast?: boolean): void
}

function deskOf(replica: Replica): Desk {
  const own = undoing(replica)
  return {
    ...replica,
    ...own,
    act(work, isOfLast = false) {
      if (!isOfLast) own.wait()
      replica.doc.transact(work)
    },
  }
}
const two = (paragraphs: readonly string[]): [Desk, Desk] => {
  const [a, b] = replicasOf(paragraphs, [5, 6]).map(deskOf)
  if (!a || !b) throw new Error()
  return [a, b]
}
/** Puts letters behind words. */
const typeBehind = (desk: Desk, words: string, letters: string, isOfLast = false) =>
  desk.act(() => type(desk.draft, placeOf(desk, words) + words.length, letters), isOfLast)
const strike = (desk: Desk, words: string) =>
  desk.act(() => {
    const at = placeOf(desk, words)
    remove(desk.draft, at, at + words.length)
  })

describe('undo of what somebody did', () => {
  test('[TXT-312] one step after the other is taken back and done again, and says where the caret was', () => {
    const [a] = two(['one two three'])
    typeBehind(a, 'one', ' x')
    typeBehind(a, 'one x', 'y', true)
    strike(a, 'two ')
    a.act(() => split(a.draft, placeOf(a, 'three')))
    expect(blocksRead(a)).toEqual(['p1:one xy ', 'n1:three'])
    expect(a.undo.undo()).toBe('before act 3')
    expect(a.undo.undo()).toBe('before act 2')
    expect(blocksRead(a)).toEqual(['p1:one xy two three'])
    expect(a.undo.undo()).toBe('before act 0')
    expect(blocksRead(a)).toEqual(['p1:one two three'])
    expect(a.undo.undo()).toBeUndefined()
    expect(a.undo.redo()).toBe('behind act 1')
    expect(a.undo.redo()).toBe('behind act 2')
    expect(blocksRead(a)).toEqual(['p1:one xy three'])
    typeBehind(a, 'xy', '!')
    expect(a.undo.redo(), 'what is done anew ends what could be done again').toBeUndefined()
  })

  test('[TXT-313] only one’s own: what others typed in the same words stays, also in a paragraph that comes and goes', () => {
    const [a, b] = two(['one two three', 'last'])
    strike(a, 'two')
    a.act(() => join(a.draft, placeOf(a, 'last')))
    deliver(a, b)
    typeBehind(b, 'one ', 'HERE')
    typeBehind(b, 'three', ' END')
    typeBehind(b, 'last', ' MORE')
    deliver(b, a)
    expect(blocksRead(a)).toEqual(['p1:one HERE three ENDlast MORE'])
    a.undo.undo()
    expect(blocksRead(a)).toEqual(['p1:one HERE three END', 'p2:last MORE'])
    a.undo.undo()
    expect(blocksRead(a)).toEqual(['p1:one HEREtwo three END', 'p2:last MORE'])
    a.undo.redo()
    a.undo.redo()
    expect(blocksRead(a)).toEqual(['p1:one HERE three ENDlast MORE'])
    deliver(a, b)
    expect(blocksRead(b)).toEqual(blocksRead(a))
  })

  test('[TXT-314] what somebody else brought back already is not brought back twice, and goes with the undo of whoever typed it', () => {
    const [a, b] = two(['one three'])
    typeBehind(a, 'one', ' two')
    deliver(a, b)
    strike(b, ' two')
    deliver(b, a)
    b.undo.undo()
    deliver(b, a)
    expect(lettersRead(a)).toBe('one two three')
    a.undo.undo()
    expect(lettersRead(a), 'the copy goes, being what was typed').toBe('one three')
    a.undo.redo()
    deliverAll([a, b])
    expect(lettersRead(b)).toBe('one two three')
    strike(a, 'two')
    deliver(a, b)
    strike(b, 'one')
    deliverAll([a, b])
    a.undo.undo()
    deliver(a, b)
    a.undo.undo()
    deliverAll([a, b])
    b.undo.undo()
    deliverAll([a, b])
    expect(lettersRead(a)).toBe(lettersRead(b))
    expect(lettersRead(a).match(/one/g)).toHaveLength(1)
  })

  test('[TXT-315] headings, lists, marks and brackets are taken back where nobody changed them since', () => {
    const [a, b] = two(['one two', 'last'])
    const before = JSON.stringify(readFlow(a.draft.flow))
    a.act(() => restyle(a.draft, 1, { kind: 'heading', level: 2 }))
    a.act(() => mark(a.draft, 1, 4, 'bold', {}))
    a.act(() => bracket(a.draft, 1, 4, 'b1'))
    a.act(() => restyle(a.draft, placeOf(a, 'last'), { list: 'bullet', depth: 1 }))
    deliver(a, b)
    b.act(() => restyle(b.draft, placeOf(b, 'last'), { list: 'number' }))
    deliver(b, a)
    a.undo.undo()
    expect(readFlow(a.draft.flow).at(-1)).toMatchObject({ type: 'list', style: 'number' })
    b.undo.undo()
    deliver(b, a)
    for (const _ of [1, 2, 3]) a.undo.undo()
    a.act(() => restyle(a.draft, placeOf(a, 'last'), { list: undefined }))
    expect(JSON.stringify(readFlow(a.draft.flow))).toBe(before)
    a.undo.undo()
    expect(readFlow(a.draft.flow).at(-1)).toMatchObject({ type: 'list' })
  })
})

const kinds = ['type', 'type', 'strike', 'split', 'join', 'undo', 'undo', 'redo', 'hear'] as const
const steps = fc.array(
  fc.record({ who: fc.nat(1), kind: fc.constantFrom(...kinds), at: fc.nat(99), length: fc.nat(4) }),
  { maxLength: 40 },
)

const carets = ({ draft }: Replica): number[] =>
  blocksOf(draft.flow).flatMap(({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, offset) => from + offset),
  )

describe('whatever is done and taken back at once', () => {
  test('[TXT-316] all read the same; no letter stands twice that one person alone brought back, and none that nobody deleted or took back is lost', () => {
    fc.assert(
      fc.property(steps, (each) => {
        let next = 0x4e00
        const fresh = () => String.fromCodePoint(next++)
        const both = two([fresh() + fresh() + fresh(), fresh() + fresh()])
        const taken = new Set<string>()
        for (const { who, kind, at, length } of each) {
          const me = both[who]
          const other = both[1 - who]
          if (!me || !other) continue
          const places = carets(me)
          const caret = places[at % places.length] ?? 0
          const before = new Set(lettersRead(me))
          switch (kind) {
            case 'type':
              me.act(() => type(me.draft, caret, fresh()), at % 2 === 0)
              break
            case 'strike':
              me.act(() => {
                const end = places.filter((place) => place <= caret + length).at(-1) ?? caret
                remove(me.draft, caret, Math.max(caret, end))
              })
              break
            case 'split':
              me.act(() => split(me.draft, caret))
              break
            case 'join':
              me.act(() => join(me.draft, caret))
              break
            case 'hear':
              deliver(other, me)
              break
            default:
              me.undo[kind]()
          }
          if (kind === 'hear') continue
          const now = new Set(lettersRead(me))
          for (const letter of before) if (!now.has(letter)) taken.add(letter)
        }
        deliverAll(both)
        const [a, b] = both
        expect(blocksRead(a)).toEqual(blocksRead(b))
        expect(readFlow(a.draft.flow)).toEqual(readFlow(b.draft.flow))
        const read = lettersRead(a)
        for (let letter = 0x4e00; letter < next; letter += 1) {
          const times = read.split(String.fromCodePoint(letter)).length - 1
          if (!taken.has(String.fromCodePoint(letter))) expect(times).toBe(1)
          // Two who bring the same back unseen by each other: the server strikes one.
          else expect(times).toBeLessThanOrEqual(2)
        }
      }),
    )
  })

  test('[TXT-317] who acts alone has the text of before after undoing all, and of after by doing all again', () => {
    fc.assert(
      fc.property(steps, (each) => {
        const [me] = two(['abcd', 'efg'])
        const before = JSON.stringify(readFlow(me.draft.flow))
        for (const { kind, at, length } of each) {
          const places = carets(me)
          const caret = places[at % places.length] ?? 0
          const end = places.filter((place) => place <= caret + length).at(-1) ?? caret
          if (kind === 'type') me.act(() => type(me.draft, caret, 'xy'), at % 2 === 0)
          else if (kind === 'strike') me.act(() => remove(me.draft, caret, Math.max(caret, end)))
          else if (kind === 'split') me.act(() => split(me.draft, caret))
          else if (kind === 'join') me.act(() => join(me.draft, caret))
          else if (kind === 'hear')
            me.act(() => mark(me.draft, caret, Math.max(caret, end), 'bold', {}))
        }
        const after = JSON.stringify(readFlow(me.draft.flow))
        while (me.undo.undo() !== undefined);
        expect(JSON.stringify(readFlow(me.draft.flow))).toBe(before)
        while (me.undo.redo() !== undefined);
        expect(JSON.stringify(readFlow(me.draft.flow))).toBe(after)
        while (me.undo.undo() !== undefined);
        expect(JSON.stringify(readFlow(me.draft.flow))).toBe(before)
      }),
    )
  })
})
