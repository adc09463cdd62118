import Collaboration from '@tiptap/extension-collaboration'
import { EditorContent, useEditor } from '@tiptap/react'
import { useEffect, useState } from 'react'
import type * as Y from 'yjs'
import type { Cell } from '#shared/domain/content'
import { WithoutBracketDesk } from '../brackets/desk.tsx'
import { CellReader } from '../reader/CellReader.tsx'
import { BracketTyping } from './bracket-typing.ts'
import styles from './editor.module.css'
import { cleanPastedHtml } from './paste-from-word.ts'
import { wordsSchema } from './schema.ts'
import { WordsAtCaret } from './words-at-caret.ts'

/** A cell of a task or provision: plain until somebody goes in to type, so that a page of tables stays light. */
export function CellEditor({
  fragment,
  cell,
  label,
  whenEmpty,
  sponsors,
}: {
  readonly fragment: Y.XmlFragment
  readonly cell: Cell
  readonly label: string
  readonly whenEmpty: string
  /** Codes put on a bracket that this person makes. */
  readonly sponsors: string
}) {
  const [isOpen, setOpen] = useState(false)
  if (isOpen)
    return (
      <OpenCell
        fragment={fragment}
        label={label}
        sponsors={sponsors}
        onClose={() => setOpen(false)}
      />
    )
  return (
    <button
      type="button"
      className={styles['cellButton']}
      aria-label={label}
      onClick={() => setOpen(true)}
      onFocus={() => setOpen(true)}
    >
      <WithoutBracketDesk>
        <CellReader cell={cell} whenEmpty={whenEmpty} />
      </WithoutBracketDesk>
    </button>
  )
}

function OpenCell({
  fragment,
  label,
  sponsors,
  onClose,
}: {
  readonly fragment: Y.XmlFragment
  readonly label: string
  readonly sponsors: string
  readonly onClose: () => void
}) {
  const editor = useEditor({
    injectCSS: false,
    extensions: [
      ...wordsSchema,
      WordsAtCaret,
      Collaboration.configure({ fragment }),
      BracketTyping.configure({ putter: () => ({ sponsors, at: new Date().toISOString() }) }),
    ],
    editorProps: {
      attributes: {
        class: styles['cell'] ?? '',
        role: 'textbox',
        'aria-label': label,
        spellcheck: 'true',
        lang: 'en-GB',
      },
      transformPastedHTML: cleanPastedHtml,
      // A cell is one line: Enter and Escape leave it.
      handleKeyDown(view, event) {
        if (event.key !== 'Enter' && event.key !== 'Escape') return false
        view.dom.blur()
        return true
      },
    },
    onBlur: onClose,
  })
  // At once, and not in the next frame as autofocus does: the first key may come before it.
  useEffect(() => {
    if (!editor) return
    editor.commands.setTextSelection(editor.state.doc.content.size)
    editor.view.focus()
  }, [editor])
  return <EditorContent editor={editor} />
}
