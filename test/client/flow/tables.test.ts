// @vitest-environment jsdom
/** Tables in editors of flows: cells are editors of their own, whatever others do to their rows, columns and table meanwhile. */
import { Editor } from '@tiptap/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { restyle } from '#shared/flow/acts'
import { flowOf } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { addTo, moveTo, setRemoved } from '#shared/flow/table-acts'
import { gridsOf } from '#shared/flow/tables'
import { lineExtensions } from '../../../client/flow/flow-extensions.ts'
import { backspace, enter } from '../../../client/flow/flow-keys.ts'
import { placeOf } from '../../../client/flow/selected-place.ts'
import { putTable, takeOutTable } from '../../../client/flow/table-commands.ts'
import { deliver, deliverAll } from '../../support/flow-replicas.ts'
import { tablesRead } from '../../support/flow-tables.ts'
import { behind, endDesks, run, type } from './desk.ts'
import {
  act,
  beforeCaret,
  cellNamed,
  goInto,
  openTableDesks,
  press,
  seen,
  tableIn,
  twoDesks,
  write,
} from './table-desks.ts'

afterEach(endDesks)

describe('a table in the words', () => {
  test('[UI-380] its cells are shown and typed in, each in a flow of its own; two type in two cells and in one at the same time', () => {
    const [a, b] = twoDesks()
    expect(seen(a)).toEqual([
      [
        ['Country', 'Share'],
        ['Brazil', '3'],
      ],
    ])
    const [mine, theirs] = [goInto(a, 1, 0), goInto(b, 1, 1)]
    for (const letter of ' and Portugal') {
      write(mine, letter)
      write(theirs, '0')
      deliverAll([a, b])
    }
    expect(tablesRead(a)).toEqual([
      [
        ['Country', 'Share'],
        ['Brazil and Portugal', '30000000000000'],
      ],
    ])
    expect(seen(b)).toEqual(tablesRead(a))
    expect(beforeCaret(mine)).toBe('Brazil and Portugal')
    const same = goInto(b, 1, 0)
    same.dispatch(same.state.tr.insertText('The ', 1))
    write(mine, '!')
    deliverAll([a, b])
    expect(seen(a)[0]?.[1]?.[0]).toBe('The Brazil and Portugal!')
    expect(beforeCaret(mine)).toBe('The Brazil and Portugal!')
    press(mine, 'Enter')
    write(mine, 'next')
    expect(tablesRead(a)[0]?.[1]?.[0]).toBe('The Brazil and Portugal!/next')
    // In a cell that nobody is in, what others do is shown: letters, and how blocks look.
    goInto(b, 0, 0)
    restyle({ ...a.draft, flow: flowOf(a.doc, cellNamed(a, 1, 0)) }, 1, {
      list: 'bullet',
      depth: 1,
    })
    deliverAll([a, b])
    expect(b.editor.view.dom.querySelector('td li')?.textContent).toBe('The Brazil and Portugal!')
    expect(mine.dom.querySelector('li, ul')?.textContent).toBe('The Brazil and Portugal!')
  })

  test('[UI-381] Tab goes to the next cell and out behind the last one, Shift-Tab back, Escape to the table; Enter goes in, and letters do not write over a table', () => {
    const [a] = twoDesks()
    const first = goInto(a, 0, 0)
    press(first, 'Tab')
    press(goInto(a, 0, 1), 'Tab', true)
    expect(a.editor.view.dom.querySelector('.ProseMirror')?.textContent).toBe('Country')
    press(goInto(a, 1, 1), 'Tab')
    expect(a.editor.state.selection.$head.parent.textContent).toBe('Last')
    press(goInto(a, 0, 0), 'Tab', true)
    expect(a.editor.state.selection.$head.parent.textContent).toBe('First')
    press(goInto(a, 0, 0), 'Escape')
    const { view } = a.editor
    expect(view.state.selection.$from.nodeAfter?.type.name).toBe('table')
    expect(
      view.someProp('handleTextInput', (handle) => handle(view, 0, 0, 'x', () => view.state.tr)),
    ).toBe(true)
    press(view, 'Enter')
    expect(view.dom.querySelector('.ProseMirror')?.textContent).toBe('Country')
    // Backspace behind a table selects it first.
    behind(a, 'Last')
    a.editor.commands.setTextSelection(a.editor.state.selection.from - 4)
    run(a, backspace)
    expect(tablesRead(a)).toHaveLength(1)
    expect(a.editor.state.selection.$from.nodeAfter?.type.name).toBe('table')
    a.editor.commands.deleteSelection()
    expect(tablesRead(a)).toHaveLength(0)
    a.editor.commands.undo()
    expect(seen(a)).toHaveLength(1)
  })

  test('[UI-382] rows and columns are put, moved, removed and made headings from the caret’s cell, a table is put and taken out, each undone by itself with the caret where it was', () => {
    const [a] = twoDesks()
    const [name, view] = [cellNamed(a, 1, 0), goInto(a, 1, 0)]
    act(a, view, name, 'rows', 'add')
    act(a, view, name, 'columns', 'add')
    expect(seen(a)[0]).toEqual([
      ['Country', '', 'Share'],
      ['Brazil', '', '3'],
      ['', '', ''],
    ])
    act(a, view, name, 'rows', 'move back')
    act(a, view, name, 'columns', 'move on')
    expect(seen(a)[0]).toEqual([
      ['', 'Brazil', '3'],
      ['', 'Country', 'Share'],
      ['', '', ''],
    ])
    act(a, view, name, 'columns', 'heading')
    expect(view.dom.closest('td')?.getAttribute('role')).toBe('rowheader')
    write(view, 'X')
    expect(view.isDestroyed, 'the cell stayed open').toBe(false)
    a.wait()
    for (let each = 0; each < 6; each += 1) a.editor.commands.undo()
    expect(seen(a)[0]).toEqual([
      ['Country', 'Share'],
      ['Brazil', '3'],
    ])
    expect(beforeCaret(view)).toBe('Brazil')
    act(a, view, name, 'rows', 'remove')
    expect(a.gone, 'nobody tells one what one has done').toHaveLength(0)
    act(a, goInto(a, 0, 0), cellNamed(a, 0, 0), 'rows', 'remove')
    expect(seen(a), 'the last row takes the table along').toEqual([])
    a.editor.commands.undo()
    a.editor.commands.undo()
    expect(seen(a)[0]).toHaveLength(2)
    expect(beforeCaret(goInto(a, 1, 0))).toBe('Brazil')
    behind(a, 'Last')
    a.wait()
    const cell = putTable(
      a.draft,
      a.undo,
      placeOf(a.editor.state, a.draft.flow),
      a.draft.flow.length - 1,
      [3, 3],
    )
    write(a.editors.open(flowOf(a.doc, cell ?? '')) ?? view, 'Corner')
    expect(seen(a)[1]?.[0]).toEqual(['Corner', '', ''])
    a.wait()
    const own = { ...a.draft, flow: flowOf(a.doc, cell ?? '') }
    takeOutTable(own, a.undo, placeOf(a.editor.state, a.draft.flow))
    expect(seen(a)).toHaveLength(1)
    a.editor.commands.undo()
    expect(seen(a)[1]?.[0]).toEqual(['Corner', '', ''])
  })

  test('[UI-383] who types in a cell types on while another moves its row and puts rows and columns around it, and while another splits the words beside the table', () => {
    const [a, b] = twoDesks()
    document.body.append(a.editor.view.dom)
    const view = goInto(a, 1, 1)
    write(view, ' TY')
    const row = gridsOf(b.doc)(tableIn(b)).rows[1]?.id ?? ''
    moveTo(b.doc, 'rows', row, 0)
    addTo(b.doc, 'rows', tableIn(b), 'new', 0)
    addTo(b.doc, 'columns', tableIn(b), 'column', 0)
    behind(b, 'First')
    type(b, ' words')
    run(b, enter)
    deliverAll([a, b])
    expect(view.isDestroyed).toBe(false)
    expect(document.activeElement, 'the focus is where it was').toBe(view.dom)
    write(view, 'PED')
    deliverAll([a, b])
    expect(seen(b)[0]).toEqual([
      ['', '', ''],
      ['', 'Brazil', '3 TYPED'],
      ['', 'Country', 'Share'],
    ])
    expect(seen(a)).toEqual(seen(b))
    setRemoved(b.doc, 'rows', row)
    deliver(b, a)
    expect(view.isDestroyed).toBe(true)
    expect(a.gone.map((flow) => flow.toJSON())).toEqual(['3 TYPED'])
    expect(seen(a)[0]).toHaveLength(2)
    expect(document.activeElement, 'the focus is with the words').toBe(a.editor.view.dom)
  })

  test('[UI-384] undo reaches a cell that was left, and goes into it; a table that is taken out under one’s caret comes back with what was typed', () => {
    const [a, b] = twoDesks()
    const view = goInto(a, 1, 0)
    write(view, ' MINE')
    a.wait()
    behind(a, 'Last')
    type(a, ' words')
    a.wait()
    a.editor.commands.undo()
    a.editor.commands.undo()
    expect(tablesRead(a)[0]?.[1]?.[0]).toBe('Brazil')
    expect(a.editor.view.dom.querySelector('.ProseMirror')?.textContent).toBe('Brazil')
    a.editor.commands.redo()
    deliver(a, b)
    b.editor.commands.selectAll()
    b.editor.commands.deleteSelection()
    write(goInto(a, 1, 0), '!')
    deliverAll([a, b])
    expect(seen(a)).toEqual([])
    b.editor.commands.undo()
    deliverAll([a, b])
    expect(seen(a)[0]?.[1]?.[0]).toBe('Brazil MINE!')
    expect(seen(b)).toEqual(seen(a))
  })

  test('[UI-385] a table of another page or program is pasted as a table: merged cells, headings, lists and marks in cells; undone in one step', () => {
    vi.stubGlobal('ClipboardEvent', Event)
    const [a] = twoDesks()
    behind(a, 'Last')
    a.editor.view.pasteHTML(
      '<p>Before</p><table><thead><tr><th colspan="2">Head</th><th>x</th></tr></thead><tbody><tr><td rowspan="2"><b>a</b></td><td><ul><li>b</li></ul></td><td>c</td></tr><tr><td>d<table><tr><td>in</td><td>side</td></tr></table></td><td></td></tr></tbody></table><p>After</p>',
    )
    expect(tablesRead(a)[1]).toEqual([
      ['Head', 'x'],
      ['a', '', 'c'],
      ['d/in/side', ''],
    ])
    const pasted = readText(a.doc).words.filter((block) => block.type === 'table')[1]
    expect(pasted?.rows[0]?.map(({ header }) => header)).toEqual([true, true])
    expect(pasted?.rows[0]?.map(({ columnSpan }) => columnSpan)).toEqual([2, undefined])
    expect(pasted?.rows[1]?.map(({ rowSpan }) => rowSpan)).toEqual([2, undefined, undefined])
    const copied = a.editor.view.dom.querySelectorAll('table')[1]
    expect(copied?.rows[0]?.cells[0]?.colSpan).toBe(2)
    expect(copied?.rows[1]?.cells[0]?.rowSpan).toBe(2)
    expect(JSON.stringify(pasted?.rows[1])).toContain('"bullet"')
    expect(JSON.stringify(pasted?.rows[1])).toContain('"bold"')
    expect(seen(a)[1]).toHaveLength(3)
    a.editor.commands.undo()
    expect(seen(a)).toHaveLength(1)
    expect(readText(a.doc).words).toHaveLength(3)
    // In a cell it is words.
    const view = goInto(a, 1, 1)
    view.pasteHTML('<table><tr><td>one</td><td>two</td></tr></table>')
    expect(tablesRead(a)[0]?.[1]?.[1]).toBe('3one/two')
  })

  test('[UI-386] a table that is copied is a table elsewhere, with its words; cut and pasted it is the same table, with what others typed in it meanwhile', () => {
    vi.stubGlobal('ClipboardEvent', Event)
    const [a, b] = twoDesks()
    a.editor.commands.selectAll()
    const { dom, text: plain } = a.editor.view.serializeForClipboard(
      a.editor.state.selection.content(),
    )
    expect(plain).toContain('Country\tShare\nBrazil\t3')
    expect(dom.querySelectorAll('th')).toHaveLength(2)
    const [c] = openTableDesks(9)
    if (!c) throw new Error()
    behind(c, 'Last')
    c.editor.view.pasteHTML(dom.innerHTML)
    expect(tablesRead(c)).toHaveLength(2)
    expect(tablesRead(c)[1]).toEqual(tablesRead(a)[0])
    // Cut in one's own text.
    const table = tableIn(a)
    let at = -1
    a.editor.state.doc.forEach((node, position) => {
      if (node.type.name === 'table') at = position
    })
    a.editor.commands.setNodeSelection(at)
    const cut = a.editor.view.serializeForClipboard(a.editor.state.selection.content()).dom
      .innerHTML
    a.editor.commands.deleteSelection()
    write(goInto(b, 1, 0), ' TYPED')
    deliverAll([a, b])
    behind(a, 'Last')
    a.editor.view.pasteHTML(cut)
    deliverAll([a, b])
    expect(tablesRead(a)).toEqual([
      [
        ['Country', 'Share'],
        ['Brazil TYPED', '3'],
      ],
    ])
    expect(seen(b)).toEqual(tablesRead(a))
    expect(tableIn(b)).toBe(table)
  })

  test('[UI-387] opening and following tables writes nothing, also while rows, columns and tables come and go', () => {
    const [writer, reader] = twoDesks()
    const written: unknown[] = []
    reader.doc.on('update', (_update: Uint8Array, origin: unknown) => written.push(origin))
    goInto(reader, 1, 0)
    const [name, view] = [cellNamed(writer, 0, 0), goInto(writer, 0, 0)]
    write(view, 'x')
    for (const what of ['add', 'move on', 'heading', 'remove'] as const) {
      act(writer, view, name, 'rows', what)
      deliver(writer, reader)
    }
    writer.editor.commands.undo()
    deliver(writer, reader)
    expect(new Set(written)).toEqual(new Set(['remote']))
    expect(seen(reader)).toEqual(seen(writer))
  })

  test('[UI-389] what is typed in one cell is taken back without what was typed in another a moment later; a cell of a task is one line: Enter leaves it, and paragraphs pasted into it are lines', () => {
    const [a] = twoDesks()
    document.body.append(a.editor.view.dom)
    write(goInto(a, 0, 0), ' one')
    press(goInto(a, 0, 0), 'Tab')
    write(goInto(a, 0, 1), ' two')
    a.undo.undo()
    expect(seen(a)[0]?.[0]).toEqual(['Country one', 'Share'])
    addTo(a.doc, 'rows', 'tasks', 'r1', 0)
    const draft = { ...a.draft, flow: flowOf(a.doc, 'cell/r1/what') }
    const leave = vi.fn<() => void>()
    const line = new Editor({
      injectCSS: false,
      extensions: lineExtensions({ textId: 't_1', draft, undo: a.undo, editors: a.editors }, leave),
    })
    write(line.view, 'Report')
    press(line.view, 'Enter')
    expect(leave).toHaveBeenCalledOnce()
    vi.stubGlobal('ClipboardEvent', Event)
    line.view.pasteHTML('<p>to <b>all</b></p><ul><li>yearly</li></ul>')
    const [task] = readText(a.doc).tasks
    expect(task?.what.map((each) => (each.type === 'words' ? each.words : each.type))).toEqual([
      'Reportto ',
      'all',
      'line-break',
      'yearly',
    ])
    line.destroy()
  })
})
