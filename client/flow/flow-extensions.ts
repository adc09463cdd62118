/** All that an editor of a flow is made of. */
import type { AnyExtension } from '@tiptap/core'
import type * as Y from 'yjs'
import type { Draft } from '#shared/flow/draft'
import type { Undo } from '#shared/flow/undo'
import { BracketTyping } from '../editor/bracket-typing.ts'
import { Footnotes } from '../editor/footnotes.ts'
import { BlockTyping } from './block-typing.ts'
import { BracketView } from './bracket-view.ts'
import { CellKeys, type CellMoves } from './cell-keys.ts'
import { FlowBinding } from './flow-binding.ts'
import { FlowClipboard } from './flow-clipboard.ts'
import { FlowKeys } from './flow-keys.ts'
import { cellSchema, flowSchema } from './flow-schema.ts'
import { FlowUndo } from './flow-undo.ts'
import { LineCell } from './line-cell.ts'
import { ListMarks } from './list-marks.ts'
import { NoteView } from './note-view.ts'
import type { PageEditors } from './page-editors.ts'
import { Runs } from './runs.ts'
import { goTo, type SelectedPlace } from './selected-place.ts'
import type { TableDesk } from './table-cells.ts'
import { TablesInWords } from './tables-in-words.ts'

export interface FlowDesk {
  /** The text that is edited. */
  readonly textId: string
  readonly draft: Draft
  /** One for all editors of the page. */
  readonly undo: Undo<SelectedPlace>
  readonly editors: PageEditors
}

const common = ({ textId, draft, undo, editors }: FlowDesk): AnyExtension[] => [
  FlowBinding.configure({ draft, undo, editors }),
  FlowKeys,
  FlowUndo.configure({
    undo,
    mayEdit: (doc) => editors.holds(doc),
    goTo: (place) => goTo(editors, place),
  }),
  FlowClipboard.configure({ flow: draft.flow, textId, editors }),
  ListMarks,
  Runs.configure({ flow: draft.flow }),
  BracketTyping.configure({ doc: draft.flow.doc ?? undefined, beginStep: () => undo.close() }),
  BracketView.configure({ doc: draft.flow.doc ?? undefined }),
  Footnotes.configure({ doc: draft.flow.doc ?? undefined }),
  NoteView.configure({ doc: draft.flow.doc ?? undefined }),
]
const blockTyping = ({ undo }: FlowDesk) => BlockTyping.configure({ beginStep: () => undo.close() })

/** An editor of a cell of a table in the words, which holds blocks. */
export const cellExtensions = (desk: FlowDesk, moves: CellMoves): AnyExtension[] => [
  ...cellSchema,
  ...common(desk),
  blockTyping(desk),
  CellKeys.configure(moves),
]

/** An editor of a cell of a task or provision, which is one line. */
export const lineExtensions = (desk: FlowDesk, leave: () => void): AnyExtension[] => [
  ...cellSchema,
  ...common(desk),
  LineCell.configure({ leave }),
]

/** The editor of a text's words, with its tables. */
export const flowExtensions = (
  desk: FlowDesk &
    Omit<TableDesk, 'cellExtensions'> & {
      /** What editors of cells have beside what is here. */
      readonly more?: (cell: Y.Text) => AnyExtension[]
    },
): AnyExtension[] => [
  ...flowSchema,
  ...common(desk),
  blockTyping(desk),
  TablesInWords.configure({
    desk: {
      ...desk,
      cellExtensions: (draft, moves) => [
        ...cellExtensions({ ...desk, draft }, moves),
        ...(desk.more?.(draft.flow) ?? []),
      ],
    },
  }),
]
