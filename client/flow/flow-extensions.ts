/** All that an editor of a flow is made of. */
import type { AnyExtension } from '@tiptap/core'
import type { Draft } from '#shared/flow/draft'
import type { Undo } from '#shared/flow/undo'
import type { Putter } from '../editor/bracket-commands.ts'
import { BracketTyping } from '../editor/bracket-typing.ts'
import { deleteEdges } from '../editor/empty-brackets.ts'
import { BlockTyping } from './block-typing.ts'
import { FlowBinding } from './flow-binding.ts'
import { FlowClipboard } from './flow-clipboard.ts'
import { FlowKeys } from './flow-keys.ts'
import { flowSchema } from './flow-schema.ts'
import { FlowUndo } from './flow-undo.ts'
import { ListMarks } from './list-marks.ts'
import type { SelectedPlace } from './selected-place.ts'

export interface FlowDesk {
  readonly draft: Draft
  /** One for all editors of the page. */
  readonly undo: Undo<SelectedPlace>
  /** Puts the caret there, in whichever editor of the page holds the flow. */
  readonly goTo: (place: SelectedPlace) => void
  /** Who puts brackets here. */
  readonly putter: () => Putter
}

export const flowExtensions = ({ draft, undo, goTo, putter }: FlowDesk): AnyExtension[] => [
  ...flowSchema,
  FlowBinding.configure({ draft, undo }),
  FlowKeys,
  FlowUndo.configure({ undo, goTo }),
  FlowClipboard,
  ListMarks,
  BracketTyping.configure({ putter, beginStep: () => undo.close(), takeOut: deleteEdges }),
  BlockTyping.configure({ beginStep: () => undo.close() }),
]
