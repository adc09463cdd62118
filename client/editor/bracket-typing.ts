/**
 * Brackets from the keyboard: "[" over selected words puts them in brackets, "]" makes a pair with the "[" before it, and so
 * do the first words between "[" and "]". And from elsewhere: what is pasted in square brackets is in brackets of whoever pastes it.
 */
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import { bracketSelection, bracketTyped, type Putter, withNewBrackets } from './bracket-commands.ts'
import { withImportedBrackets } from './bracket-import.ts'
import {
  emptyTypedEnd,
  leaveWithoutWidth,
  type TakeOutEdges,
  withoutLeftBracket,
} from './empty-brackets.ts'

/** What is done next is undone by itself, and leaves what was typed before. */
export function beginUndoStep(state: EditorState): void {
  yUndoPluginKey.getState(state)?.undoManager?.stopCapturing()
}

interface BracketOptions {
  readonly putter: () => Putter
  readonly beginStep: (state: EditorState) => void
  readonly takeOut: TakeOutEdges
}

export const BracketTyping = Extension.create<BracketOptions>({
  name: 'bracketTyping',
  addOptions: () => ({
    putter: () => ({ sponsors: '', at: '' }),
    beginStep: beginUndoStep,
    takeOut: leaveWithoutWidth,
  }),
  addProseMirrorPlugins() {
    const { putter, beginStep, takeOut } = this.options
    return [
      new Plugin({
        key: new PluginKey('bracketTyping'),
        props: {
          handleTextInput(view, from, to, text) {
            if (text === '[' && from < to) {
              const transaction = bracketSelection(view.state, putter())
              if (!transaction) return false
              beginStep(view.state)
              view.dispatch(transaction)
              return true
            }
            if (from < to) return false
            const end = text === ']' ? from : emptyTypedEnd(view.state.doc, from)
            if (end === undefined) return false
            // First the character, so that undoing takes back the pair and leaves what was typed.
            view.dispatch(view.state.tr.insertText(text, from, to).scrollIntoView())
            const transaction = bracketTyped(view.state, end + text.length, putter())
            if (transaction) {
              beginStep(view.state)
              view.dispatch(transaction)
              beginStep(view.state)
            }
            return true
          },
          transformPasted: (slice) => withImportedBrackets(withNewBrackets(slice), putter()),
        },
        appendTransaction: (_transactions, before, after) =>
          withoutLeftBracket(before, after, takeOut),
      }),
    ]
  },
})
