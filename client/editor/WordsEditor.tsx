import CollaborationCaret from '@tiptap/extension-collaboration-caret'
import { Selection } from '@tiptap/pm/state'
import { type Editor, EditorContent, useEditor, useEditorState } from '@tiptap/react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { WordsAnchor } from '#shared/domain/thread'
import { wordsName } from '#shared/text/content-names'
import { flatWords } from '#shared/text/flat-words'
import { anchorWords } from '#shared/text/words-anchor'
import type { MarkActs, TextMarks } from '../amendments/mark.ts'
import authorStyles from '../authorship/authorship.module.css'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { useBracketDesk } from '../brackets/desk.tsx'
import { serverInstant } from '../live/server-clock.ts'
import type { TextRoom } from '../live/text-room.ts'
import { useMessages } from '../messages/use-messages.ts'
import type { WordsHighlight } from '../threads/highlight.ts'
import { useOnItsWay } from '../ui/in-turn.tsx'
import { AmendmentMarks } from './amendment-marks.ts'
import { AuthorMarks } from './author-marks.ts'
import { bracketAround } from './bracket-around.ts'
import { addOption, bracketSelection } from './bracket-commands.ts'
import { BracketTyping, beginUndoStep } from './bracket-typing.ts'
import { renderCaret, selectionAttributes } from './caret.ts'
import styles from './editor.module.css'
import { useEditorFailure } from './editor-failure.ts'
import { flatOffset } from './flat-positions.ts'
import { Highlights, highlightsKey } from './highlights.ts'
import { LinkDialog } from './LinkDialog.tsx'
import { useAuthorsInEditor, useMarksInEditor } from './marks-in-editor.ts'
import { cleanPastedHtml } from './paste-from-word.ts'
import { wordsSchema } from './schema.ts'
import { Toolbar } from './Toolbar.tsx'
import { TidyBlocks } from './tidy-blocks.ts'
import { useFileImport } from './use-file-import.ts'
import { usePasteLimit } from './use-paste-limit.ts'
import { boundTo } from './words-binding.ts'

/** Of a document with one paragraph and nothing in it. */
const emptySize = 2

export interface WordsEditorProps {
  readonly room: TextRoom
  readonly label: string
  readonly highlights: readonly WordsHighlight[]
  /** Who wrote what; undefined while that is not shown. */
  readonly authors: readonly ShownRun[] | undefined
  /** Codes put on a bracket that this person makes. */
  readonly sponsors: string
  readonly onComment?: ((anchor: WordsAnchor) => void) | undefined
  readonly onHighlight: (threadId: string) => void
  /** Tabled amendments to these words, where they are shown. */
  readonly marks: TextMarks | undefined
  readonly markActs: MarkActs
}

