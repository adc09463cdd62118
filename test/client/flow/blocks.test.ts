// @vitest-environment jsdom
/** Lists, headings and depth in editors of flows: what keys and commands set, how they are drawn, copied and pasted. */
import { DOMParser } from '@tiptap/pm/model'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readFlow } from '#shared/flow/read-flow'
import { contentToHtml } from '#shared/text/content-to-html'
import { flatWords } from '#shared/text/flat-words'
import { lift, sink, toggleHeading, toggleList } from '../../../client/flow/block-commands.ts'
import { flattenLists } from '../../../client/flow/flat-lists.ts'
import { backspace, deleteForward, enter } from '../../../client/flow/flow-keys.ts'
import { moveBlock, moveBlockTo } from '../../../client/flow/move-blocks.ts'
import { blocksRead, deliver, type Replica } from '../../support/flow-replicas.ts'
import { verifierOf } from '../../support/verified-pastes.ts'
import {
  beforeCaret,
  behind,
  type Desk,
  endDesks,
  oneDesk,
  run,
  select,
  twoDesks,
  type,
} from './desk.ts'

afterEach(endDesks)

/** Puts the caret at an offset in the block with these words. */
function caretAt(at: Desk, words: string, offset: number): void {
  select(at, words)
  at.editor.commands.setTextSelection(at.editor.state.selection.from + offset)
}
const html = ({ draft }: Replica): string =>
  contentToHtml({ words: readFlow(draft.flow), tasks: [], provisions: [] }).replaceAll('\n', '')

describe('lists and headings', () => {
  test('[UI-345] lists, depth and headings are set on the selected blocks; letters and ids of blocks stay', () => {
    const at = oneDesk(['a', 'b', 'c', 'd'])
    select(at, 'a', 'c')
    run(at, toggleList('number'))
    expect(html(at)).toBe('<ol><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li></ol><p>d</p>')
    caretAt(at, 'b', 0)
    run(at, sink)
    expect(html(at)).toContain('<li><p>a</p><ol><li><p>b</p></li></ol></li><li><p>c</p></li>')
    run(at, sink)
    expect(html(at), 'never deeper than one below the item above').toContain(
      '<li><p>a</p><ol><li><p>b</p></li></ol></li>',
    )
    caretAt(at, 'a', 0)
    run(at, lift)
    expect(html(at), 'what lies in an item moves along').toBe(
      '<p>a</p><ol><li><p>b</p></li><li><p>c</p></li></ol><p>d</p>',
    )
    select(at, 'b', 'c')
    run(at, toggleList('letter'))
    expect(html(at)).toContain('<ol type="a"><li><p>b</p></li>')
    run(at, toggleList('letter'))
    select(at, 'c', 'd')
    run(at, toggleHeading(2))
    expect(html(at)).toBe('<p>a</p><p>b</p><h2>c</h2><h2>d</h2>')
    run(at, toggleHeading(2))
    expect(html(at)).toBe('<p>a</p><p>b</p><p>c</p><p>d</p>')
    expect(blocksRead(at)).toEqual(['p1:a', 'p2:b', 'p3:c', 'p4:d'])
  })

  test('[UI-346] Enter in an item begins the next one and in an empty one ends the list; Backspace takes an item out; Delete joins', () => {
    const at = oneDesk(['one', 'two'])
    caretAt(at, 'one', 3)
    run(at, toggleList('bullet'))
    run(at, enter)
    expect(html(at)).toBe('<ul><li><p>one</p></li><li><p></p></li></ul><p>two</p>')
    run(at, sink)
    run(at, enter)
    expect(html(at), 'one depth after the other').toContain('</li><li><p></p></li></ul>')
    run(at, enter)
    expect(html(at)).toBe('<ul><li><p>one</p></li></ul><p></p><p>two</p>')
    caretAt(at, 'one', 0)
    run(at, backspace)
    expect(html(at)).toBe('<p>one</p><p></p><p>two</p>')
    caretAt(at, 'one', 3)
    run(at, deleteForward)
    expect(blocksRead(at)).toEqual(['p1:one', 'p2:two'])
    run(at, deleteForward)
    expect(blocksRead(at)).toEqual(['p1:onetwo'])
    expect(at.editor.state.selection.from).toBe(4)
  })

  test('[UI-347] in the editor each item is a list of its own, with its number, and says which of how many it is and how deep; it stands where its words begin', () => {
    const at = oneDesk(['a', 'b', 'c'])
    select(at, 'a', 'c')
    run(at, toggleList('roman'))
    caretAt(at, 'b', 0)
    run(at, sink)
    const items = [...at.editor.view.dom.querySelectorAll('li')].map((item) => [
      item.textContent,
      item.parentElement?.getAttribute('start'),
      item.getAttribute('aria-level'),
      item.getAttribute('aria-posinset'),
      item.getAttribute('aria-setsize'),
      item.parentElement?.dir,
    ])
    expect(items).toEqual([
      ['a', '1', '1', '1', '2', 'auto'],
      ['b', '1', '2', '1', '1', 'auto'],
      ['c', '2', '1', '2', '2', 'auto'],
    ])
    caretAt(at, 'a', 1)
    run(at, enter)
    expect(
      [...at.editor.view.dom.querySelectorAll('ol')].map((list) => list.getAttribute('start')),
    ).toEqual(['1', '2', '1', '3'])
  })
})

