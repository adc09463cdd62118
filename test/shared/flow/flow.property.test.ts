/** What must hold of a flow whatever two to four people do to it at once, in any order of delivery. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  bracket,
  breakLine,
  join,
  liftBracket,
  mark,
  remove,
  restyle,
  split,
  type,
} from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { caretAt, indexOf } from '#shared/flow/carets'
import { linesOf, readFlow } from '#shared/flow/read-flow'
import {
  blocksRead,
  deliver,
  deliverAll,
  lettersRead,
  type Replica,
  replicasOf,
} from '../../support/flow-replicas.ts'

const kinds = [
  'type',
  'type',
  'type',
  'split',
  'join',
  'remove',
  'bracket',
  'lift',
  'break',
  'mark',
  'list',
  'heading',
  'hear',
  'hear',
] as const
const step = fc.record({
  who: fc.nat(3),
  kind: fc.constantFrom(...kinds),
  at: fc.nat(999),
  length: fc.nat(12),
})
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never
const clients = fc.constantFrom([11, 12, 13, 14], [14, 13, 12, 11], [12, 14, 11, 13])
const people = fc.integer({ min: 2, max: 4 })

/** Carets that a person can have: in blocks, not between them. */
const caretsIn = ({ draft }: Replica): number[] =>
  blocksOf(draft.flow).flatMap(({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, offset) => from + offset),
  )

/** Every letter that is typed is another, so that each can be told from all others. */
function letters() {
  let next = 0x4e00
  return {
    fresh: () => String.fromCodePoint(next++),
    all: () => Array.from({ length: next - 0x4e00 }, (_, at) => String.fromCodePoint(0x4e00 + at)),
  }
}

interface Seen {
  /** Letters that somebody deleted. */
  readonly deleted: Set<string>
  /** For each letter typed, those before and behind it as its author saw them. */
  readonly around: Map<string, { readonly before: string; readonly behind: string }>
}

/** Does one step; `fresh` gives a letter that nobody has typed. */
function act(replicas: readonly Replica[], each: Step, n: number, fresh: () => string, seen: Seen) {
  const me = replicas[each.who % replicas.length]
  const other = replicas[(each.who + 1 + (each.at % (replicas.length - 1))) % replicas.length]
  if (!me || !other) return
  const carets = caretsIn(me)
  const caret = carets[each.at % carets.length] ?? 0
  const end = carets.filter((place) => place <= caret + each.length).at(-1) ?? caret
  switch (each.kind) {
    case 'type': {
      const letter = fresh()
      const after = type(me.draft, caret, letter)
      const read = lettersRead(me)
      const at = read.indexOf(letter)
      expect(after).toBe(indexOf(me.draft.flow, caretAt(me.draft.flow, after)))
      seen.around.set(letter, { before: read.slice(0, at), behind: read.slice(at + 1) })
      break
    }
    case 'split':
      split(me.draft, caret)
      break
    case 'join':
      join(me.draft, blocksOf(me.draft.flow)[each.at % 5]?.from ?? caret)
      break
    case 'remove': {
      const before = lettersRead(me)
      remove(me.draft, Math.min(caret, end), end)
      const now = new Set(lettersRead(me))
      for (const letter of before) if (!now.has(letter)) seen.deleted.add(letter)
      break
    }
    case 'bracket':
      bracket(me.draft, Math.min(caret, end), end, `b${n}`)
      break
    case 'lift':
      liftBracket(me.draft, `b${each.at % (n + 1)}`)
      break
    case 'break':
      breakLine(me.draft, caret, `l${n}`)
      break
    case 'mark':
      mark(me.draft, Math.min(caret, end), end, 'bold', each.at % 3 === 0 ? null : {})
      break
    case 'list':
      restyle(me.draft, caret, { list: 'bullet', depth: 1 + (each.at % 2) })
      break
    case 'heading':
      restyle(me.draft, caret, { kind: 'heading', level: 1 })
      break
    case 'hear':
      deliver(other, me)
      break
  }
}

function meeting(count: number, order: readonly number[]) {
  const typed = letters()
  const paragraphs = [4, 6, 3].map((length) => Array.from({ length }, () => typed.fresh()).join(''))
  return { typed, replicas: replicasOf(paragraphs, order.slice(0, count)) }
}

