import { Editor } from '@tiptap/core'
import { Selection, type Transaction } from '@tiptap/pm/state'
import { useEditorState } from '@tiptap/react'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { anchorLetters } from '#shared/anchors/words-anchor'
import type { WordsAnchor } from '#shared/domain/thread'
import type { Draft } from '#shared/flow/draft'
import { flatPlaces } from '#shared/flow/flat-places'
import { flowOf, wordsFlow } from '#shared/flow/flow-doc'
import { flatWords } from '#shared/text/flat-words'
import type { MarkActs } from '../amendments/mark.ts'
import { useOwnChanges } from '../amendments/use-own-changes.ts'
import authorStyles from '../authorship/authorship.module.css'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { useBracketDesk } from '../brackets/desk.tsx'
import { useDeletedDesk, useDeletedPresses } from '../deleted/desk.tsx'
import { FindPanel } from '../find/FindPanel.tsx'
import { newCellRuns } from '../flow/cell-runs.ts'
import { indexAt, indicesIn } from '../flow/draw.ts'
import { flowExtensions } from '../flow/flow-extensions.ts'
import type { EditedFlow } from '../flow/table-cells.ts'
import { EncodingQuestion } from '../intake/EncodingQuestion.tsx'
import { useCleanPaste } from '../intake/use-clean-paste.ts'
import { useFileImport } from '../intake/use-file-import.ts'
import { usePasteLimit } from '../intake/use-paste-limit.ts'
import { newUuid } from '../live/new-uuid.ts'
import type { TextRoom } from '../live/text-room.ts'
import { useMessages } from '../messages/use-messages.ts'
import { bracketAround } from './bracket-around.ts'
import { addOption, bracketOfLetters, bracketSelection, keptAsLetters } from './bracket-commands.ts'
import { Carets } from './carets.ts'
import { DragHandle } from './drag-handle.ts'
import { useEditing } from './editing.tsx'
import styles from './editor.module.css'
import { useEditorFailure } from './editor-failure.ts'
import { LinkDialog } from './LinkDialog.tsx'
import { ParagraphDialog } from './ParagraphDialog.tsx'
import { Toolbar } from './Toolbar.tsx'
import { useGoneWords } from './use-gone-words.ts'
import { useOwnEditor } from './use-own-editor.ts'
import { type ShownInWords, useMarkPresses, useRuns } from './use-runs.ts'

/** Of an anchor, in characters. */
const longestQuote = 2000

export interface WordsEditorProps extends ShownInWords {
  readonly room: TextRoom
  readonly label: string
  readonly onComment?: ((anchor: WordsAnchor) => void) | undefined
  readonly onHighlight: (threadId: string) => void
  readonly markActs: MarkActs
}

/** What keys and buttons do that the editor's own commands do not. */
interface Pressed {
  readonly comment: () => void
  readonly link: () => void
  readonly paragraph: () => void
  readonly find: () => void
  readonly bracket: () => void
  readonly file: (file: File) => void
  readonly thread: (threadId: string) => void
}

