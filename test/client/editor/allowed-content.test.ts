// @vitest-environment jsdom
/** The editor's schema and the table of what a text may hold name the same; whatever the editor does is let in. */
import { getSchema } from '@tiptap/core'
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { allowedEmbed, mayBeFormat, readKey } from '#shared/flow/allowed-flow'
import { formatRules } from '#shared/flow/allowed-formats'
import { looksNames } from '#shared/flow/block-looks'
import { Embed } from '#shared/flow/embeds'
import { flowOf } from '#shared/flow/flow-doc'
import { putEmbeds } from '#shared/flow/put'
import { readText } from '#shared/flow/read-text'
import { addTo } from '#shared/flow/table-acts'
import { addOption, bracketSelection } from '../../../client/editor/bracket-commands.ts'
import { lift, sink, toggleHeading, toggleList } from '../../../client/flow/block-commands.ts'
import { draw } from '../../../client/flow/draw.ts'
import { flowSchema } from '../../../client/flow/flow-schema.ts'
import { placeOf } from '../../../client/flow/selected-place.ts'
import { putTable, type TableAct, takeOutTable } from '../../../client/flow/table-commands.ts'
import { cleanHtml } from '../../../client/intake/clean-html.ts'
import { memberNamed, openFlowServer } from '../../support/admitting-flows.ts'
import { endDesks, key, oneDesk, paste, press, run } from '../flow/desk.ts'
import { act, cellNamed, goInto, write } from '../flow/table-desks.ts'

afterEach(endDesks)

