/** Content that is written into a flow reads as it was. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Block, Inline, ListStyle, Mark } from '#shared/domain/content'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readFlow } from '#shared/flow/read-flow'
import { writeFlow } from '#shared/flow/write-flow'

const marks = fc.constantFrom<Mark[][]>(
  [],
  [{ type: 'bold' }],
  [{ type: 'bold' }, { type: 'italic' }],
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

const line = fc.oneof(
  inlines.map((each): Block => ({ type: 'paragraph', blockId: '', inlines: each })),
  fc
    .record({ level: fc.constantFrom(1 as const, 2 as const, 3 as const), inlines })
    .map((each): Block => ({ type: 'heading', blockId: '', ...each })),
)
const style = fc.constantFrom<ListStyle>('bullet', 'number', 'letter', 'roman')
const listOf = (inside: fc.Arbitrary<Block[]>): fc.Arbitrary<Block> =>
  fc
    .record({
      style,
      items: fc.array(
        fc.tuple(line, inside).map(([first, more]) => ({ blocks: [first, ...more] })),
        { minLength: 1, maxLength: 3 },
      ),
    })
    .map((list): Block => ({ type: 'list', ...list }))
const flat = fc.array(line, { maxLength: 2 })
const blocks = fc.array(
  fc.oneof(
    line,
    listOf(
      fc.oneof(
        flat,
        listOf(flat).map((list) => [list]),
      ),
    ),
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
    if (block.type === 'table') return block
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

test('[TXT-311] content written into a flow reads as it was: marks, brackets, line breaks, headings, and lists in lists, each where it began', () => {
  fc.assert(
    fc.property(blocks.map(named), (content) => {
      const doc = newFlowDoc(7)
      const none = () => {
        throw new Error('every block has a name')
      }
      let breaks = 0
      writeFlow(doc, flowOf(doc), content, { newBlockId: none, newBreakId: () => `l${++breaks}` })
      // Which brackets are one choice is read from where they stand.
      const read = JSON.stringify(readFlow(flowOf(doc)))
      expect(JSON.parse(read.replaceAll(/,"optionOf":"k\d+"/g, ''))).toEqual(content)
    }),
  )
})