describe('whatever is done at once', () => {
  test('[TXT-306] all read the same in the end; each letter that nobody deleted stands once, between the letters that its author saw around it', () => {
    fc.assert(
      fc.property(people, clients, fc.array(step, { maxLength: 40 }), (count, order, steps) => {
        const { typed, replicas } = meeting(count, order)
        const seen: Seen = { deleted: new Set(), around: new Map() }
        for (const [n, each] of steps.entries()) act(replicas, each, n, typed.fresh, seen)
        deliverAll(replicas)
        const [first] = replicas
        if (!first) throw new Error()
        for (const each of replicas) {
          expect(readFlow(each.draft.flow)).toEqual(readFlow(first.draft.flow))
          expect(blocksRead(each)).toEqual(blocksRead(first))
        }
        const read = lettersRead(first)
        expect(read.split('').toSorted()).toEqual(
          typed.all().filter((letter) => !seen.deleted.has(letter)),
        )
        for (const [letter, { before, behind }] of seen.around) {
          const at = read.indexOf(letter)
          if (at < 0) continue
          for (const each of before) expect(read.indexOf(each)).toBeLessThan(at)
          for (const each of behind)
            if (!seen.deleted.has(each)) expect(read.indexOf(each)).toBeGreaterThan(at)
        }
      }),
    )
  })

  test('[TXT-307] opening, reading and hearing others writes nothing', () => {
    fc.assert(
      fc.property(people, clients, fc.array(step, { maxLength: 25 }), (count, order, steps) => {
        const { typed, replicas } = meeting(count, order)
        const [reader] = replicasOf([], [99])
        if (!reader) throw new Error()
        const written: unknown[] = []
        reader.doc.on('update', (_update: Uint8Array, origin: unknown) => {
          if (origin !== 'remote') written.push(origin)
        })
        const seen: Seen = { deleted: new Set(), around: new Map() }
        for (const [n, each] of steps.entries()) {
          act(replicas, each, n, typed.fresh, seen)
          const from = replicas[n % count]
          if (from) deliver(from, reader)
          linesOf(reader.draft.flow)
          caretsIn(reader)
        }
        deliverAll(replicas)
        for (const each of replicas) deliver(each, reader)
        expect(written).toEqual([])
        const [first] = replicas
        if (!first) throw new Error()
        expect(Y.encodeStateAsUpdate(reader.doc)).toEqual(Y.encodeStateAsUpdate(first.doc))
      }),
    )
  })

  test('[TXT-308] brackets lifted in any order, by anybody at once, leave every letter where it was', () => {
    const range = fc.record({ who: fc.nat(3), at: fc.nat(99), length: fc.nat(8) })
    fc.assert(
      fc.property(
        people,
        clients,
        fc.array(range, { maxLength: 8 }),
        fc.array(fc.nat(3)),
        (count, order, ranges, lifters) => {
          const { replicas } = meeting(count, order)
          for (const [n, { who, at, length }] of ranges.entries()) {
            const me = replicas[who % count]
            if (!me) continue
            const carets = caretsIn(me)
            const from = carets[at % carets.length] ?? 0
            bracket(
              me.draft,
              from,
              carets.filter((place) => place <= from + length).at(-1) ?? from,
              `b${n}`,
            )
          }
          deliverAll(replicas)
          const before = replicas.map(blocksRead)
          for (const [n] of ranges.entries()) {
            const me = replicas[(lifters[n] ?? n) % count]
            if (me) liftBracket(me.draft, `b${n}`)
          }
          deliverAll(replicas)
          expect(replicas.map(blocksRead)).toEqual(before)
          for (const { draft } of replicas)
            expect(
              linesOf(draft.flow)
                .flatMap(({ block }) => block.inlines)
                .some(({ type: kind }) => kind === 'bracket'),
            ).toBe(false)
        },
      ),
    )
  })
})

/** Somebody who types a sentence letter by letter from a caret that they keep. */
interface Typist {
  readonly replica: Replica
  readonly sentence: string
  caret: Y.RelativePosition
  typed: number
}

