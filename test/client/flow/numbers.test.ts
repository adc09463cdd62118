// @vitest-environment jsdom
/** Numbers, labels and directions of blocks in editors: typed, set, drawn, copied and pasted, and the same to all who read. */
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { ListStyle } from '#shared/domain/content'
import { restyle } from '#shared/flow/acts'
import type { BlockLooks } from '#shared/flow/block-looks'
import { readFlow } from '#shared/flow/read-flow'
import { seenBlocks } from '#shared/text/block-looks'
import { contentToPlain } from '#shared/text/content-to-plain'
import { numberLabel } from '#shared/text/list-labels'
import { shapeBlocks, sink, toggleList } from '../../../client/flow/block-commands.ts'
import { backspace, enter } from '../../../client/flow/flow-keys.ts'
import { moveBlock } from '../../../client/flow/move-blocks.ts'
import { cleanHtml } from '../../../client/intake/clean-html.ts'
import { placeOf } from '../../support/flow-replicas.ts'
import { clip, type Desk, endDesks, oneDesk, press, run, select } from './desk.ts'

afterEach(endDesks)

const wordsOf = ({ draft }: Desk) => readFlow(draft.flow)
const plain = (desk: Desk): string =>
  contentToPlain({ words: wordsOf(desk), tasks: [], provisions: [] }).trimEnd()

/** The marker that a block has on screen: the number of its list there, or its label. */
function drawnMarkers({ editor }: Desk): string[] {
  const styles: Record<string, ListStyle> = {
    '': 'number',
    a: 'letter',
    i: 'roman',
    A: 'upper-letter',
    I: 'upper-roman',
  }
  return [...editor.view.dom.querySelectorAll('p, li, h1')].map((block) => {
    const own = block.getAttribute('data-label')
    if (own !== null) return own
    const list = block.localName === 'li' ? block.parentElement : undefined
    if (!list) return ''
    if (list.localName === 'ul') return numberLabel('bullet', 1)
    const style = styles[list.getAttribute('type') ?? ''] ?? 'bullet'
    return numberLabel(style, Number(list.getAttribute('start')))
  })
}

test('[UI-520] a number typed at the start of a paragraph goes on in the list above, or in the last one before other paragraphs; one that comes next in none stays words', () => {
  const desk = oneDesk([''])
  press(desk, '1. One')
  run(desk, enter)
  run(desk, enter)
  press(desk, 'Between.')
  run(desk, enter)
  press(desk, '2. Two')
  run(desk, enter)
  run(desk, enter)
  press(desk, '7. Decides to meet;')
  run(desk, enter)
  press(desk, 'B. Not the first')
  run(desk, enter)
  press(desk, 'A. The first')
  const said =
    '1. One\n\nBetween.\n\n2. Two\n\n7. Decides to meet;\n\nB. Not the first\n\nA. The first'
  expect(plain(desk)).toBe(said)
  expect(wordsOf(desk).map(({ type }) => type)).toEqual([
    'list',
    'paragraph',
    'list',
    'paragraph',
    'paragraph',
    'list',
  ])
  expect(wordsOf(desk)[2]).toMatchObject({ style: 'number', start: 2 })
})

test('[UI-521] an author gives blocks a first number, a style, a label and a direction, and takes them away; Enter hands on style and direction, and neither number nor label', () => {
  const desk = oneDesk(['a', 'b', 'c'])
  select(desk, 'a', 'b')
  run(desk, shapeBlocks({ list: 'upper-roman', start: 4, label: undefined, dir: 'rtl' }))
  expect(plain(desk)).toBe('IV. a\n\nV. b\n\nc')
  select(desk, 'b')
  run(desk, shapeBlocks({ list: 'upper-roman', label: 'IV bis.', dir: 'rtl' }))
  desk.editor.commands.setTextSelection(desk.editor.state.selection.to)
  run(desk, enter)
  press(desk, 'new')
  expect(plain(desk)).toBe('IV. a\n\nIV bis. b\n\nV. new\n\nc')
  expect(wordsOf(desk)[0]).toMatchObject({
    start: 4,
    items: [{ blocks: [{ direction: 'rtl' }] }, {}, { blocks: [{ direction: 'rtl' }] }],
  })
  select(desk, 'c')
  run(desk, shapeBlocks({ list: undefined, label: 'Article 1', dir: undefined }))
  expect(plain(desk)).toContain('\n\nArticle 1 c')
  desk.editor.commands.setTextSelection(desk.editor.state.selection.from)
  run(desk, backspace)
  expect(plain(desk), 'Backspace takes the label, then joins').toContain('new\n\nc')
  select(desk, 'a', 'new')
  run(desk, shapeBlocks({ list: undefined, label: undefined, dir: undefined }))
  expect(plain(desk)).toBe('a\n\nb\n\nnew\n\nc')
  desk.editor.commands.undo()
  expect(plain(desk)).toContain('IV. a\n\nIV bis. b')
})

