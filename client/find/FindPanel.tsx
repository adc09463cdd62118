import type { Editor } from '@tiptap/core'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type * as Y from 'yjs'
import { flowOf, wordsFlow } from '#shared/flow/flow-doc'
import type { TextMarks } from '../amendments/mark.ts'
import type { Editing } from '../editor/editing.tsx'
import { rangeIn, type ShownFlow } from '../editor/shown-runs.ts'
import { giveRuns, shownFlows } from '../editor/use-runs.ts'
import type { CellRuns } from '../flow/cell-runs.ts'
import type { Run } from '../flow/runs.ts'
import { placeOf } from '../flow/selected-place.ts'
import { actOn } from '../flow/table-commands.ts'
import { newUuid } from '../live/new-uuid.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { useNotice } from '../ui/notices.tsx'
import { TextField } from '../ui/TextField.tsx'
import styles from './find.module.css'
import { type Match, matchesIn, type Sought } from './matches.ts'
import { replaceMatches } from './replace.ts'

interface FindPanelProps {
  readonly doc: Y.Doc
  readonly editor: Editor
  readonly cells: CellRuns
  readonly editing: Editing
  readonly marks: TextMarks | undefined
  readonly frame: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

/** Milliseconds that edits are gathered before the text is searched again. */
const pause = 150

/** Counts up a while after a document has changed. */
function useChanges(doc: Y.Doc): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const changed = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        setCount((before) => before + 1)
      }, pause)
    }
    doc.on('update', changed)
    return () => {
      doc.off('update', changed)
      clearTimeout(timer)
    }
  }, [doc])
  return count
}

const amendedIn = (shown: ShownFlow, marks: TextMarks | undefined) =>
  (marks?.marks ?? []).flatMap((mark) => rangeIn(shown, mark) ?? [])

/** All matches in the words and their tables. The document is the same object whatever is written into it: its state is named beside it. */
function matchesAt(
  _state: number,
  doc: Y.Doc,
  sought: Sought,
  marks: TextMarks | undefined,
): Match[] {
  const { own, cells } = shownFlows(doc, wordsFlow)
  return [own, ...cells].flatMap((shown) =>
    matchesIn(doc, shown.name, sought, amendedIn(shown, marks)),
  )
}

/** Finds words in a text, and puts others in their place. */
export function FindPanel({ doc, editor, cells, editing, marks, frame, onClose }: FindPanelProps) {
  const say = useMessages()
  const notify = useNotice()
  const [sought, setSought] = useState<Sought>(() => {
    const { from, to } = editor.state.selection
    const words = editor.state.doc.textBetween(from, to, '\n')
    return { words: words.includes('\n') ? '' : words, isCaseSensitive: false, isWholeWords: false }
  })
  const [replacement, setReplacement] = useState('')
  const [now, setNow] = useState(0)
  const changes = useChanges(doc)
  const matches = useMemo(
    () => matchesAt(changes, doc, sought, marks),
    [changes, doc, sought, marks],
  )
  const at = matches.length === 0 ? -1 : Math.min(now, matches.length - 1)
  const current = matches[at]
  useEffect(() => {
    const runsOf = ({ name }: ShownFlow): Run[] =>
      matches
        .filter(({ flow }) => flow === name)
        .map(({ start, end, ...match }) => ({
          is: 'range',
          start,
          end,
          attributes: {
            class: styles['found'] ?? '',
            'data-found': current?.start === start && current.flow === match.flow ? 'now' : 'also',
          },
        }))
    giveRuns({ editor, doc, cells }, 'found', runsOf)
    frame.current?.querySelector('[data-found="now"]')?.scrollIntoView({ block: 'nearest' })
  }, [editor, doc, cells, matches, current, frame])
  useEffect(() => () => giveRuns({ editor, doc, cells }, 'found', () => []), [editor, doc, cells])

  const step = (by: number) => {
    if (matches.length > 0) setNow((at + by + matches.length) % matches.length)
  }
  const replace = (chosen: readonly Match[]) =>
    actOn(doc, editing.undo, placeOf(editor.state, flowOf(doc)), () =>
      replaceMatches(doc, chosen, replacement, newUuid),
    )
  const replaceAll = () => {
    const free = matches.filter(({ guard }) => guard === undefined)
    const guarded = (guard: Match['guard']) =>
      matches.filter((match) => match.guard === guard).length
    replace(free)
    notify(
      say('find.replaced', {
        count: free.length,
        brackets: guarded('bracket'),
        amended: guarded('amendment'),
      }),
    )
  }
  const close = () => {
    onClose()
    editor.view.focus()
  }
  const panel = useRef<HTMLDivElement>(null)
  const goToField = () => {
    const field = panel.current?.querySelector('input')
    field?.focus()
    field?.select()
  }
  // What was selected is sought at once, and typing takes its place.
  useEffect(goToField, [])
  useEffect(() => {
    const { current: whole } = panel
    const onKey = (event: KeyboardEvent) => {
      const isBack =
        event.key === 'Enter' && event.shiftKey && event.target instanceof HTMLInputElement
      if (event.key === 'Escape') close()
      else if (isBack) step(-1)
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    whole?.addEventListener('keydown', onKey)
    return () => whole?.removeEventListener('keydown', onKey)
  })
  return (
    <div role="search" ref={panel} className={styles['panel']} aria-label={say('find.label')}>
      <form
        className={styles['line']}
        onSubmit={(event) => {
          event.preventDefault()
          step(1)
        }}
      >
        <TextField
          label={say('find.words')}
          value={sought.words}
          onChange={(words) => {
            setSought({ ...sought, words })
            setNow(0)
          }}
        />
        <span role="status" className={styles['count']}>
          {sought.words === '' ? '' : say('find.count', { at: at + 1, count: matches.length })}
        </span>
        <Button look="quiet" isSmall label={say('find.previous')} onPress={() => step(-1)}>
          <ChevronUp size={16} />
        </Button>
        <Button look="quiet" isSmall label={say('find.next')} onPress={() => step(1)}>
          <ChevronDown size={16} />
        </Button>
        <Button
          isSmall
          isPressed={sought.isCaseSensitive}
          onPress={() => setSought({ ...sought, isCaseSensitive: !sought.isCaseSensitive })}
        >
          {say('find.case')}
        </Button>
        <Button
          isSmall
          isPressed={sought.isWholeWords}
          onPress={() => setSought({ ...sought, isWholeWords: !sought.isWholeWords })}
        >
          {say('find.whole')}
        </Button>
        <Button look="quiet" isSmall label={say('find.close')} onPress={close}>
          <X size={16} />
        </Button>
      </form>
      <div className={styles['line']}>
        <TextField label={say('find.replacement')} value={replacement} onChange={setReplacement} />
        <Button
          isSmall
          isDisabled={current === undefined || current.isParted}
          onPress={() => current && replace([current])}
        >
          {say('find.replace')}
        </Button>
        <Button
          isSmall
          isDisabled={!matches.some(({ guard }) => guard === undefined)}
          onPress={() => {
            replaceAll()
            // The button may have nothing more to do.
            goToField()
          }}
        >
          {say('find.replaceAll')}
        </Button>
        <small className={styles['count']}>
          {current?.guard ? say(`find.guard.${current.guard}`) : ''}
        </small>
      </div>
    </div>
  )
}