describe('copied and pasted', () => {
  const copied = ({ editor }: Desk): string =>
    editor.view.serializeForClipboard(editor.state.selection.content()).dom.innerHTML

  test('[UI-348] what is copied has true lists, and stands again as it was where it is pasted', () => {
    const at = oneDesk(['a', 'b', 'c', 'd'])
    select(at, 'a', 'c')
    run(at, toggleList('number'))
    caretAt(at, 'b', 0)
    run(at, sink)
    select(at, 'd')
    run(at, toggleHeading(2))
    const before = html(at)
    at.editor.commands.selectAll()
    const clip = copied(at)
    expect(clip.replaceAll(/ data-pm-slice="[^"]*"/g, '')).toBe(before)
    const other = oneDesk([''])
    vi.stubGlobal('ClipboardEvent', Event)
    other.editor.view.pasteHTML(clip)
    expect(html(other)).toBe(before)
  })

  test('[UI-349] lists of other pages and programs come flat into the flow and read as lists: loose words, lists beside items, numbers that go on', () => {
    const flat = (source: string): string => {
      const body = document.createElement('div')
      body.innerHTML = source
      flattenLists(body)
      const at = oneDesk([''])
      const parsed = DOMParser.fromSchema(at.editor.schema).parse(body)
      at.editor.view.dispatch(
        at.editor.state.tr.replaceWith(0, at.editor.state.doc.content.size, parsed.content),
      )
      return html(at)
    }
    expect(
      flat('<ul><li>a <b>bold</b><ul><li>b</li></ul></li><li><h2>c</h2><p>d</p></li></ul>'),
    ).toBe(
      '<ul><li><p>a <strong>bold</strong></p><ul><li><p>b</p></li></ul></li><li><h2>c</h2><p>d</p></li></ul>',
    )
    expect(flat('<ol><li>a</li><ol type="a"><li>b</li></ol><li>c</li></ol>')).toBe(
      '<ol><li><p>a</p><ol type="a"><li><p>b</p></li></ol></li><li><p>c</p></li></ol>',
    )
    expect(flat('<ol><li><ol><li>b</li></ol></li></ol>')).toBe(
      '<ol><li><p></p><ol><li><p>b</p></li></ol></li></ol>',
    )
    expect(flat('<ol><li>a</li></ol><ol><li>b</li></ol>')).toBe(
      '<ol><li><p>a</p></li></ol><ol><li><p>b</p></li></ol>',
    )
    expect(flat('<p>x</p><div><ul><li><div>a</div><div>b</div></li></ul></div>')).toBe(
      '<p>x</p><ul><li><p>a</p><p>b</p></li></ul>',
    )
  })
})

test('[UI-400] Alt and an arrow move a paragraph, which stays the same block with the caret in it, and claims its words as whose they were', () => {
  const [one, other] = twoDesks(['First', 'one two', 'Last'])
  behind(one, 'one')
  run(one, moveBlock(1))
  expect(readFlow(one.draft.flow).map((block) => flatWords([block]))).toEqual([
    'First',
    'Last',
    'one two',
  ])
  expect(beforeCaret(one)).toBe('one')
  deliver(one, other)
  expect(readFlow(other.draft.flow)).toMatchObject([
    { blockId: 'p1' },
    { blockId: 'p3' },
    { blockId: 'p2' },
  ])
  const claims = [...one.doc.getMap('claims').entries()]
  expect(claims.map(([, said]) => String(said))).toEqual([
    expect.stringMatching(/^moved:7:\d+-\d+$/),
  ])
  run(one, moveBlock(-1))
  run(one, moveBlock(-1))
  run(one, moveBlock(-1))
  expect(readFlow(one.draft.flow).map((block) => flatWords([block]))).toEqual([
    'one two',
    'First',
    'Last',
  ])
  one.editor.commands.undo()
  expect(beforeCaret(one)).toBe('one')
})

test('[TXT-570] a block that is dragged comes before any other or behind the last, with the items that lie in it, and stays the same block with its words its author’s', () => {
  const [one, other] = twoDesks(['First', 'one two', 'Last'])
  const ids = () =>
    readFlow(one.draft.flow).map((block) => ('blockId' in block ? block.blockId : ''))
  run(one, moveBlockTo(0, 3))
  expect(ids()).toEqual(['p2', 'p3', 'p1'])
  run(one, moveBlockTo(2, 1))
  expect(ids()).toEqual(['p2', 'p1', 'p3'])
  for (const gap of [1, 2]) run(one, moveBlockTo(1, gap))
  expect(ids()).toEqual(['p2', 'p1', 'p3'])
  const claims = [...one.doc.getMap('claims').values()].map(String)
  expect(claims).toEqual([expect.stringMatching(/^moved:5:/), expect.stringMatching(/^moved:5:/)])
  deliver(one, other)
  expect(blocksRead(other)).toEqual(['p2:one two', 'p1:First', 'p3:Last'])
})

test('[UI-446] whoever types in a paragraph that another moves goes on in it, where it is now', () => {
  const [one, other] = twoDesks(['First', 'one two', 'Last'])
  behind(one, 'one')
  type(one, ' typed')
  deliver(one, other)
  const server = verifierOf(other.doc)
  behind(other, 'two')
  run(other, moveBlock(1))
  server.keep()
  deliver(other, one)
  expect(beforeCaret(one)).toBe('one typed')
  type(one, ' on')
  deliver(one, other)
  expect(blocksRead(other)).toEqual(['p1:First', 'p3:Last', 'p2:one typed on two'])
})

describe('blocks and their names', () => {
  test('[UI-16] after a split each paragraph has an id of its own', () => {
    const at = oneDesk(['Opening words.', 'Others.'])
    behind(at, 'Open')
    for (const _ of [1, 2]) run(at, enter)
    const ids = at.editor.state.doc.children.map(({ attrs }): unknown => attrs['blockId'])
    expect(ids).toHaveLength(4)
    expect(ids).not.toContain(null)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('[UI-186] paragraphs that are all empty and all selected are shaped in one step, and the editor goes on', () => {
    const at = oneDesk([''])
    run(at, enter)
    at.editor.commands.selectAll()
    let changes = 0
    at.editor.on('transaction', () => {
      changes += 1
      if (changes > 20) throw new Error('the editor goes on for ever')
    })
    run(at, toggleList('bullet'))
    expect(html(at)).toBe('<ul><li><p></p></li><li><p></p></li></ul>')
    at.editor.commands.insertContent('Words.')
    expect(html(at)).toContain('Words.')
  })

  test("[UI-101] others' edits are taken for others': what they leave without an id is given one by one’s next own edit", () => {
    const [at, other] = twoDesks(['Opening words.', 'last'])
    let writes = 0
    at.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') writes += 1
    })
    // As whoever types where somebody deleted the paragraph meanwhile.
    other.draft.flow.insert(0, 'without an id')
    deliver(other, at)
    expect(at.editor.state.doc.firstChild?.textContent).toBe('without an id')
    expect(at.editor.state.doc.firstChild?.attrs['blockId']).toBeNull()
    expect(writes).toBe(0)
    at.editor.commands.setTextSelection(1)
    type(at, 'own ')
    expect(writes).toBe(1)
    const [first] = blocksRead(at)
    expect(first).toMatch(/^[^-].*:own without an id$/)
    expect(at.editor.state.doc.firstChild?.attrs['blockId']).not.toBeNull()
    deliver(at, other)
    expect(blocksRead(other)).toEqual(blocksRead(at))
  })
})
