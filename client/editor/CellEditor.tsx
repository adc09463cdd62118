import { EditorContent, useEditor } from '@tiptap/react'
import { useEffect, useState } from 'react'
import type * as Y from 'yjs'
import type { Cell } from '#shared/domain/content'
import { amendmentsOf, type MarkActs, type TextMarks } from '../amendments/mark.ts'
import marked from '../amendments/marks.module.css'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { WithoutBracketDesk } from '../brackets/desk.tsx'
import { serverInstant } from '../live/server-clock.ts'
import type { TextGuard } from '../live/text-guard.ts'
import { ChangeBar, MarkCode, markAttributes } from '../reader/AmendedPassage.tsx'
import { CellReader } from '../reader/CellReader.tsx'
import { afterPress } from '../ui/after-press.ts'
import { AmendmentMarks } from './amendment-marks.ts'
import { AuthorMarks } from './author-marks.ts'
import { BracketTyping } from './bracket-typing.ts'
import styles from './editor.module.css'
import { useEditorFailure } from './editor-failure.ts'
import { useAuthorsInEditor, useMarksInEditor } from './marks-in-editor.ts'
import { cleanPastedHtml } from './paste-from-word.ts'
import { wordsSchema } from './schema.ts'
import { usePasteLimit } from './use-paste-limit.ts'
import { boundTo } from './words-binding.ts'

/** A cell of a task or provision: plain until somebody goes in to type, so that a page of tables stays light. */
export function CellEditor({
  fragment,
  guard,
  cell,
  label,
  whenEmpty,
  sponsors,
  marks,
  acts,
  authors,
}: {
  readonly fragment: Y.XmlFragment
  readonly guard: TextGuard
  readonly cell: Cell
  readonly label: string
  readonly whenEmpty: string
  /** Codes put on a bracket that this person makes. */
  readonly sponsors: string
  /** Of tabled amendments, as they were compared. */
  readonly marks: TextMarks | undefined
  readonly acts: MarkActs
  readonly authors: readonly ShownRun[] | undefined
}) {
  const [isOpen, setOpen] = useState(false)
  if (isOpen)
    return (
      <OpenCell
        fragment={fragment}
        guard={guard}
        label={label}
        sponsors={sponsors}
        marks={marks}
        acts={acts}
        authors={authors}
        onClose={() => afterPress(() => setOpen(false))}
      />
    )
  return (
    <>
      {marks ? <ChangeBar marks={marks.marks} look={marks.look} onPress={acts.toggleLook} /> : null}
      <button
        type="button"
        className={styles['cellButton']}
        aria-label={label}
        onClick={() => setOpen(true)}
        onFocus={() => setOpen(true)}
      >
        <WithoutBracketDesk>
          <CellReader cell={cell} whenEmpty={whenEmpty} marks={marks} authors={authors} />
        </WithoutBracketDesk>
      </button>
      {marks?.look === 'markup'
        ? amendmentsOf(marks.marks).map((mark) => (
            <span key={mark.amendmentId} className={marked['passage']} {...markAttributes(mark)}>
              <MarkCode mark={mark} onMark={acts.showCard} />
            </span>
          ))
        : null}
    </>
  )
}

function OpenCell({
  fragment,
  guard,
  label,
  sponsors,
  marks,
  acts,
  authors,
  onClose,
}: {
  readonly fragment: Y.XmlFragment
  readonly guard: TextGuard
  readonly label: string
  readonly sponsors: string
  readonly marks: TextMarks | undefined
  readonly acts: MarkActs
  readonly authors: readonly ShownRun[] | undefined
  readonly onClose: () => void
}) {
  const isTooLong = usePasteLimit()
  const failing = useEditorFailure()
  const editor = useEditor({
    injectCSS: false,
    extensions: [
      failing,
      ...wordsSchema,
      ...boundTo(fragment, guard),
      AmendmentMarks,
      AuthorMarks,
      BracketTyping.configure({ putter: () => ({ sponsors, at: serverInstant() }) }),
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
      handlePaste: (_view, _event, slice) => isTooLong(slice),
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
  useMarksInEditor(editor, marks, acts)
  useAuthorsInEditor(editor, authors)
  return <EditorContent editor={editor} />
}
