/** The comparison of a majority text with its alternatives: it holds every word of each text, and its points can be put. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { putPoint } from '#shared/acts/put-point'
import type { Block, Inline, Mark, TextContent } from '#shared/domain/content'
import { readText } from '#shared/flow/read-text'
import { isPuttable, whyNotPutPoint } from '#shared/text/find-point'
import { flatInlines, wordBlocks } from '#shared/text/flat-words'
import { overlaid } from '#shared/text/overlay'
import { type ComparedPart, compareTexts } from '#shared/text/text-comparison'
import { flowDocOf } from '../../support/written-flow.ts'

const someWords = fc
  .array(fc.constantFrom('the', 'Forum', 'should', 'meet', 'yearly', 'and', 'report', ',', '.'), {
    maxLength: 8,
  })
  .map((words) => words.join(' '))
const marks = fc.constantFrom<Mark[]>([], [{ type: 'bold' }])
const run = fc.record({ type: fc.constant('words' as const), words: someWords, marks })
const bracketed = fc.tuple(run, fc.nat(5)).map(([inside, n]): Inline[] => {
  const bracket = { type: 'bracket', bracketId: `b${n}`, sponsors: 'BR' } as const
  return [{ ...bracket, edge: 'open' }, inside, { ...bracket, edge: 'close' }]
})
const broken = fc.constant<Inline[]>([{ type: 'line-break' }])
const inlines = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: run.map((one): Inline[] => [one]) },
      { weight: 1, arbitrary: bracketed },
      { weight: 1, arbitrary: broken },
    ),
    { maxLength: 4 },
  )
  .map((all) => all.flat().filter((one) => one.type !== 'words' || one.words !== ''))
const paragraph = fc.tuple(fc.nat(6), inlines).map(
  ([id, words]): Block => ({
    type: 'paragraph',
    blockId: id === 0 ? '' : `p${id}`,
    inlines: words,
  }),
)
const heading = fc
  .tuple(fc.constantFrom(1 as const, 2 as const, 3 as const), inlines)
  .map(([level, words]): Block => ({ type: 'heading', blockId: '', level, inlines: words }))
const list = fc
  .tuple(
    fc.constantFrom('bullet' as const, 'number' as const, 'letter' as const, 'roman' as const),
    fc.array(paragraph, { minLength: 1, maxLength: 3 }),
  )
  .map(
    ([style, all]): Block => ({
      type: 'list',
      style,
      items: all.map((block) => ({ blocks: [block] })),
    }),
  )
const table = fc.array(paragraph, { minLength: 1, maxLength: 3 }).map(
  (all): Block => ({
    type: 'table',
    rows: [all.map((block) => ({ header: false, blocks: [block] }))],
  }),
)
const cell = inlines
const task = fc.tuple(fc.nat(2), cell, cell).map(([id, what, timeline]) => ({
  rowId: `t${id}`,
  what,
  responsibleBody: [],
  implementation: [],
  timeline,
}))
const content: fc.Arbitrary<TextContent> = fc.record({
  words: fc.array(
    fc.oneof({ weight: 5, arbitrary: paragraph }, heading, list, { weight: 1, arbitrary: table }),
    { minLength: 1, maxLength: 5 },
  ),
  tasks: fc.uniqueArray(task, { selector: ({ rowId }) => rowId, maxLength: 2 }),
  provisions: fc.constant([]),
})

const freshIds = () => {
  let made = 0
  return () => ((made += 1) === 1 ? 'fresh' : `fresh${made}`)
}
const flat = (blocks: readonly Block[]) =>
  wordBlocks(blocks).map((block) => flatInlines(block.inlines))
const side = (parts: readonly ComparedPart[], of: 'struck' | 'put') =>
  parts.map((part) => flatInlines(part.kind === 'same' ? part.inlines : part[of])).join('')
const isThere = (content: TextContent, words: string) =>
  flat(content.words).filter((line) => line === words).length

describe('comparing the majority text with alternatives', () => {
  test('[REC-81] in the comparison the same and the put words are the alternative, the same and the struck ones the majority', () => {
    fc.assert(
      fc.property(content, fc.array(content, { maxLength: 3 }), (majority, alternatives) => {
        const rows = compareTexts(majority, alternatives)
        const words = rows.filter(({ place }) => place.of === 'words')
        const own = words.flatMap((row) =>
          row.majority ? [flatInlines(row.majority.inlines)] : [],
        )
        expect(own).toEqual(flat(majority.words))
        alternatives.forEach((alternative, index) => {
          const passages = words.flatMap((row) => row.alternatives[index] ?? [])
          // A paragraph that one text has not stands there as an empty one.
          const ofAlternative = passages.map(({ parts }) => side(parts, 'put'))
          const ofMajority = passages.map(({ parts }) => side(parts, 'struck'))
          const full = (lines: readonly string[]) => lines.filter((line) => line !== '')
          expect(full(ofAlternative)).toEqual(full(flat(alternative.words)))
          expect(full(ofMajority)).toEqual(full(flat(majority.words)))
        })
        for (const { place, alternatives: passages } of rows) {
          if (place.of !== 'cell' || place.field !== 'what') continue
          passages.forEach((passage, index) => {
            const task = (of: TextContent | undefined) =>
              of?.tasks.find(({ rowId }) => rowId === place.rowId)?.what ?? []
            expect(side(passage?.parts ?? [], 'put')).toBe(flatInlines(task(alternatives[index])))
            expect(side(passage?.parts ?? [], 'struck')).toBe(flatInlines(task(majority)))
          })
        }
      }),
    )
  })

  test('[REC-89] tasks stand before provisions, and each row has a number of its own', () => {
    const provision = (rowId: string) => ({
      rowId,
      indicator: [],
      baseline: [],
      target: [],
      meansOfVerification: [],
      responsibleBody: [],
      frequency: [],
    })
    fc.assert(
      fc.property(content, fc.array(content, { maxLength: 3 }), (majority, others) => {
        const withProvisions = (of: TextContent, index: number): TextContent => ({
          ...of,
          provisions: [provision('p0'), provision(`p${index + 1}`)],
        })
        const [base, ...alternatives] = [majority, ...others].map(withProvisions)
        if (!base) return
        const places = compareTexts(base, alternatives).flatMap(({ place }) =>
          place.of === 'cell' ? [place] : [],
        )
        const order = places.map(({ rows }) => rows)
        expect(order).toEqual(order.toSorted((a, b) => (a === b ? 0 : a === 'tasks' ? -1 : 1)))
        const named = new Set(places.map(({ rows, rowId, row }) => `${rows} ${row} ${rowId}`))
        const numbered = new Set(places.map(({ rows, row }) => `${rows} ${row}`))
        expect(named.size).toBe(numbered.size)
      }),
    )
  })

  test('[REC-82] every point of the comparison has a name of its own, by which it is found again', () => {
    fc.assert(
      fc.property(content, content, (majority, alternative) => {
        const rows = compareTexts(majority, [alternative])
        const names = new Set<string>()
        for (const row of rows)
          for (const part of row.alternatives[0]?.parts ?? []) {
            if (part.kind !== 'point') continue
            const name = JSON.stringify(part.point)
            expect(names.has(name)).toBe(false)
            names.add(name)
            const whyNot = whyNotPutPoint(majority, alternative, part.point)
            expect(whyNot).toBe(isPuttable(part) ? undefined : 'point-not-whole')
          }
      }),
    )
  })

  test('[REC-83] a point that is put changes its paragraph or cell as the alternative has it, and no other words', () => {
    let put = 0
    fc.assert(
      fc.property(content, content, fc.nat(20), (majority, alternative, nth) => {
        const doc = flowDocOf(majority)
        const before = readText(doc)
        const rows = compareTexts(before, [alternative])
        const points = rows.flatMap((row) =>
          (row.alternatives[0]?.parts ?? []).flatMap((part) =>
            part.kind === 'point' && isPuttable(part) ? [{ row, part }] : [],
          ),
        )
        const chosen = points[nth % Math.max(1, points.length)]
        if (!chosen) return
        put += 1
        const { row, part } = chosen
        putPoint(doc, before, alternative, part.point, freshIds())
        const after = readText(doc)
        const { place } = row
        if (place.of === 'cell') {
          expect(after.words).toEqual(before.words)
          if (!place.isThere) {
            const row = alternative.tasks.find(({ rowId }) => rowId === place.rowId)
            const now = after.tasks.at(-1)
            expect(now && [now.rowId, flatInlines(now.what), flatInlines(now.timeline)]).toEqual(
              row && [row.rowId, flatInlines(row.what), flatInlines(row.timeline)],
            )
            expect(after.tasks.slice(0, -1)).toEqual(before.tasks)
            return
          }
          const now = after.tasks.find(({ rowId }) => rowId === place.rowId)
          const was = flatInlines(row.majority?.inlines ?? [])
          expect(now && flatInlines(place.field === 'what' ? now.what : now.timeline)).toBe(
            was.slice(0, part.start) +
              part.point.put +
              was.slice(part.start + part.point.struck.length),
          )
          return
        }
        expect(after.tasks).toEqual(before.tasks)
        const expected = flat(before.words)
        if (place.block === null) expected.splice(place.after + 1, 0, part.point.put)
        else {
          const was = expected[place.block] ?? ''
          expected[place.block] =
            was.slice(0, part.start) +
            part.point.put +
            was.slice(part.start + part.point.struck.length)
        }
        const full = (lines: readonly string[]) => lines.filter((line) => line !== '')
        // What is put into a table's cell stands after the table.
        expect(full(flat(after.words)).toSorted()).toEqual(full(expected).toSorted())
        expect(isThere(after, part.point.put) >= (place.block === null ? 1 : 0)).toBe(true)
      }),
    )
    expect(put).toBeGreaterThan(20)
  })

  test('[REC-162] a bracket or a line break of a point is put with the words in it, under an id of its own; a task comes whole', () => {
    const words = (of: string): Inline => ({ type: 'words', words: of, marks: [] })
    const edge = (is: 'open' | 'close'): Inline => ({
      type: 'bracket',
      bracketId: 'of the alternative',
      sponsors: is === 'open' ? 'BR' : '',
      edge: is,
    })
    const textOf = (of: Inline[], ...rows: string[]): TextContent => ({
      words: [{ type: 'paragraph', blockId: 'p', inlines: of }],
      tasks: rows.map((what) => ({
        rowId: what,
        what: [words(what)],
        responsibleBody: [words('Secretariat')],
        implementation: [],
        timeline: [],
      })),
      provisions: [],
    })
    const majority = textOf([words('The annual meeting of the Forum.')])
    const putAll = (alternative: TextContent): TextContent => {
      const doc = flowDocOf(majority)
      const [point] = compareTexts(readText(doc), [alternative])
        .flatMap((row) => row.alternatives[0]?.parts ?? [])
        .flatMap((part) => (part.kind === 'point' ? [part.point] : []))
      if (point) putPoint(doc, readText(doc), alternative, point, freshIds())
      return readText(doc)
    }
    const bracketed = (id: string): Inline[] =>
      [
        words('The '),
        edge('open'),
        words('annual'),
        edge('close'),
        words(' meeting of the Forum.'),
      ].map((each) => (each.type === 'bracket' ? { ...each, bracketId: id } : each))
    expect(putAll(textOf(bracketed('of the alternative'))).words).toEqual([
      { type: 'paragraph', blockId: 'p', inlines: bracketed('fresh') },
    ])
    const broken: Inline[] = [
      words('The annual meeting'),
      { type: 'line-break' },
      words('of the Forum.'),
    ]
    expect(putAll(textOf(broken)).words).toEqual([
      { type: 'paragraph', blockId: 'p', inlines: broken },
    ])
    const [task] = putAll(
      textOf([words('The annual meeting of the Forum.')], 'Publish the report'),
    ).tasks
    expect(task && [task.what, task.responsibleBody].map(flatInlines)).toEqual([
      'Publish the report',
      'Secretariat',
    ])
  })

  test('[REC-84] in one text the majority stands whole, and each alternative reads as it is when the others are left out', () => {
    fc.assert(
      fc.property(content, fc.array(content, { maxLength: 3 }), (majority, alternatives) => {
        for (const row of compareTexts(majority, alternatives)) {
          const parts = overlaid(row)
          const own = parts.map((part) =>
            part.kind === 'majority' ? flatInlines(part.inlines) : '',
          )
          expect(own.join('')).toBe(flatInlines(row.majority?.inlines ?? []))
          row.alternatives.forEach((passage, index) => {
            if (!passage) return
            const read = parts.map((part) => {
              if (part.kind === 'point')
                return part.alternative === index ? part.part.point.put : ''
              return part.struckBy.includes(index) ? '' : flatInlines(part.inlines)
            })
            expect(read.join('')).toBe(side(passage.parts, 'put'))
          })
        }
      }),
    )
  })
})
