// @vitest-environment jsdom
/** What other releases put into a text, and what nobody should: the editor works on, and leaves it where and as it is. */
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { blockKeys, flowOf } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { axisKeys } from '#shared/flow/tables'
import { memberNamed, newsOf, openFlowServer } from '../../support/admitting-flows.ts'
import { deliver, placeOf } from '../../support/flow-replicas.ts'
import { behind, type Desk, endDesks, key, openDesk, press, twoDesks } from '../flow/desk.ts'
import { cellNamed, goInto, openTableDesks, seen, write } from '../flow/table-desks.ts'

afterEach(endDesks)

const shapes: Record<string, (desk: Desk) => void> = {
  'an embed': ({ draft: { flow } }) => flow.insertEmbed(5, { footnote: 'f1' }),
  'an embed with more in it': ({ draft: { flow } }) => flow.insertEmbed(5, { break: 'b', by: 'x' }),
  'a type in the words': ({ draft: { flow } }) => flow.insertEmbed(5, new Y.Map([['a', 1]])),
  'a format': ({ draft: { flow } }) => flow.format(3, 6, { highlight: 'yellow' }),
  'a format with a value of its own': ({ draft: { flow } }) => flow.format(3, 6, { bold: 'very' }),
  'a look of a block': ({ doc }) => void blockKeys(doc).set('p2.colour', 'red'),
  'a kind of block': ({ doc }) => void blockKeys(doc).set('p2.kind', 'quote'),
  'a root': ({ doc }) => void doc.getMap('footnotes').set('f1', new Y.Text('said below')),
  'a flow': ({ doc }) => doc.getText('footnote/f1').insert(0, 'said below'),
}

/** All structs that stand, by whoever wrote them: what is written over or deleted is missing or said anew. */
const standing = (doc: Y.Doc, client: number) =>
  (doc.store.clients.get(client) ?? [])
    .filter((struct) => struct instanceof Y.Item && !struct.deleted)
    .reduce((sum, { length }) => sum + length, 0)

const author = memberNamed(1)

test.each(Object.entries(shapes))(
  '[UI-440] what a page does not know in a text leaves its editor working, holds its place, and is never written over by opening, following, or typing around it: %s',
  (_name, put) => {
    const [other, page] = twoDesks(['First words', 'one two three'])
    put(other)
    const own = standing(other.doc, 6) + standing(other.doc, 5)
    const isStanding = () => expect(standing(page.doc, 5)).toBe(own)
    const before = Y.encodeStateVector(page.doc)
    // Following it, and opening a text that holds it already, write nothing.
    deliver(other, page)
    isStanding()
    const late = openDesk({ doc: other.doc, draft: other.draft })
    expect(late.editor.state.doc.toJSON()).toEqual(page.editor.state.doc.toJSON())
    expect(Y.encodeStateVector(page.doc)).not.toEqual(before)
    expect(Y.encodeStateVector(page.doc)).toEqual(Y.encodeStateVector(other.doc))
    // Whatever its person does beside it is let in by the server, and leaves it.
    const server = openFlowServer(page.doc)
    const atWord = placeOf(page, 'rds')
    page.editor.commands.setTextSelection(atWord)
    press(page, 'XY')
    key(page, 'Enter')
    press(page, 'new ')
    behind(page, 'one')
    press(page, ' more')
    page.editor.commands.setTextSelection({ from: 2, to: 4 })
    page.editor.commands.toggleItalic()
    page.wait()
    page.editor.commands.undo()
    page.editor.commands.redo()
    key(page, 'Backspace')
    isStanding()
    expect(server.receive(author, newsOf(page.doc, server))).toBeUndefined()
    deliver(page, other)
    expect(other.editor.state.doc.toJSON()).toEqual(page.editor.state.doc.toJSON())
    expect(page.editor.state.doc.textContent).toContain('one more two three')
    readText(page.doc)
  },
)

test('[UI-440] what a page does not know in a cell, and of a table, leaves the tables working', () => {
  const [other, page] = openTableDesks(5, 6)
  if (!other || !page) throw new Error()
  const written: unknown[] = []
  page.doc.on('update', (_update: Uint8Array, origin: unknown) => {
    if (origin !== 'remote') written.push(origin)
  })
  const cell = flowOf(other.doc, cellNamed(other, 1, 0))
  cell.insertEmbed(2, { footnote: 'f1' })
  cell.insertEmbed(0, { table: 'inside' })
  axisKeys(other.doc, 'rows').set('r9.colour', 'red')
  axisKeys(other.doc, 'columns').set('c9', 1)
  other.draft.flow.insertEmbed(other.draft.flow.length, { table: 'nowhere' })
  deliver(other, page)
  expect(written).toEqual([])
  expect(seen(page)[0]?.[1]?.[0]).toBe('Brazil')
  const view = goInto(page, 1, 0)
  write(view, ' and India')
  expect(written).toHaveLength(1)
  deliver(page, other)
  expect(seen(other)[0]?.[1]?.[0]).toBe('Brazil and India')
  expect(JSON.stringify(flowOf(page.doc, cellNamed(page, 1, 0)).toDelta())).toMatch(
    /inside.*footnote/,
  )
})
