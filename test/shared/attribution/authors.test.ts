/** Who wrote what in a flow, through undo, move and paste. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { authorRuns } from '#shared/attribution/authors'
import type { CopyRange } from '#shared/copies/copy-range'
import { type Copies, copiesOf, copiesTable } from '#shared/copies/table'
import { bracket, join, remove, split, type } from '#shared/flow/acts'
import { clientsOfSession, flowOf } from '#shared/flow/flow-doc'
import {
  deliver,
  deliverAll,
  placeOf,
  type Replica,
  replicasOf,
} from '../../support/flow-replicas.ts'
import { undoing } from '../../support/flow-undo.ts'

const writers = new Map(
  [[1, 'Secretariat'] as const, [11, 'Portugal'] as const, [12, 'Brazil'] as const].flatMap(
    ([client, name]) => clientsOfSession(client).map((each) => [each, name] as const),
  ),
)
const authorOf = ({ client, text }: { client: number; text?: string | undefined }) =>
  text === undefined ? (writers.get(client) ?? null) : 'Kenya'

/** Each author's words, in order of reading; `(by …)` whoever moved them. */
const told = (
  { draft, doc }: Replica,
  copies: Copies = copiesOf(doc, { version: 1, ranges: [] }),
) =>
  authorRuns(draft.flow, copies, authorOf).map(({ start, end, author, movedBy }) => {
    const words = draft.flow
      .toDelta()
      .flatMap(({ insert }: { insert: unknown }) =>
        typeof insert === 'string' ? insert.split('') : [' '],
      )
    const by = movedBy === null ? '' : ` (by ${movedBy})`
    return `${author}${by}: ${words.slice(start, end).join('')}`
  })

function portugalAndBrazil(): [Replica, Replica] {
  const [one, other] = replicasOf(['The fund'], [11, 12], { gc: false })
  if (!one || !other) throw new Error()
  type(one.draft, placeOf(one, 'fund') + 4, ' is voluntary')
  deliver(one, other)
  return [one, other]
}

test('[TXT-370] whoever typed a letter is its author, whoever splits, joins, brackets, deletes and undoes around it', () => {
  const [, brazil] = portugalAndBrazil()
  const own = undoing(brazil)
  split(brazil.draft, placeOf(brazil, 'voluntary'))
  bracket(brazil.draft, placeOf(brazil, 'volun'), placeOf(brazil, 'volun') + 5, 'b1')
  type(brazil.draft, placeOf(brazil, 'volun') + 9, ' in part')
  join(brazil.draft, placeOf(brazil, 'volun') - 1)
  own.wait()
  remove(brazil.draft, placeOf(brazil, 'fund'), placeOf(brazil, ' is'))
  own.undo.undo()
  expect(told(brazil)).toEqual(expect.arrayContaining(['Secretariat: The fund']))
  expect(told(brazil).filter((each) => each.startsWith('Brazil'))).toHaveLength(1)
  expect(told(brazil).join('|')).not.toContain('null')
})

test('[TXT-371] what was moved or pasted is its author’s, moved by whoever did; what stood in another text is of whoever wrote it there', () => {
  const [, brazil] = portugalAndBrazil()
  const { flow } = brazil.draft
  const at = placeOf(brazil, ' voluntary')
  type(brazil.draft, at + 10, '. Voluntary is paid')
  const items = Y.getTypeChildren(flow)
  const source = items.find(({ id }) => id.client === 11)
  const pasted = items.find(({ id }) => id.client === 12)
  if (!source || !pasted) throw new Error()
  const range = (over: Partial<CopyRange>): CopyRange => ({
    copy: { client: 12, clock: pasted.id.clock + 2 },
    original: { client: 11, clock: source.id.clock + 4 },
    length: 9,
    by: 'member',
    ...over,
  })
  expect(told(brazil, copiesTable([range({})]))).toEqual([
    'Secretariat: The fund',
    'Portugal:  is voluntary',
    'Brazil: . ',
    'Portugal (by Brazil): Voluntary',
    'Brazil:  is paid',
  ])
  const elsewhere = range({ original: { client: 3, clock: 0, text: 'tx' } })
  expect(told(brazil, copiesTable([elsewhere]))).toContain('Kenya (by Brazil): Voluntary')
  const byServer = range({ by: 'installation' })
  expect(told(brazil, copiesTable([byServer]))).toContain('Portugal: Voluntary')
})

test('[TXT-372] every letter has the author that the table tells letter by letter, whatever overlaps, and runs leave none out', () => {
  const id = fc.record({ client: fc.constantFrom(1, 11, 12), clock: fc.nat(12) })
  const range: fc.Arbitrary<CopyRange> = fc.record({
    copy: id,
    original: id,
    length: fc.integer({ min: 1, max: 6 }),
    by: fc.constantFrom('undo', 'installation', 'member'),
  })
  fc.assert(
    fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
      const replicas = replicasOf(['abcdef'], [11, 12])
      const [one, other] = replicas
      if (!one || !other) throw new Error()
      type(one.draft, 3, 'ghijkl')
      type(other.draft, 5, 'mnopqr')
      deliverAll(replicas)
      const flow = flowOf(one.doc)
      const copies = copiesTable(ranges)
      const runs = authorRuns(flow, copies, authorOf)
      let index = 0
      for (const item of Y.getTypeChildren(flow)) {
        if (item.content instanceof Y.ContentString)
          for (let at = 0; at < item.length; at += 1) {
            const { client, clock } = item.id
            const run = runs.find(({ start, end }) => start <= index + at && index + at < end)
            const origin = copies.originalOf({ client, clock: clock + at })
            expect(run?.author).toBe(authorOf(origin))
          }
        index += item.length
      }
    }),
  )
})
