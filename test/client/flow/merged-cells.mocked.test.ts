// @vitest-environment jsdom
/** Merged cells in editors, from files and pastes, and out again; several lines in one cell. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { flowOf } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { placeOf } from '../../../client/flow/selected-place.ts'
import { actOnCell, entriesAround, mergesAround } from '../../../client/flow/table-commands.ts'
import { cleanHtml } from '../../../client/intake/clean-html.ts'
import { fileToHtml } from '../../../client/intake/file-to-html.ts'
import { deliverAll } from '../../support/flow-replicas.ts'
import { tablesRead } from '../../support/flow-tables.ts'
import { behind, type Desk, endDesks, oneDesk } from './desk.ts'
import { beforeCaret, cellNamed, goInto, seen, twoDesks, write } from './table-desks.ts'

// As browsers load it.
vi.mock('mammoth', () => vi.importActual('mammoth/mammoth.browser.js'))
beforeEach(() => void vi.stubGlobal('ClipboardEvent', Event))
afterEach(endDesks)

const folder = join(import.meta.dirname, '../../data/inputs')
const spansOf = (root: ParentNode): string[][] =>
  Array.from(root.querySelectorAll('tr'), (row) =>
    Array.from(
      row.cells,
      ({ colSpan, rowSpan, textContent }) => `${textContent} ${colSpan}x${rowSpan}`,
    ),
  )
const said = (html: string): string[][] =>
  spansOf(new DOMParser().parseFromString(html, 'text/html'))
const copied = ({ editor }: Desk): string => {
  editor.commands.selectAll()
  return editor.view.serializeForClipboard(editor.state.selection.content()).dom.innerHTML
}
const actFrom = (desk: Desk, cell: string, what: 'right' | 'below' | 'split') => {
  desk.wait()
  const flow = flowOf(desk.doc, cell)
  const place = placeOf(desk.editor.state, desk.draft.flow)
  return actOnCell({ ...desk.draft, flow }, desk.undo, place, what)
}

describe('merged cells', () => {
  test('[TXT-484] cells that are merged in a Word file or a page are merged for the writer, in the API’s three forms and in what is copied out; copied in again they are the same', async () => {
    const bytes = readFileSync(join(folder, 'F09a-table-merged.docx'))
    const read = await fileToHtml(new File([new Uint8Array(bytes)], 'F09a-table-merged.docx'))
    if (read.is !== 'read') throw new Error(read.is)
    const desk = oneDesk([''])
    desk.editor.view.pasteHTML(read.html)
    const right = said(contentToHtml(readText(desk.doc)))
    expect(right).toEqual([
      ['Article 1x1', 'Proposals 2x1'],
      ['3 1x2', 'North: [keep] 1x1', 'South: [delete] 1x1'],
      ['East: amend 1x1', 'West: defer 1x1'],
    ])
    expect(spansOf(desk.editor.view.dom)).toEqual(right)
    expect(said(copied(desk))).toEqual(right)
    const plain = [
      'Article | Proposals | ',
      '3 | North: [keep] | South: [delete]',
      ' | East: amend | West: defer',
    ]
    expect(contentToPlain(readText(desk.doc))).toContain(plain.join('\n\n'))
    const other = oneDesk(['Behind this'])
    behind(other, 'Behind this')
    // The ids of tests are not unique: none is told.
    other.editor.view.pasteHTML(cleanHtml(copied(desk).replace(/ data-table="[^"]*"/, '')).html)
    expect(said(contentToHtml(readText(other.doc)))).toEqual(right)
    // Of a size that no table has.
    const wild = oneDesk([''])
    wild.editor.view.pasteHTML(
      cleanHtml(
        '<table><tr><td colspan="200000000" rowspan="65534">wide</td></tr><tr><td>b</td></tr></table>',
      ).html,
    )
    expect(contentToPlain(readText(wild.doc))).toContain('wide')
    expect(contentToPlain(readText(wild.doc))).toContain('b')
  })

  test('[UI-543] who types in a cell while another merges it types on where they were; what is merged without words is not shown until somebody writes in it; a split shows all again, and undo takes each back', () => {
    const [a, b] = twoDesks()
    document.body.append(a.editor.view.dom)
    const view = goInto(a, 1, 1)
    write(view, ' TY')
    actFrom(b, cellNamed(b, 0, 1), 'below')
    deliverAll([a, b])
    expect(document.activeElement, 'the focus is where it was').toBe(view.dom)
    write(view, 'PED')
    deliverAll([a, b])
    expect(beforeCaret(view)).toBe('3 TYPED')
    expect(spansOf(a.editor.view.dom)).toEqual([
      ['Country 1x1', 'Share3 TYPED 1x2'],
      ['Brazil 1x1'],
    ])
    expect(tablesRead(b)[0]).toEqual([['Country', 'Share/3 TYPED'], ['Brazil']])
    expect(seen(b)).toEqual([[['Country', 'Share3 TYPED'], ['Brazil']]])
    const flow = flowOf(b.doc, cellNamed(b, 1, 1))
    expect(mergesAround(flow)).toEqual({ right: false, below: false, split: true })
    expect(entriesAround(flow)?.rows.isMergedBefore).toBe(true)
    b.undo.undo()
    deliverAll([a, b])
    expect(seen(a)).toEqual([
      [
        ['Country', 'Share'],
        ['Brazil', '3 TYPED'],
      ],
    ])
    expect(document.activeElement).toBe(view.dom)
    // Without words.
    const empty = goInto(a, 1, 1)
    empty.dispatch(empty.state.tr.delete(1, empty.state.doc.content.size - 1))
    goInto(a, 0, 0)
    expect(actFrom(a, cellNamed(a, 0, 1), 'below')).toBe(cellNamed(a, 0, 1))
    deliverAll([a, b])
    expect(a.editor.view.dom.querySelectorAll('td > div')).toHaveLength(3)
    const hidden = flowOf(b.doc, cellNamed(b, 1, 1))
    b.doc.transact(() => hidden.insert(1, 'late'))
    deliverAll([a, b])
    expect(seen(a)[0]?.[0]?.[1]).toBe('Sharelate')
    actFrom(a, cellNamed(a, 0, 1), 'split')
    expect(seen(a)[0]).toEqual([
      ['Country', 'Share'],
      ['Brazil', 'late'],
    ])
  })

  test('[UI-544] several lines that are pasted into a cell are paragraphs of that cell, and of no other, for all', () => {
    const paste = (name: string) => {
      const [a, b] = twoDesks()
      const bytes = readFileSync(join(folder, name), 'utf8').replace(/\n$/, '')
      const view = goInto(a, 1, 1)
      if (name.endsWith('.txt')) view.pasteText(bytes)
      else view.pasteHTML(cleanHtml(bytes).html)
      deliverAll([a, b])
      const [[head, [country, cell = ''] = []] = []] = tablesRead(b)
      expect(head).toEqual(['Country', 'Share'])
      expect(country).toBe('Brazil')
      const own = a.editor.view.dom.querySelectorAll('td')[3]
      const paragraphs = Array.from(
        own?.querySelectorAll('p, li') ?? [],
        (each) => each.textContent,
      )
      const html = new DOMParser().parseFromString(contentToHtml(readText(b.doc)), 'text/html')
      const forReaders = html.querySelectorAll('td')[1]?.querySelectorAll('p')
      expect(Array.from(forReaders ?? [], (each) => each.textContent)).toEqual(paragraphs)
      return [cell, paragraphs.length] as const
    }
    expect(paste('F11a-cell-lines.paste.txt')[1]).toBeGreaterThan(1)
    expect(paste('F11b-cell-html.paste.html')[1]).toBeGreaterThan(1)
  })
})
