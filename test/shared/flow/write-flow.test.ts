/** Content that is written into a flow reads as it was. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Block,
  type Inline,
  ListStyle,
  type Mark,
  provisionFields,
  taskFields,
} from '#shared/domain/content'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readFlow } from '#shared/flow/read-flow'
import { readText } from '#shared/flow/read-text'
import { writeFlow, writeText } from '#shared/flow/write-flow'
import { paragraph, tableOf, tasksOf } from '../../support/flow-tables.ts'

const marks = fc.constantFrom<Mark[][]>(
  [],
  [{ type: 'bold' }],
  [{ type: 'bold' }, { type: 'italic' }],
  [{ type: 'strike' }, { type: 'superscript' }],
  [{ type: 'subscript' }],
  [{ type: 'link', href: 'https://example.org' }],
)
const words = fc.record({
  type: fc.constant('words' as const),
  words: fc.stringMatching(/^[a-zé ü中ب]{1,8}$/u),
  marks,
})
const bracketed = words.map<Inline[]>((inside) => [
  { type: 'bracket', edge: 'open', bracketId: '', sponsors: '' },
  inside,
  { type: 'bracket', edge: 'close', bracketId: '', sponsors: '' },
])
const inlines = fc
  .array(
    fc.oneof(
      words.map((each) => [each]),
      bracketed,
      fc.constant([{ type: 'line-break' } as const]),
    ),
    {
      maxLength: 4,
    },
  )
  .map((pieces): Inline[] => pieces.flat())

const ownLooks = fc.oneof(
  fc.constant({}),
  fc.constantFrom({ label: '7 bis.' }, { direction: 'rtl' as const }),
)
const line = fc.oneof(
  fc
    .tuple(inlines, ownLooks)
    .map(([each, looks]): Block => ({ type: 'paragraph', blockId: '', ...looks, inlines: each })),
  fc.tuple(fc.constantFrom(1 as const, 2 as const, 3 as const), inlines, ownLooks).map(
    ([level, each, looks]): Block => ({
      type: 'heading',
      blockId: '',
      level,
      ...looks,
      inlines: each,
    }),
  ),
)
const style = fc.constantFrom<ListStyle>(...ListStyle.options)
const listOf = (inside: fc.Arbitrary<Block[]>): fc.Arbitrary<Block> =>
  fc
    .record({
      style,
      start: fc.constantFrom(undefined, undefined, 7, -1),
      items: fc.array(
        fc.tuple(line, inside).map(([first, more]) => ({ blocks: [first, ...more] })),
        { minLength: 1, maxLength: 3 },
      ),
    })
    .map(
      ({ start, ...list }): Block => ({
        type: 'list',
        ...list,
        ...(start !== undefined && { start }),
      }),
    )
const flat = fc.array(line, { maxLength: 2 })
/** Rows of as many cells each; headings are whole rows and columns. */
const table = fc
  .record({
    width: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 3 }),
    headings: fc.constantFrom('none', 'row', 'column', 'both'),
    cells: fc.array(fc.array(fc.oneof(line, listOf(flat)), { minLength: 1, maxLength: 2 }), {
      minLength: 9,
      maxLength: 9,
    }),
  })
  .map(
    ({ width, height, headings, cells }): Block => ({
      type: 'table',
      rows: Array.from({ length: height }, (_, row) =>
        Array.from({ length: width }, (__, column) => ({
          header:
            (row === 0 && (headings === 'row' || headings === 'both')) ||
            (column === 0 && (headings === 'column' || headings === 'both')),
          blocks: cells[row * width + column] ?? [],
        })),
      ),
    }),
  )
const blocks = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: line },
    { weight: 2, arbitrary: table },
    {
      weight: 4,
      arbitrary: listOf(
        fc.oneof(
          flat,
          table.map((each) => [each]),
          listOf(flat).map((list) => [list]),
        ),
      ),
    },
  ),
  {
    minLength: 1,
    maxLength: 6,
  },
)