test('[UI-522] numbers, styles, labels, directions and marks are copied and pasted as they are, and as plain text with numbers', () => {
  vi.stubGlobal('ClipboardEvent', Event)
  const desk = oneDesk(['a', 'b', 'c', 'd'])
  select(desk, 'a', 'c')
  run(desk, shapeBlocks({ list: 'letter', start: 27, label: undefined, dir: undefined }))
  select(desk, 'b')
  run(desk, shapeBlocks({ list: 'letter', label: '(aa) bis', dir: undefined }))
  select(desk, 'd')
  run(desk, shapeBlocks({ list: undefined, label: 'Option 2', dir: 'rtl' }))
  for (const [words, mark] of [
    ['a', 'superscript'],
    ['b', 'strike'],
    ['c', 'subscript'],
  ] as const) {
    select(desk, words)
    desk.editor.commands.toggleMark(mark)
  }
  desk.editor.commands.selectAll()
  const copied = clip(desk.editor.view, 'copy')
  const again = oneDesk([''])
  again.editor.view.pasteHTML(cleanHtml(copied).html)
  const withoutIds = (at: Desk) => JSON.stringify(wordsOf(at)).replaceAll(/"blockId":"[^"]*"/g, '')
  expect(withoutIds(again)).toBe(withoutIds(desk))
  desk.editor.commands.selectAll()
  const { text } = desk.editor.view.serializeForClipboard(desk.editor.state.selection.content())
  expect(text).toBe('(aa) ^a\n\n(aa) bis ~~b~~\n\n(ab) _c\n\nOption 2 d')
  expect(text).toBe(plain(desk))
})

const looks: fc.Arbitrary<BlockLooks> = fc.record(
  {
    list: fc.constantFrom(...ListStyle.options),
    depth: fc.integer({ min: 1, max: 3 }),
    start: fc.constantFrom(0, 3, 26, 3999),
    continues: fc.constant(true as const),
    label: fc.constantFrom('7 bis.', 'Article 1'),
    dir: fc.constantFrom('ltr' as const, 'rtl' as const),
  },
  { requiredKeys: [] },
)

test('[UI-523] whatever blocks say of themselves, writers see the numbers and labels that readers, the plain form and the record have', () => {
  fc.assert(
    fc.property(fc.array(looks, { minLength: 1, maxLength: 8 }), (all) => {
      const names = all.map((_, at) => `w${at}`)
      const desk = oneDesk(names)
      for (const [at, each] of all.entries()) restyle(desk.draft, placeOf(desk, `w${at}`), each)
      const markers = seenBlocks(wordsOf(desk)).map(({ look }) => look.marker)
      expect(drawnMarkers(desk)).toEqual(markers)
      const lines = plain(desk).split('\n\n')
      expect(lines.map((line) => line.trim())).toEqual(
        names.map((name, at) => `${markers[at]} ${name}`.trim()),
      )
      endDesks()
    }),
  )
})

test('[UI-630] Alt and an arrow move all selected blocks, an item with what lies in it, and past an item with what lies in that; the selection goes along, and undo brings them back', () => {
  const desk = oneDesk(['1', 'a', '2', 'b', '3', 'p'])
  select(desk, '1', '3')
  run(desk, toggleList('number'))
  for (const words of ['a', 'b']) {
    select(desk, words)
    run(desk, sink)
  }
  const move = (by: -1 | 1) => {
    desk.wait()
    run(desk, moveBlock(by))
  }
  const order = () => plain(desk).replaceAll(/\s+/g, ' ')
  const before = order()
  expect(before).toBe('1. 1 1. a 2. 2 1. b 3. 3 p')
  select(desk, '3')
  move(-1)
  expect(order()).toBe('1. 1 1. a 2. 3 3. 2 1. b p')
  move(-1)
  expect(order()).toBe('1. 3 2. 1 1. a 3. 2 1. b p')
  move(-1)
  expect(order(), 'nothing stands above').toBe('1. 3 2. 1 1. a 3. 2 1. b p')
  select(desk, '1')
  move(1)
  expect(order()).toBe('1. 3 2. 2 1. b 3. 1 1. a p')
  select(desk, '3', '2')
  move(1)
  expect(order()).toBe('1. 1 1. a 2. 3 3. 2 1. b p')
  const { from, to } = desk.editor.state.selection
  expect(desk.editor.state.doc.textBetween(from, to, ' ')).toBe('3 2')
  for (let step = 0; step < 4; step += 1) desk.editor.commands.undo()
  expect(order()).toBe(before)
})
