/** All that an editor of a flow is made of. */
import type { AnyExtension } from '@tiptap/core'
import type { Draft } from '#shared/flow/draft'
import type { Undo } from '#shared/flow/undo'
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
}

export const flowExtensions = ({ draft, undo, goTo }: FlowDesk): AnyExtension[] => [
  ...flowSchema,
  FlowBinding.configure({ draft, undo }),
  FlowKeys,
  FlowUndo.configure({ undo, goTo }),
  FlowClipboard,
  ListMarks,
]