describe('what a text may hold', () => {
  test('[UI-220] the table of what a text may hold names the nodes, attributes, formats and parents of the schema of the editor, and no others', () => {
    const { nodes, marks } = getSchema(flowSchema)
    expect(Object.keys(marks).toSorted()).toEqual([...formatRules.keys()].toSorted())
    for (const name of Object.keys(marks)) expect(mayBeFormat(name, null)).toBe(true)

    const { blockId, isHalf, ...looks } = nodes['block']?.spec.attrs ?? {}
    expect(blockId && isHalf).toBeDefined()
    expect(Object.keys(looks).toSorted()).toEqual([...looksNames].toSorted())
    for (const name of looksNames) expect(readKey({ is: 'blocks' }, `p1.${name}`)).toBeDefined()

    const embeds = ['open', 'close', 'break', 'table', 'block'].map((name) => ({ [name]: 'x' }))
    expect(Embed.options).toHaveLength(embeds.length + 1)
    for (const embed of [...embeds, { end: 1 }]) expect(allowedEmbed(embed)).toBeDefined()
    // A flow that holds one of each is drawn with one node of each kind, and none stands for what is not known.
    const desk = oneDesk(['words'])
    const { flow } = desk.draft
    putEmbeds(flow, 1, { open: 'x' }, { close: 'x' }, { break: 'x' })
    putEmbeds(flow, 0, { table: 'x' })
    const drawn = new Set<string>()
    draw(desk.editor.schema, flow).descendants(({ type }) => void drawn.add(type.name))
    const { doc: _root, unknown, ...kinds } = nodes
    expect(unknown).toBeDefined()
    expect([...drawn].toSorted()).toEqual(Object.keys(kinds).toSorted())
  })

  test('[UI-221] whatever is done in the editor is let in: keys, marks, lists, tables, brackets, pastes with wild values, undo and redo', () => {
    const desk = oneDesk([''])
    const { editor, doc, draft, undo } = desk
    const server = openFlowServer(doc)
    const author = memberNamed(1)
    const refused: unknown[] = []
    doc.on('update', (update: Uint8Array) => {
      const why = server.receive(author, update)
      if (why) refused.push(why)
    })
    const all = () => editor.commands.selectAll()
    const at = (position: number) => editor.commands.setTextSelection(position)
    const inCell = (axis: 'rows' | 'columns', what: TableAct) =>
      act(desk, goInto(desk, 1, 1), cellNamed(desk, 1, 1), axis, what)
    const acts: Record<string, () => unknown> = {
      'typing in a new text': () => press(desk, 'Words [to] agree on '),
      Enter: () => key(desk, 'Enter'),
      'a heading by its sign': () => press(desk, '## Heading'),
      'Enter in it': () => key(desk, 'Enter'),
      'an endless number': () => press(desk, '99999999999999999999999. first'),
      'Enter behind it': () => key(desk, 'Enter'),
      'a numbered list': () => press(desk, '1. first'),
      'Enter in a list': () => [key(desk, 'Enter'), press(desk, 'second')],
      'one level in': () => run(desk, sink),
      'one level out': () => run(desk, lift),
      'Shift+Enter': () => key(desk, 'Enter', { shiftKey: true }),
      'lettered list': () => run(desk, toggleList('letter')),
      'out of the list': () => run(desk, toggleList('letter')),
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
      'typing on': () => [at(3), press(desk, 'more')],
      'a bracket around': () => {
        editor.commands.setTextSelection({ from: 2, to: 6 })
        const transaction = bracketSelection(editor.state)
        if (transaction) editor.view.dispatch(transaction)
      },
      'one more option': () => {
        let bracketId = ''
        editor.state.doc.descendants(({ attrs }) => {
          bracketId ||= String(attrs['bracketId'] ?? '')
        })
        const transaction = addOption(editor.state, bracketId, 'or this')
        if (!transaction) throw new Error('no option')
        editor.view.dispatch(transaction)
      },
      'a typed bracket': () => press(desk, '[x]'),
      'a table': () =>
        putTable(draft, undo, placeOf(editor.state, draft.flow), draft.flow.length - 1, [3, 3]),
      'a row and a column more': () => [inCell('rows', 'add'), inCell('columns', 'add')],
      'a heading row': () => inCell('rows', 'heading'),
      'a row moved': () => inCell('rows', 'move on'),
      'typing in a cell': () => write(goInto(desk, 1, 1), 'cell'),
      'a column less': () => inCell('columns', 'remove'),
      'a paste of wild values': () => {
        at(1)
        paste(
          desk,
          cleanHtml(
            `<h4 id="${'i'.repeat(500)}">Four</h4><ol start="abc" type="disc"><li>one<ol start="1e99"><li>two</li></ol></li></ol>` +
              '<table><tr><td colspan="200000000" rowspan="NaN">wide</td><th colspan="-3" colwidth="9,9">x</th></tr></table>' +
              `<p align="justify"><a href="javascript:alert(1)" class="evil" rel="opener" target="_top">js</a> <a href="https://x.org/${'y'.repeat(9000)}" title="t">long</a> ` +
              `<s>struck</s> <code>code</code> <span data-bracket="${'b'.repeat(900)}" data-edge="sideways" data-sponsors="${'S'.repeat(9000)}" data-put-at="${'9'.repeat(999)}">[</span>in<span data-bracket="q" data-edge="close">]</span></p>` +
              '<blockquote>quoted</blockquote><pre>pre</pre><hr><ul><li></li></ul>',
          ).html,
        )
        for (const words of ['wide', 'js long code', 'quoted'])
          expect(editor.view.dom.textContent).toContain(words)
      },
      'a paste of wild lists': () =>
        paste(
          desk,
          '<ol start="-5"><li data-depth="99" data-list="odd">a</li></ol><p data-depth="-1" data-start="1e30">b</p>',
        ),
      'a table taken out': () => {
        const own = { ...draft, flow: flowOf(doc, cellNamed(desk, 0, 0)) }
        takeOutTable(own, undo, placeOf(editor.state, draft.flow))
      },
      'everything struck': () => [desk.wait(), all(), editor.commands.deleteSelection()],
      undo: () => [desk.wait(), editor.commands.undo()],
      'undo again': () => editor.commands.undo(),
      redo: () => editor.commands.redo(),
      'all as a list': () => [desk.wait(), all(), run(desk, toggleList('bullet'))],
      'and back': () => run(desk, toggleList('bullet')),
      'all as headings': () => [all(), run(desk, toggleHeading(2))],
      'Backspace at the start': () => [at(1), key(desk, 'Backspace')],
    }
    for (const [name, each] of Object.entries(acts)) {
      each()
      expect([name, refused]).toEqual([name, []])
    }
    for (const rows of ['tasks', 'provisions'] as const) addTo(doc, 'rows', rows, `${rows}1`, 0)
    expect(refused).toEqual([])
    expect(Y.encodeStateVector(server.doc)).toEqual(Y.encodeStateVector(doc))
    expect(readText(server.doc)).toEqual(readText(doc))
  })
})