describe('typing at human speed', () => {
  const tick = fc.record({ who: fc.nat(3), act: fc.constantFrom('type', 'type', 'type', 'hear') })
  const places: Record<string, [paragraphs: string[], place: number]> = {
    'the end of a paragraph': [['one', 'two'], 4],
    'the middle of one': [['one', 'two'], 3],
    'the start of one': [['one', 'two'], 1],
    'an empty one': [['', 'two'], 1],
  }
  test.each(Object.entries(places))(
    '[TXT-309] two to four who type at one place get whole sentences: %s',
    (_name, [paragraphs, place]) => {
      fc.assert(
        fc.property(people, clients, fc.array(tick, { maxLength: 60 }), (count, order, ticks) => {
          const replicas = replicasOf(paragraphs, order.slice(0, count))
          const sentences = ['abcdef', 'ghijkl', 'qrstuv', 'wxyzåä']
          const typists = replicas.map<Typist>((replica, at) => ({
            replica,
            sentence: sentences[at] ?? '',
            caret: caretAt(replica.draft.flow, place),
            typed: 0,
          }))
          const typeOn = (typist: Typist) => {
            const { replica, sentence } = typist
            const letter = sentence[typist.typed]
            if (letter === undefined) return
            const { flow } = replica.draft
            const behind = type(replica.draft, indexOf(flow, typist.caret), letter)
            typist.caret = caretAt(flow, behind)
            typist.typed += 1
          }
          for (const { who, act: what } of ticks) {
            const typist = typists[who % count]
            const other = replicas[(who + 1) % count]
            if (!typist || !other) continue
            if (what === 'hear') deliver(other, typist.replica)
            else typeOn(typist)
          }
          for (const typist of typists) while (typist.typed < typist.sentence.length) typeOn(typist)
          deliverAll(replicas)
          for (const { replica, sentence } of typists)
            expect(lettersRead(replica)).toContain(sentence)
        }),
      )
    },
  )

  test('[TXT-310] who types at the end, the start or in an empty paragraph while others press Enter there stays in that paragraph, sentence whole and caret behind it', () => {
    const enter = fc.record({
      who: fc.nat(2),
      act: fc.constantFrom('type', 'type', 'enter', 'hear'),
    })
    fc.assert(
      fc.property(
        people,
        clients,
        fc.constantFrom(...Object.values(places).filter(([, at]) => at !== 3)),
        fc.array(enter, { maxLength: 50 }),
        (count, order, [paragraphs, place], ticks) => {
          const replicas = replicasOf(paragraphs, order.slice(0, count))
          const [typist, ...rest] = replicas
          if (!typist) throw new Error()
          const { flow } = typist.draft
          const sentence = 'Words of mine. '
          let caret = caretAt(flow, place)
          let typed = 0
          const typeOn = () => {
            const letter = sentence[typed]
            if (letter === undefined) return
            caret = caretAt(flow, type(typist.draft, indexOf(flow, caret), letter))
            typed += 1
          }
          // The others press Enter at their own ends of the first paragraph.
          for (const { who, act: what } of ticks) {
            const other = rest[who % rest.length]
            if (!other) continue
            if (what === 'type') typeOn()
            else if (what === 'hear') {
              deliver(other, typist)
              deliver(typist, other)
            } else {
              const block = blocksOf(other.draft.flow).find(({ blockId }) => blockId === 'p1')
              if (block) split(other.draft, place === 1 ? block.from : block.to)
            }
          }
          while (typed < sentence.length) typeOn()
          deliverAll(replicas)
          const own = blocksRead(typist).filter((read) => read.includes(sentence))
          expect(own).toHaveLength(1)
          expect(own[0]).toMatch(/^p1:/)
          const block = blocksOf(flow).find(({ blockId }) => blockId === 'p1')
          const inBlock = (own[0] ?? '').length - 'p1:'.length
          const behind = (own[0] ?? '').indexOf(sentence) - 'p1:'.length + sentence.length
          expect(block && block.to - block.from).toBe(inBlock)
          expect(indexOf(flow, caret)).toBe((block?.from ?? 0) + behind)
        },
      ),
    )
  })
})
