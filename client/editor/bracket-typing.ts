/**
 * Brackets from the keyboard: "[" over selected words puts them in brackets, "]" makes a pair with the "[" before it, and so
 * do the first words between "[" and "]". And from elsewhere: what is pasted in square brackets is in brackets of whoever pastes it.
 */
import { Extension } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type * as Y from 'yjs'
import { isCloser, isOpener } from '#shared/brackets/literal'
import { bracketSelection, bracketTyped, withNewBrackets } from './bracket-commands.ts'
import { withImportedBrackets } from './bracket-import.ts'
import { emptyTypedEnd, withoutLeftBracket } from './empty-brackets.ts'
import { cutsNote } from './footnotes.ts'

interface BracketOptions {
  readonly doc: Y.Doc | undefined
  /** What is done next is undone by itself, and leaves what was typed before. */
  readonly beginStep: () => void
}

export const BracketTyping = Extension.create<BracketOptions>({
  name: 'bracketTyping',
  addOptions: () => ({ doc: undefined, beginStep: () => undefined }),
  addProseMirrorPlugins() {
    const { doc, beginStep } = this.options
    return [
      new Plugin({
        key: new PluginKey('bracketTyping'),
        props: {
          handleTextInput(view, from, to, text) {
            if (isOpener(text) && from < to) {
              const transaction = bracketSelection(view.state)
              if (!transaction) return false
              beginStep()
              view.dispatch(transaction)
              return true
            }
            if (from < to || cutsNote(view.state)) return false
            const end = isCloser(text) ? from : emptyTypedEnd(view.state.doc, from)
            if (end === undefined) return false
            // First the character, so that undoing takes back the pair and leaves what was typed.
            view.dispatch(view.state.tr.insertText(text, from, to).scrollIntoView())
            const transaction = bracketTyped(view.state, end + text.length)
            if (transaction) {
              beginStep()
              view.dispatch(transaction)
              beginStep()
            }
            return true
          },
          transformPasted: (slice) => withImportedBrackets(withNewBrackets(slice, doc)),
        },
        appendTransaction: (_transactions, before, after) => withoutLeftBracket(before, after),
      }),
    ]
  },
})