/** The live editor of a text's words, for those who may type. */
export function WordsEditor({
  room,
  label,
  highlights,
  authors,
  onComment,
  onHighlight,
  marks,
  markActs,
}: WordsEditorProps) {
  const say = useMessages()
  const keepGone = useGoneWords(room)
  const [dialog, setDialog] = useState<'link' | 'paragraph' | 'find'>()
  const keys = useRef<Pressed>(nothing)
  const [pressed] = useState(
    (): Pressed => ({
      comment: () => keys.current.comment(),
      link: () => keys.current.link(),
      paragraph: () => keys.current.paragraph(),
      find: () => keys.current.find(),
      bracket: () => keys.current.bracket(),
      file: (file) => keys.current.file(file),
      thread: (threadId) => keys.current.thread(threadId),
    }),
  )
  const desk = useBracketDesk()
  const deleted = useDeletedDesk()
  const editing = useEditing()
  const draft = useMemo((): Draft => ({ flow: flowOf(room.doc), newBlockId: newUuid }), [room])
  const frame = useRef<HTMLDivElement>(null)
  const [cell, setCell] = useState<EditedFlow>()
  const [cells] = useState(newCellRuns)
  const isTooLong = usePasteLimit()
  const cleanPaste = useCleanPaste()
  const failing = useEditorFailure()
  const host = useRef<HTMLDivElement>(null)
  const labelNow = useRef(label)
  useEffect(() => {
    labelNow.current = label
  }, [label])
  const make = useCallback(
    () =>
      new Editor({
        element: host.current,
        injectCSS: false,
        extensions: [
          failing,
          ...flowExtensions({
            ...editing,
            textId: room.textId,
            draft,
            cellLabel: (row, column) => say('table.cell', { row, column }),
            onCell: setCell,
            runs: cells,
            onCellGone: keepGone,
            more: (flow) => [Carets.configure({ flow, awareness: room.awareness })],
            cellEditorProps: {
              transformPastedHTML: cleanPaste,
              handlePaste: (_view, _event, slice) => isTooLong(slice),
            },
          }),
          Carets.configure({ flow: draft.flow, awareness: room.awareness, cells }),
          DragHandle.configure({ beginStep: () => editing.undo.close() }),
        ],
        editorProps: {
          attributes: {
            class: `${styles['words']} ${styles['editable']}`,
            role: 'textbox',
            'aria-multiline': 'true',
            'aria-label': labelNow.current,
            spellcheck: 'true',
            lang: 'en-GB',
          },
          transformPastedHTML: cleanPaste,
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
            const isCommand =
              (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph')
            if (isCommand && event.altKey && event.code === 'KeyM')
              setTimeout(() => keys.current.comment())
            else if (isCommand && event.altKey && event.code === 'KeyB')
              setTimeout(() => keys.current.bracket())
            else if (isCommand && event.altKey && event.code === 'KeyL') keys.current.paragraph()
            else if (isCommand && !event.altKey && event.key === 'k') keys.current.link()
            else if (isCommand && !event.altKey && /^[fh]$/i.test(event.key)) keys.current.find()
            else return false
            event.preventDefault()
            return true
          },
          handleClick(_view, _position, { target }) {
            const threadId =
              target instanceof Element &&
              target.closest('[data-thread]')?.getAttribute('data-thread')
            if (threadId) pressed.thread(threadId)
            return false
          },
        },
      }),
    [room, draft, editing, keepGone, isTooLong, cleanPaste, failing, cells, pressed, say],
  )
  const editor = useOwnEditor(make)
  useEffect(
    () => (editor ? editing.editors.register(draft.flow, () => editor.view) : undefined),
    [editing, editor, draft],
  )
  const flatOf = useCallback(() => flatWords(room.content().words), [room])
  const own = useOwnChanges(room.textId)?.words
  useRuns(
    { editor, doc: room.doc, name: wordsFlow, flatOf, cells },
    { highlights, authors, marks },
    own,
    deleted?.deletions,
  )
  useDeletedPresses(frame, deleted?.ask)
  useMarkPresses(frame, markActs)
  useBracketPresses(frame, desk?.ask)
  useEffect(() => {
    if (!desk || !editor) return undefined
    const write = (transaction: Transaction | undefined) => {
      if (!transaction) return
      editing.undo.close()
      editor.view.dispatch(transaction)
    }
    return desk.letWrite({
      addOption: (bracketId, words) => write(addOption(editor.state, bracketId, words)),
      keepAsLetters: (bracketId) => write(keptAsLetters(editor.state, bracketId)),
    })
  }, [desk, editor, editing])

  useEffect(() => {
    const leave = () => setCell(undefined)
    editor?.on('focus', leave)
    return () => void editor?.off('focus', leave)
  }, [editor])
  /** What the caret is in, or was in last: the words, or a cell among them. */
  const inHand = useMemo(
    () => cell ?? (editor ? { editor, flow: draft.flow } : undefined),
    [cell, editor, draft],
  )
  const { importFile, asked } = useFileImport()
  useEffect(() => {
    keys.current = {
      /**
       * Puts the selected words in brackets; without a selection it shows what can be done with the bracket at the caret, or makes one of
       * the letters there.
       */
      bracket() {
        if (!inHand) return
        const { state, view } = inHand.editor
        const { empty, head } = state.selection
        const found = empty ? bracketAround(state.doc, head) : undefined
        const edge = found && view.nodeDOM(found.at)
        if (found && edge instanceof Element) return desk?.ask(found.bracketId, edge)
        const transaction = empty ? bracketOfLetters(state) : bracketSelection(state)
        if (!transaction) return undefined
        editing.undo.close()
        view.dispatch(transaction)
        return view.focus()
      },
      comment() {
        const anchor = inHand && anchorOf(inHand)
        if (anchor) onComment?.(anchor)
      },
      link: () => setDialog('link'),
      paragraph: () => setDialog('paragraph'),
      find: () => setDialog('find'),
      file: (chosen) => void (inHand && importFile(inHand.editor, chosen, editing.undo)),
      thread: onHighlight,
    }
  })

  return (
    <div className={styles['frame']} ref={frame}>
      {inHand ? (
        <Toolbar
          inHand={inHand}
          editing={editing}
          label={label}
          onBracket={pressed.bracket}
          onComment={onComment ? pressed.comment : undefined}
          onLink={pressed.link}
          onParagraph={pressed.paragraph}
          onFile={pressed.file}
          onFind={pressed.find}
        />
      ) : null}
      {editor && dialog === 'find' ? (
        <FindPanel
          {...{ doc: room.doc, editor, cells, editing, marks, frame }}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
      <div ref={host} className={styles['host']} />
      {editor && authors ? <AuthorHere editor={editor} room={room} authors={authors} /> : null}
      {asked ? <EncodingQuestion key={asked.name} asked={asked} /> : null}
      {inHand && dialog === 'link' ? (
        <LinkDialog editor={inHand.editor} onClose={() => setDialog(undefined)} />
      ) : null}
      {inHand && dialog === 'paragraph' ? (
        <ParagraphDialog editor={inHand.editor} onClose={() => setDialog(undefined)} />
      ) : null}
    </div>
  )
}

const nothing: Pressed = {
  comment: () => undefined,
  link: () => undefined,
  paragraph: () => undefined,
  find: () => undefined,
  bracket: () => undefined,
  file: () => undefined,
  thread: () => undefined,
}

/** The selected words, by their letters. */
function anchorOf({ editor: { state }, flow }: EditedFlow): WordsAnchor | undefined {
  const { from, to } = state.selection
  const at = indicesIn(flow, state.doc)
  const letters = anchorLetters(flow, { start: at(from), end: at(to) })
  const quote = state.doc.textBetween(from, to, '\n', '\n').slice(0, longestQuote)
  return letters && quote.trim() !== '' ? { quote, letters } : undefined
}

/** Pressing a bracket shows what can be done with it. */
function useBracketPresses(
  frame: RefObject<HTMLElement | null>,
  ask: ((bracketId: string, anchor: Element) => void) | undefined,
): void {
  useEffect(() => {
    const { current } = frame
    if (!current || !ask) return undefined
    const press = ({ target }: MouseEvent) => {
      const bracket = target instanceof Element ? target.closest('[data-bracket]') : null
      const bracketId = bracket?.getAttribute('data-bracket')
      if (bracket && bracketId) ask(bracketId, bracket)
    }
    current.addEventListener('click', press)
    return () => current.removeEventListener('click', press)
  }, [frame, ask])
}

/** Whose the words at the cursor are, for those who see no colours. */
function AuthorHere({
  editor,
  room,
  authors,
}: {
  readonly editor: Editor
  readonly room: TextRoom
  readonly authors: readonly ShownRun[]
}) {
  const say = useMessages()
  const at = useEditorState({
    editor,
    selector: ({ editor: { state } }) =>
      flatPlaces(room.doc).offsetOf(indexAt(flowOf(room.doc), state.doc, state.selection.from)) ??
      0,
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
