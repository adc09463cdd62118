/** Every act that editors offer, done by somebody at a desk as keys, buttons and the clipboard do it. */
import { toggleMark } from '@tiptap/pm/commands'
import type { Command } from '@tiptap/pm/state'
import { TextSelection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import fc from 'fast-check'
import { afterEach } from 'vitest'
import * as Y from 'yjs'
import { bracketsOf } from '#shared/brackets/brackets'
import { ListStyle } from '#shared/domain/content'
import { liftBracket } from '#shared/flow/acts'
import { flowOf, wordsFlow } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { cellFlow, gridsOf } from '#shared/flow/tables'
import { addOption, bracketSelection } from '../../../client/editor/bracket-commands.ts'
import { putFootnote } from '../../../client/editor/footnotes.ts'
import {
  lift,
  shapeBlocks,
  sink,
  toggleHeading,
  toggleList,
} from '../../../client/flow/block-commands.ts'
import { moveBlock } from '../../../client/flow/move-blocks.ts'
import { placeOf } from '../../../client/flow/selected-place.ts'
import {
  actOnTable,
  putTable,
  type TableAct,
  takeOutTable,
} from '../../../client/flow/table-commands.ts'
import { type FlowServer } from '../../support/admitting-flows.ts'
import { clip, type Desk, endDesks } from './desk.ts'

afterEach(endDesks)

/** Somebody at a desk, and what is between them and the server. */
export interface Person {
  readonly desk: Desk
  readonly unsent: Uint8Array[]
  /** How much of what the server told they have heard. */
  heard: number
  /** The flow that they are in. */
  flow: string
  /** Whether their caret stands behind what they have just taken back. */
  hasTaken: boolean
  clip: string | undefined
  /** All letters that they have, as they were read last; undefined when they have heard of others since. */
  letters: string | undefined
}

const acts = {
  type: 8,
  'type over': 2,
  caret: 6,
  select: 4,
  cell: 2,
  words: 1,
  Enter: 3,
  'Shift-Enter': 1,
  Backspace: 3,
  Delete: 2,
  Tab: 2,
  'Shift-Tab': 1,
  mark: 2,
  link: 1,
  footnote: 1,
  heading: 1,
  list: 2,
  shape: 1,
  sink: 1,
  lift: 1,
  bracket: 2,
  'typed bracket': 1,
  option: 1,
  'lift bracket': 1,
  table: 1,
  'table act': 2,
  'take out': 1,
  cut: 2,
  paste: 3,
  'paste blocks': 1,
  move: 1,
  undo: 2,
  redo: 1,
  send: 10,
  hear: 14,
} as const
type Kind = keyof typeof acts
export const kinds = Object.keys(acts).filter((kind): kind is Kind => kind in acts)
/** Those after which letters may be missing. */
export const mayDelete: ReadonlySet<Kind> = new Set<Kind>([
  'type over',
  'Backspace',
  'Delete',
  'Enter',
  'Shift-Enter',
  'typed bracket',
  'type',
  'cut',
  'paste',
  'paste blocks',
  'undo',
  'redo',
  'take out',
  'table act',
])
/** Those that put the caret elsewhere, or behind a letter that they put. */
export const setsCaret: ReadonlySet<Kind> = new Set<Kind>([
  'type',
  'type over',
  'caret',
  'select',
  'Enter',
  'Shift-Enter',
  'typed bracket',
  'paste',
  'paste blocks',
])
/** Those that leave it where something was taken back. */
export const takesBack: ReadonlySet<Kind> = new Set<Kind>([
  'Backspace',
  'Delete',
  'cut',
  'undo',
  'redo',
  'take out',
  'table act',
])
const plainMarks = ['bold', 'italic', 'strike', 'superscript', 'subscript']
const tableActs: readonly TableAct[] = ['add', 'remove', 'move back', 'move on', 'heading']

export const step = fc.record({
  who: fc.nat(3),
  kind: fc.oneof(
    ...(Object.entries(acts) as [Kind, number][]).map(([kind, weight]) => ({
      weight,
      arbitrary: fc.constant(kind),
    })),
  ),
  at: fc.nat(999),
  length: fc.nat(6),
})
export type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

/** Every letter that is typed is another. */
export function freshLetters(): () => string {
  let next = 0x4e00
  return () => String.fromCodePoint(next++)
}

/** The editor that they are in. */
export function viewOf(person: Person): EditorView {
  const { desk } = person
  const open =
    person.flow === wordsFlow ? undefined : desk.editors.open(flowOf(desk.doc, person.flow))
  if (!open) person.flow = wordsFlow
  return open ?? desk.editor.view
}

function caretsIn({ state }: EditorView): number[] {
  const carets: number[] = []
  state.doc.descendants((node, position) => {
    if (node.isTextblock)
      for (let at = 0; at <= node.content.size; at += 1) carets.push(position + 1 + at)
    return !node.isTextblock
  })
  return carets
}

function selectIn(view: EditorView, at: number, length: number): void {
  const carets = caretsIn(view)
  const from = carets[at % carets.length] ?? 1
  const to = carets.findLast((place) => place <= from + length) ?? from
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)))
}

const pressIn = (view: EditorView, key: string, shiftKey = false) =>
  view.someProp('handleKeyDown', (handle) =>
    handle(view, new KeyboardEvent('keydown', { key, shiftKey })),
  )

