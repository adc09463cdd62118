import { Editor } from '@tiptap/core'
import { Selection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Cell } from '#shared/domain/content'
import type { Draft } from '#shared/flow/draft'
import { flowOf } from '#shared/flow/flow-doc'
import { readLine } from '#shared/flow/read-text'
import { flatInlines } from '#shared/text/flat-words'
import { amendmentsOf, type MarkActs, type TextMarks } from '../amendments/mark.ts'
import marked from '../amendments/marks.module.css'
import { useOwnChanges } from '../amendments/use-own-changes.ts'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { WithoutBracketDesk } from '../brackets/desk.tsx'
import { lineExtensions } from '../flow/flow-extensions.ts'
import { useCleanPaste } from '../intake/use-clean-paste.ts'
import { usePasteLimit } from '../intake/use-paste-limit.ts'
import { newUuid } from '../live/new-uuid.ts'
import type { TextRoom } from '../live/text-room.ts'
import { ChangeBar, MarkCode, markAttributes } from '../reader/AmendedPassage.tsx'
import { CellReader } from '../reader/CellReader.tsx'
import { Carets } from './carets.ts'
import { useEditing } from './editing.tsx'
import styles from './editor.module.css'
import { useEditorFailure } from './editor-failure.ts'
import { useMarkPresses, useRuns } from './use-runs.ts'

const noHighlights: readonly never[] = []

interface CellEditorProps {
  readonly room: TextRoom
  /** The name of the cell's flow. */
  readonly flow: string
  readonly cell: Cell
  readonly label: string
  readonly whenEmpty: string
  /** Of tabled amendments, as they were compared. */
  readonly marks: TextMarks | undefined
  readonly acts: MarkActs
  readonly authors: readonly ShownRun[] | undefined
}

/**
 * A cell of a task or provision: plain until somebody goes in to type, so that a page of tables stays light. It stays open when the
 * window loses the focus, and until another cell is opened.
 */
export function CellEditor({
  room,
  flow: name,
  cell,
  label,
  whenEmpty,
  marks,
  acts,
  authors,
}: CellEditorProps) {
  const { host, button, editor, open, isLeaving } = useCell(room, name, label)
  const flatOf = useCallback(() => flatInlines(readLine(room.doc, name)), [room, name])
  useRuns(
    { editor: editor ?? null, doc: room.doc, name, flatOf },
    { highlights: noHighlights, authors, marks },
    useOwnChanges(room.textId)?.cells.get(name),
  )
  useMarkPresses(host, acts)
  return (
    <>
      <div ref={host} />
      {editor ? null : (
        <>
          {marks ? (
            <ChangeBar marks={marks.marks} look={marks.look} onPress={acts.toggleLook} />
          ) : null}
          <button
            ref={button}
            type="button"
            className={styles['cellButton']}
            aria-label={label}
            onClick={() => open().focus()}
            onFocus={() => {
              if (!isLeaving.current) open().focus()
            }}
          >
            <WithoutBracketDesk>
              <CellReader cell={cell} whenEmpty={whenEmpty} marks={marks} authors={authors} />
            </WithoutBracketDesk>
          </button>
          {marks?.look === 'markup'
            ? amendmentsOf(marks.marks).map((mark) => (
                <span
                  key={mark.amendmentId}
                  className={marked['passage']}
                  {...markAttributes(mark)}
                >
                  <MarkCode mark={mark} onMark={acts.showCard} />
                </span>
              ))
            : null}
        </>
      )}
    </>
  )
}

/** The editor of a cell, while it is open, and where it stands. */
function useCell(room: TextRoom, name: string, label: string) {
  const editing = useEditing()
  const isTooLong = usePasteLimit()
  const cleanPaste = useCleanPaste()
  const failing = useEditorFailure()
  const host = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const opened = useRef<Editor>(undefined)
  const [editor, setEditor] = useState<Editor>()
  const isLeaving = useRef(false)
  const draft = useMemo(
    (): Draft => ({ flow: flowOf(room.doc, name), newBlockId: newUuid }),
    [room, name],
  )
  const close = useCallback(() => {
    opened.current?.destroy()
    opened.current = undefined
    setEditor(undefined)
  }, [])
  const open = useCallback((): EditorView => {
    if (opened.current) return opened.current.view
    const made = new Editor({
      element: host.current,
      injectCSS: false,
      extensions: [
        failing,
        ...lineExtensions({ ...editing, textId: room.textId, draft }, () => {
          isLeaving.current = true
          close()
        }),
        Carets.configure({ flow: draft.flow, awareness: room.awareness }),
      ],
      editorProps: {
        attributes: {
          class: styles['cell'] ?? '',
          role: 'textbox',
          'aria-label': label,
          spellcheck: 'true',
          lang: 'en-GB',
        },
        transformPastedHTML: cleanPaste,
        handlePaste: (_view, _event, slice) => isTooLong(slice),
      },
    })
    opened.current = made
    editing.editors.opened(close)
    const { state, view } = made
    view.dispatch(state.tr.setSelection(Selection.atEnd(state.doc)))
    setEditor(made)
    return view
  }, [cleanPaste, close, draft, editing, failing, isTooLong, label, room])
  useEffect(() => editing.editors.register(draft.flow, open), [editing, draft, open])
  // Who leaves by key goes on from the cell that they left.
  useEffect(() => {
    if (editor || !isLeaving.current) return
    button.current?.focus()
    isLeaving.current = false
  }, [editor])
  useEffect(() => () => opened.current?.destroy(), [])
  return { host, button, editor, open, isLeaving }
}
