/** Random acts of one person on a flow, through the functions that the editor's keys call. */
import fc from 'fast-check'
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
import type { Replica } from './flow-replicas.ts'
import type { Undoing } from './flow-undo.ts'

const kinds = [
  'type',
  'type',
  'retype',
  'retype',
  'remove',
  'remove',
  'split',
  'join',
  'bracket',
  'lift',
  'break',
  'mark',
  'list',
  'heading',
  'undo',
] as const

export const anAct = fc.record({
  kind: fc.constantFrom(...kinds),
  at: fc.nat(999),
  length: fc.nat(12),
  words: fc.constantFrom('x', ' xylo ', 'two', '中', '\u0301', ' a b', 's'),
})
export type Act = typeof anAct extends fc.Arbitrary<infer Each> ? Each : never

/** Carets in blocks, from an index on, to another. */
const caretsIn = ({ draft }: Replica, from: number, to: number): number[] =>
  blocksOf(draft.flow)
    .flatMap((block) =>
      Array.from({ length: block.to - block.from + 1 }, (_, offset) => block.from + offset),
    )
    .filter((at) => from <= at && at <= to)

/** Acts on what stands from an index to another; `n` names what is put. */
export function doAct(
  replica: Replica,
  { kind, at, length, words }: Act,
  n: string,
  { undoing, from = 0, to = Infinity }: { undoing?: Undoing; from?: number; to?: number } = {},
): void {
  const { draft } = replica
  const carets = caretsIn(replica, from, to)
  const caret = carets[at % carets.length]
  if (caret === undefined) return
  const end = carets.filter((place) => place <= caret + length).at(-1) ?? caret
  undoing?.wait()
  switch (kind) {
    case 'type':
      type(draft, caret, words)
      break
    case 'retype': {
      const block = blocksOf(draft.flow).find((each) => caret <= each.to)
      const token = block?.tokens.find((each) => each.type === 'letters' && caret <= each.index)
      if (token?.type !== 'letters') break
      const letters = token.letters.slice(0, length)
      remove(draft, token.index, token.index + letters.length)
      let place = token.index
      for (const letter of letters) place = type(draft, place, letter)
      if (at % 3 === 0) type(draft, place, words)
      break
    }
    case 'remove':
      remove(draft, caret, end)
      break
    case 'split':
      split(draft, caret)
      break
    case 'join':
      if (from === 0) join(draft, blocksOf(draft.flow)[at % 5]?.from ?? caret)
      break
    case 'bracket':
      bracket(draft, caret, end, `b${n}`)
      break
    case 'lift':
      liftBracket(draft, `b${n.slice(0, -1)}${at % 5}`)
      break
    case 'break':
      breakLine(draft, caret, `l${n}`)
      break
    case 'mark':
      mark(draft, caret, end, at % 2 === 0 ? 'bold' : 'italic', at % 3 === 0 ? null : {})
      break
    case 'list':
      restyle(draft, caret, { list: 'bullet', depth: 1 + (at % 2) })
      break
    case 'heading':
      restyle(draft, caret, { kind: 'heading', level: 1 })
      break
    case 'undo':
      undoing?.undo.undo()
      break
  }
}