/** The live editor of a text's words, for those who may type. */
export function WordsEditor({
  room,
  label,
  highlights,
  authors,
  sponsors,
  onComment,
  onHighlight,
  marks,
  markActs,
}: WordsEditorProps) {
  const [isLinking, setLinking] = useState(false)
  const keys = useRef<{ comment(): void; link(): void; bracket(): void; file(file: File): void }>({
    comment: () => undefined,
    link: () => undefined,
    bracket: () => undefined,
    file: () => undefined,
  })
  const [pressed] = useState(() => ({
    comment: () => keys.current.comment(),
    link: () => keys.current.link(),
    bracket: () => keys.current.bracket(),
    file: (file: File) => keys.current.file(file),
  }))
  const desk = useBracketDesk()
  const asking = useRef(desk)
  useEffect(() => {
    asking.current = desk
  })
  const isTooLong = usePasteLimit()
  const failing = useEditorFailure()
  const putter = useCallback(() => ({ sponsors, at: serverInstant() }), [sponsors])
  const editor = useEditor(
    {
      injectCSS: false,
      extensions: [
        failing,
        ...wordsSchema,
        ...boundTo(room.doc.getXmlFragment(wordsName), room.guard),
        CollaborationCaret.configure({
          provider: room,
          user: {},
          render: renderCaret,
          selectionRender: selectionAttributes,
        }),
        TidyBlocks,
        Highlights,
        AmendmentMarks,
        AuthorMarks,
        BracketTyping.configure({ putter }),
      ],
      editorProps: {
        attributes: {
          class: `${styles['words']} ${styles['editable']}`,
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': label,
          spellcheck: 'true',
          lang: 'en-GB',
        },
        transformPastedHTML: cleanPastedHtml,
        handlePaste: (_view, _event, slice) => isTooLong(slice),
        handleDrop(view, event, slice, isMoved) {
          const [file] = event.dataTransfer?.files ?? []
          if (!file) return !isMoved && isTooLong(slice)
          event.preventDefault()
          const at = view.posAtCoords({ left: event.clientX, top: event.clientY })
          if (at)
            view.dispatch(
              view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))),
            )
          pressed.file(file)
          return true
        },
        handleKeyDown(_view, event) {
          // On many layouts AltGr is Ctrl+Alt and types letters. What is about a selection waits until the editor has heard of it.
          const isCommand = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph')
          if (isCommand && event.altKey && event.code === 'KeyM')
            setTimeout(() => keys.current.comment())
          else if (isCommand && event.altKey && event.code === 'KeyB')
            setTimeout(() => keys.current.bracket())
          else if (isCommand && !event.altKey && event.key === 'k') keys.current.link()
          else return false
          event.preventDefault()
          return true
        },
        handleClick(_view, _position, event) {
          const mark =
            event.target instanceof Element ? event.target.closest('[data-thread]') : null
          const bracket =
            event.target instanceof Element ? event.target.closest('[data-bracket]') : null
          const bracketId = bracket?.getAttribute('data-bracket')
          if (bracket && bracketId) asking.current?.ask(bracketId, bracket)
          const threadId = mark?.getAttribute('data-thread')
          if (threadId) onHighlight(threadId)
          return false
        },
      },
    },
    [room, putter, isTooLong, failing],
  )

  useEffect(() => {
    if (editor && !editor.isDestroyed)
      editor.view.dispatch(
        editor.state.tr.setMeta(highlightsKey, highlights).setMeta('addToHistory', false),
      )
  }, [editor, highlights])

  const isDrawn = useIsDrawn(editor, room)
  useOnItsWay(!isDrawn)
  useMarksInEditor(isDrawn ? editor : null, marks, markActs)
  useAuthorsInEditor(editor, authors)

  /** Puts the selected words in brackets; without a selection it shows what can be done with the bracket at the caret. */
  const bracket = () => {
    if (editor?.state.selection.empty) {
      const found = bracketAround(editor.state.doc, editor.state.selection.head)
      const edge = found && editor.view.nodeDOM(found.at)
      if (found && edge instanceof Element) desk?.ask(found.bracketId, edge)
      return
    }
    const transaction = editor && bracketSelection(editor.state, putter())
    if (!editor || !transaction) return
    beginUndoStep(editor.state)
    editor.view.dispatch(transaction)
    editor.view.focus()
  }
  useEffect(() => {
    if (!desk || !editor) return undefined
    return desk.letAddOptions((bracketId, words) => {
      const transaction = addOption(editor.state, bracketId, words, putter())
      if (!transaction) return
      beginUndoStep(editor.state)
      editor.view.dispatch(transaction)
    })
  }, [desk, editor, putter])

  const comment = () => {
    if (!editor || !onComment) return
    const { from, to } = editor.state.selection
    const { doc } = editor.state
    const anchor = anchorWords(room.doc, flatOffset(doc, from), flatOffset(doc, to))
    if (anchor) onComment(anchor)
  }
  const link = () => setLinking(true)
  const importFile = useFileImport()
  const file = (chosen: File) => {
    if (editor) void importFile(editor, chosen)
  }
  useEffect(() => {
    keys.current = { comment, link, bracket, file }
  })

  return (
    <div className={styles['frame']}>
      {editor ? (
        <Toolbar
          editor={editor}
          label={label}
          onBracket={pressed.bracket}
          onComment={onComment ? pressed.comment : undefined}
          onLink={pressed.link}
          onFile={pressed.file}
        />
      ) : null}
      <EditorContent editor={editor} />
      {editor && authors ? <AuthorHere editor={editor} authors={authors} /> : null}
      {editor && isLinking ? (
        <LinkDialog editor={editor} onClose={() => setLinking(false)} />
      ) : null}
    </div>
  )
}

/** Whether an editor shows the words that it was made for: it draws them a moment after it stands on the page. */
function useIsDrawn(editor: Editor | null, room: TextRoom): boolean {
  const [isDrawn, setDrawn] = useState(false)
  useLayoutEffect(() => {
    if (!editor || isDrawn) return undefined
    const look = () => {
      const isEmpty = editor.state.doc.content.size <= emptySize
      if (!isEmpty || flatWords(room.content().words) === '') setDrawn(true)
    }
    look()
    editor.on('transaction', look)
    return () => void editor.off('transaction', look)
  }, [editor, room, isDrawn])
  return isDrawn
}

/** Whose the words at the cursor are, for those who see no colours. */
function AuthorHere({
  editor,
  authors,
}: {
  readonly editor: Editor
  readonly authors: readonly ShownRun[]
}) {
  const say = useMessages()
  const at = useEditorState({
    editor,
    selector: ({ editor: { state } }) => flatOffset(state.doc, state.selection.from),
  })
  const here =
    authors.find(({ start, end }) => at >= start && at < end) ??
    authors.find(({ end }) => at === end)
  return (
    <p className={authorStyles['here']} role="status">
      {here ? say('authors.here', { name: here.author.name }) : say('authors.hereNobody')}
    </p>
  )
}
