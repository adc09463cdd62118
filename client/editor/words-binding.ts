/** How an editor writes into the words of a text and follows them: the same for a whole text and for a cell. */
import type { Extensions } from '@tiptap/core'
import type * as Y from 'yjs'
import type { TextGuard } from '../live/text-guard.ts'
import { guardedCollaboration } from './guarded-collaboration.ts'
import { SteadyCaret } from './steady-caret.ts'
import { WordsAtCaret } from './words-at-caret.ts'

export const boundTo = (fragment: Y.XmlFragment, guard: TextGuard): Extensions => [
  WordsAtCaret,
  guardedCollaboration(fragment, guard),
  SteadyCaret,
]