function typeIn(view: EditorView, letters: string): void {
  for (const letter of letters) {
    const { from, to } = view.state.selection
    const insert = () => view.state.tr.insertText(letter)
    const isTaken = view.someProp('handleTextInput', (handle) =>
      handle(view, from, to, letter, insert),
    )
    if (!isTaken) view.dispatch(insert())
  }
}

const bracketIds = (view: EditorView): string[] => {
  const ids: string[] = []
  view.state.doc.descendants(({ attrs }) => {
    if (typeof attrs['bracketId'] === 'string') ids.push(attrs['bracketId'])
  })
  return ids
}

function goIntoCell(person: Person, at: number): void {
  const { doc, editor } = person.desk
  const tables: string[] = []
  editor.state.doc.forEach(({ attrs }) => {
    if (typeof attrs['tableId'] === 'string') tables.push(attrs['tableId'])
  })
  const table = tables[at % Math.max(1, tables.length)]
  const { rows, columns } = gridsOf(doc)(table ?? '')
  const [row, column] = [
    rows[at % Math.max(1, rows.length)],
    columns[at % Math.max(1, columns.length)],
  ]
  if (row && column) person.flow = cellFlow(row.id, column.id)
  viewOf(person)
}

/** Copies or cuts as the browser does. */
function cut(person: Person, view: EditorView): void {
  if (view.state.selection.empty) return
  person.clip = clip(view, 'cut')
}

export interface Meeting {
  readonly server: FlowServer
  readonly fresh: () => string
}

/** Does one act; those who send and hear are others' concern. */
export function doAct(
  person: Person,
  { kind, at, length }: Step,
  { server, fresh }: Meeting,
): void {
  const { desk } = person
  const view = viewOf(person)
  const own = { ...desk.draft, flow: flowOf(desk.doc, person.flow) }
  const run = (command: Command) => command(view.state, view.dispatch, view)
  switch (kind) {
    case 'type':
      return typeIn(view, fresh())
    case 'type over':
      selectIn(view, at, length)
      return typeIn(view, fresh())
    case 'caret':
      return selectIn(view, at, 0)
    case 'select':
      return selectIn(view, at, length)
    case 'cell':
      return goIntoCell(person, at)
    case 'words':
      person.flow = wordsFlow
      return undefined
    case 'Enter':
    case 'Backspace':
    case 'Delete':
    case 'Tab':
      return void pressIn(view, kind)
    case 'Shift-Enter':
    case 'Shift-Tab':
      return void pressIn(view, kind.slice('Shift-'.length), true)
    case 'mark':
    case 'link': {
      const type =
        view.state.schema.marks[
          kind === 'link' ? 'link' : (plainMarks[at % plainMarks.length] ?? '')
        ]
      if (type) run(toggleMark(type, kind === 'link' ? { href: `https://un.org/${at}` } : {}))
      return undefined
    }
    case 'footnote':
      return void run(putFootnote)
    case 'heading':
      return void run(toggleHeading(2))
    case 'list':
      return void run(toggleList(at % 2 === 0 ? 'bullet' : 'number'))
    case 'shape':
      return void run(
        shapeBlocks({
          list: ListStyle.options[at % 7],
          label: at % 3 === 0 ? `${at} bis.` : undefined,
          continues: at % 2 === 0 ? true : undefined,
          start: at % 5 === 0 ? at : undefined,
          dir: at % 4 === 0 ? 'rtl' : undefined,
        }),
      )
    case 'sink':
      return void run(sink)
    case 'lift':
      return void run(lift)
    case 'move':
      return void run(moveBlock(at % 2 === 0 ? 1 : -1))
    case 'bracket': {
      const transaction = bracketSelection(view.state)
      if (transaction) view.dispatch(transaction)
      return undefined
    }
    case 'typed bracket':
      return typeIn(view, `[${fresh()}]`)
    case 'option': {
      const ids = bracketIds(view)
      const transaction = addOption(view.state, ids[at % Math.max(1, ids.length)] ?? '', fresh())
      if (transaction) view.dispatch(transaction)
      return undefined
    }
    case 'lift bracket': {
      const found = bracketsOf(readText(server.doc))
      const bracketId = found[at % Math.max(1, found.length)]?.bracketId
      if (bracketId !== undefined)
        liftBracket({ ...desk.draft, flow: flowOf(server.doc) }, bracketId)
      return undefined
    }
    case 'table': {
      const { editor, draft } = desk
      const carets = caretsIn(editor.view)
      editor.commands.setTextSelection(carets[at % carets.length] ?? 1)
      const place = placeOf(editor.state, draft.flow)
      const index = Y.createAbsolutePositionFromRelativePosition(place.head, desk.doc)?.index ?? 0
      return void putTable(draft, desk.undo, place, index, [1 + (at % 2), 2])
    }
    case 'table act': {
      const axis = at % 2 === 0 ? 'rows' : 'columns'
      const what = tableActs[length % tableActs.length] ?? 'add'
      return void actOnTable(own, desk.undo, placeOf(view.state, own.flow), axis, what)
    }
    case 'take out':
      return void takeOutTable(own, desk.undo, placeOf(view.state, own.flow))
    case 'cut':
      selectIn(view, at, length)
      return cut(person, view)
    case 'paste':
      if (person.clip !== undefined) view.pasteHTML(person.clip)
      person.clip = undefined
      return undefined
    case 'paste blocks':
      return void view.pasteHTML(`<p>${fresh()}</p><ul><li>${fresh()}</li></ul>`)
    case 'undo':
    case 'redo':
      desk.editor.commands[kind]()
      return undefined
    case 'send':
    case 'hear':
      return undefined
  }
}