/** Names of their own for blocks and brackets, and neighbouring runs with the same marks as one. */
function named(tree: readonly Block[]): Block[] {
  let next = 0
  const name = (block: Block): Block => {
    if (block.type === 'list')
      return { ...block, items: block.items.map((item) => ({ blocks: item.blocks.map(name) })) }
    if (block.type === 'table')
      return {
        ...block,
        rows: block.rows.map((row) =>
          row.map((cell) => ({ ...cell, blocks: cell.blocks.map(name) })),
        ),
      }
    const blockId = `b${++next}`
    const joined: Inline[] = []
    for (const inline of block.inlines) {
      const last = joined.at(-1)
      if (inline.type === 'bracket') {
        if (inline.edge === 'open') next += 1
        joined.push({ ...inline, bracketId: `k${next}` })
      } else if (
        inline.type === 'words' &&
        last?.type === 'words' &&
        JSON.stringify(last.marks) === JSON.stringify(inline.marks)
      )
        joined[joined.length - 1] = { ...last, words: last.words + inline.words }
      else joined.push(inline)
    }
    return { ...block, blockId, inlines: joined }
  }
  return tree.map(name)
}

test('[TXT-311] content written into a flow reads as it was: marks, brackets, line breaks, headings, lists in lists with their numbers, labels, directions and tables, each where it began', () => {
  fc.assert(
    fc.property(blocks.map(named), (content) => {
      const doc = newFlowDoc(7)
      let [made, breaks] = [0, 0]
      writeFlow(doc, flowOf(doc), content, {
        newBlockId: () => `n${++made}`,
        newBreakId: () => `l${++breaks}`,
      })
      // Which brackets are one choice is read from where they stand.
      const read = JSON.stringify(readFlow(flowOf(doc)))
      expect(JSON.parse(read.replaceAll(/,"optionOf":"k\d+"/g, ''))).toEqual(content)
    }),
  )
})

test('[TXT-356] a whole text reads as it was: words, tables, tasks and provisions in their order; rows without a name get one, uneven tables are filled up, and tables in cells are their words', () => {
  const cell = inlines.map((each) => each.filter(({ type }) => type !== 'bracket'))
  const rowOf = <Field extends string>(fields: readonly Field[]) =>
    fc.array(fc.tuple(...fields.map(() => cell)), { maxLength: 3 })
  const ids = () => {
    let made = 0
    return { newBlockId: () => `n${++made}`, newBreakId: () => `l${++made}` }
  }
  const joined = (each: Inline[]): Inline[] => {
    const [block] = named([{ type: 'paragraph', blockId: '', inlines: each }])
    return block?.type === 'paragraph' ? block.inlines : []
  }
  fc.assert(
    fc.property(rowOf(taskFields), rowOf(provisionFields), (tasks, provisions) => {
      const content = {
        words: [paragraph('words', 'p1')],
        tasks: tasks.map((row, at) => {
          const [what = [], responsibleBody = [], implementation = [], timeline = []] =
            row.map(joined)
          return { rowId: `r${at}`, what, responsibleBody, implementation, timeline }
        }),
        provisions: provisions.map((row, at) => {
          const [indicator = [], baseline = [], target = [], ...rest] = row.map(joined)
          const [meansOfVerification = [], responsibleBody = [], frequency = []] = rest
          return {
            rowId: `p${at}`,
            indicator,
            baseline,
            target,
            meansOfVerification,
            responsibleBody,
            frequency,
          }
        }),
      }
      const doc = newFlowDoc(7)
      writeText(doc, content, ids())
      expect(readText(doc)).toEqual(content)
    }),
  )
  const doc = newFlowDoc(7)
  const inner = tableOf([['in', 'side']])
  const uneven: Block = {
    type: 'table',
    rows: [
      [{ header: false, blocks: [paragraph('a', 'a'), inner] }],
      [
        { header: false, blocks: [paragraph('b', 'b')] },
        { header: false, blocks: [paragraph('c', 'c')] },
      ],
    ],
  }
  const [task] = tasksOf('do')
  if (!task) throw new Error()
  const nameless = { ...task, rowId: '' }
  writeText(doc, { words: [uneven], tasks: [task, task, nameless], provisions: [] }, ids())
  const read = readText(doc)
  expect(new Set(read.tasks.map(({ rowId }) => rowId)).size).toBe(3)
  expect(read.words).toHaveLength(1)
  const said = JSON.stringify(read.words)
  expect(Array.from(said.matchAll(/"words":"(\w+)"/g), ([, each]) => each)).toEqual([
    'a',
    'in',
    'side',
    'b',
    'c',
  ])
})
