// @vitest-environment jsdom
/** The editor's schema and the table of what a text may hold name the same; whatever the editor does is let in. */
import { getSchema } from '@tiptap/core'
import { describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { admit } from '#server/sync/admission'
import { openExpected } from '#server/sync/content-bounds'
import { withTally } from '#server/sync/content-tally'
import { decodeUpdate } from '#server/sync/decoded-update'
import { MemberId, mintId } from '#shared/domain/ids'
import { formatRules, nodeRules, rootChildren, wordsInside } from '#shared/text/allowed-content'
import { holdsStrange } from '#shared/text/strange-content'
import { addRow, cellFragment, removeRow } from '#shared/text/write-content'
import {
  addOption,
  bracketSelection,
  bracketTyped,
} from '../../../client/editor/bracket-commands.ts'
import { BracketTyping } from '../../../client/editor/bracket-typing.ts'
import { cleanPastedHtml } from '../../../client/editor/paste-from-word.ts'
import { wordsSchema } from '../../../client/editor/schema.ts'
import { openEditor } from './words-editor.ts'

const author = mintId(MemberId, 'm', new Uint8Array(24))
const putter = { sponsors: 'BR', at: '2012-01-13T09:00:00.000Z' }

/** A server's document that lets in what a page's document sends, as the server does. */
function openServed(page: Y.Doc) {
  const { doc, tally } = withTally({ doc: new Y.Doc() })
  const bindings = new Map()
  const refused: string[] = []
  page.on('update', (update: Uint8Array) => {
    const decoded = decodeUpdate(update)
    const facts = {
      doc,
      tally,
      bindings,
      expected: openExpected(),
      isClaimedByAnother: () => false,
    }
    const admission = decoded && admit(facts, author, decoded)
    if (!admission?.admitted) return refused.push(admission?.why ?? 'unreadable')
    for (const client of admission.newClients) bindings.set(client, author)
    Y.applyUpdate(doc, update)
    return undefined
  })
  return { doc, refused }
}

describe('what a text may hold', () => {
  test('[UI-220] the table of what a text may hold names the nodes, attributes, formats and parents of the schema of the editor, and no others', () => {
    const { nodes, marks } = getSchema(wordsSchema)
    const { doc: root, text: _words, ...kinds } = nodes
    expect(Object.keys(kinds).toSorted()).toEqual([...nodeRules.keys()].toSorted())
    expect(Object.keys(marks).toSorted()).toEqual([...formatRules.keys()].toSorted())
    for (const [name, type] of Object.entries(kinds))
      expect([name, ...Object.keys(type.spec.attrs ?? {}).toSorted()]).toEqual([
        name,
        ...Object.keys(nodeRules.get(name)?.attributes ?? {}).toSorted(),
      ])
    const childrenOf = (match: { matchType(type: (typeof nodes)[string]): unknown } | undefined) =>
      Object.entries(nodes)
        .flatMap(([name, type]) => (match?.matchType(type) ? [name] : []))
        .toSorted()
    for (const [name, type] of Object.entries(kinds))
      expect([name, ...childrenOf(type.contentMatch)]).toEqual([
        name,
        ...(nodeRules.get(name)?.children ?? []).toSorted(),
      ])
    expect(childrenOf(root?.contentMatch)).toEqual([...rootChildren].toSorted())
    expect(childrenOf(kinds['paragraph']?.contentMatch)).toContain(wordsInside)
  })

  test('[UI-221] whatever is done in the editor is let in: keys, marks, lists, tables, brackets, pastes with wild values, undo and redo', () => {
    // The document of these tests has no clipboard.
    vi.stubGlobal('ClipboardEvent', Event)
    const page = new Y.Doc()
    const served = openServed(page)
    const editor = openEditor(page, BracketTyping.configure({ putter: () => putter }))
    const all = () => editor.commands.selectAll()
    const at = (position: number) => editor.commands.setTextSelection(position)
    const key = (name: string, more: KeyboardEventInit = {}) =>
      editor.view.someProp('handleKeyDown', (handle) =>
        handle(editor.view, new KeyboardEvent('keydown', { key: name, ...more })),
      )
    const type = (words: string) => {
      for (const letter of words) {
        const { from, to } = editor.state.selection
        const isTaken = editor.view.someProp('handleTextInput', (handle) =>
          handle(editor.view, from, to, letter, () => editor.state.tr.insertText(letter, from, to)),
        )
        if (!isTaken) editor.view.dispatch(editor.state.tr.insertText(letter, from, to))
      }
    }
    const paste = (html: string) => editor.view.pasteHTML(cleanPastedHtml(html))
    const acts: Record<string, () => unknown> = {
      'typing in a new text': () => type('Words [to] agree on '),
      Enter: () => key('Enter'),
      'a heading by its sign': () => type('## Heading'),
      'Enter in it': () => key('Enter'),
      'a numbered list with an endless number': () => type('99999999999999999999999. first'),
      'Enter in a list': () => key('Enter'),
      'one level in': () => editor.commands.sinkListItem('listItem'),
      'one level out': () => editor.commands.liftListItem('listItem'),
      'Shift+Enter': () => editor.commands.setHardBreak(),
      'lettered list': () => editor.commands.updateAttributes('orderedList', { type: 'a' }),
      'out of the list': () => editor.commands.clearNodes(),
      'bold, italic, underline': () => [
        all(),
        editor.commands.toggleBold(),
        editor.commands.toggleItalic(),
        editor.commands.toggleUnderline(),
      ],
      'not bold': () => editor.commands.unsetBold(),
      'a link': () => editor.commands.setLink({ href: 'https://example.org/a' }),
      'a link without end': () =>
        editor.commands.setLink({ href: `https://example.org/${'a'.repeat(100_000)}` }),
      'typing on': () => [at(3), type('more')],
      'a bracket around': () => {
        editor.commands.setTextSelection({ from: 2, to: 6 })
        const transaction = bracketSelection(editor.state, putter)
        if (transaction) editor.view.dispatch(transaction)
      },
      'one more option': () => {
        let bracketId = ''
        editor.state.doc.descendants(({ attrs }) => {
          bracketId ||= String(attrs['bracketId'] ?? '')
        })
        const transaction = addOption(editor.state, bracketId, 'or this', putter)
        if (!transaction) throw new Error('no option')
        editor.view.dispatch(transaction)
      },
      'a typed bracket': () => {
        type('[x')
        const transaction = bracketTyped(editor.state, editor.state.selection.from, putter)
        if (transaction) editor.view.dispatch(transaction)
      },
      'a table': () => [
        at(editor.state.doc.content.size - 1),
        editor.commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
      ],
      'a row and a column more': () => [
        editor.commands.addRowAfter(),
        editor.commands.addColumnAfter(),
      ],
      'typing in a cell': () => type('cell'),
      'a column less': () => editor.commands.deleteColumn(),
      'a paste of wild values': () => {
        at(1)
        paste(
          `<h4 id="${'i'.repeat(500)}">Four</h4><ol start="abc" type="disc"><li>one<ol start="1e99"><li>two</li></ol></li></ol>` +
            '<table><tr><td colspan="200000000" rowspan="NaN">wide</td><th colspan="-3" colwidth="9,9">x</th></tr></table>' +
            `<p align="justify"><a href="javascript:alert(1)" class="evil" rel="opener" target="_top">js</a> <a href="https://x.org/${'y'.repeat(9000)}" title="t">long</a> ` +
            `<s>struck</s> <code>code</code> <span data-bracket="${'b'.repeat(900)}" data-edge="sideways" data-sponsors="${'S'.repeat(9000)}" data-put-at="${'9'.repeat(999)}">[</span>in<span data-bracket="q" data-edge="close">]</span></p>` +
            '<blockquote>quoted</blockquote><pre>pre</pre><hr><ul><li></li></ul>',
        )
        for (const words of ['wide', 'js long struck code', 'quoted'])
          expect(editor.getText()).toContain(words)
      },
      'everything struck': () => [all(), editor.commands.deleteSelection()],
      undo: () => editor.commands.undo(),
      'undo again': () => editor.commands.undo(),
      redo: () => editor.commands.redo(),
      'all as a list': () => [all(), editor.commands.toggleBulletList()],
      'and back': () => editor.commands.toggleBulletList(),
      'Backspace at the start': () => [at(1), key('Backspace')],
    }
    for (const [name, act] of Object.entries(acts)) {
      act()
      expect([name, served.refused, holdsStrange(page)]).toEqual([name, [], false])
    }
    for (const rows of ['tasks', 'provisions'] as const) {
      addRow(page, rows, crypto.randomUUID())
      addRow(page, rows, 'row', {})
    }
    const cell = cellFragment(page, 'tasks', 'row', 'what')
    if (!cell) throw new Error('no cell')
    const paragraph = cell.get(0)
    if (paragraph instanceof Y.XmlElement) paragraph.insert(0, [new Y.XmlText('to do')])
    removeRow(page, 'provisions', 'row')
    expect(served.refused).toEqual([])
    expect(Y.encodeStateVector(served.doc)).toEqual(Y.encodeStateVector(page))
    expect(holdsStrange(served.doc)).toBe(false)
  })
})
