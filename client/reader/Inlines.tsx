import { Fragment, type ReactNode, useContext } from 'react'
import type { Inline, Mark } from '#shared/domain/content'
import { isSafeAddress } from '#shared/text/content-names'
import { flatInline } from '#shared/text/flat-words'
import { noteOf } from '#shared/text/footnotes'
import type { AmendmentMark, MarkActs } from '../amendments/mark.ts'
import marking from '../amendments/marks.module.css'
import authoring from '../authorship/authorship.module.css'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { useBracketDesk } from '../brackets/desk.tsx'
import { DeletedWords } from '../deleted/DeletedWords.tsx'
import type { Deletion } from '../deleted/deletion.ts'
import { useMessages } from '../messages/use-messages.ts'
import type { WordsHighlight } from '../threads/highlight.ts'
import { cardId } from '../threads/places.ts'
import { markAttributes, PutWords } from './AmendedPassage.tsx'
import { NoteNumbersShown } from './note-numbers.ts'
import styles from './reader.module.css'

function marked(content: ReactNode, marks: readonly Mark[]): ReactNode {
  return marks.reduce((inner, mark) => {
    switch (mark.type) {
      case 'bold':
        return <strong>{inner}</strong>
      case 'italic':
        return <em>{inner}</em>
      case 'underline':
        return <u>{inner}</u>
      case 'strike':
        return <s>{inner}</s>
      case 'superscript':
        return <sup>{inner}</sup>
      case 'subscript':
        return <sub>{inner}</sub>
      case 'literal':
        return inner
      case 'footnote':
        return <span className={styles['note']}>{inner}</span>
      case 'link':
        return isSafeAddress(mark.href) ? (
          <a href={mark.href} target="_blank" rel="noreferrer">
            {inner}
          </a>
        ) : (
          inner
        )
    }
  }, content)
}

/** A stretch of words, all of it in the same comments, by one author and struck by the same amendments. */
interface Stretch {
  readonly words: string
  readonly at: number
  readonly highlight: WordsHighlight | undefined
  readonly run: ShownRun | undefined
  readonly struckBy: readonly AmendmentMark[]
}

/** Cuts words at the edges of highlights, of authors' runs, of what amendments strike or put, and where words were deleted. */
function cut(
  words: string,
  offset: number,
  highlights: readonly WordsHighlight[],
  authors: readonly ShownRun[],
  marks: readonly AmendmentMark[],
  deleted: readonly Deletion[],
): Stretch[] {
  const edges = new Set([0, words.length])
  const points = deleted.map(({ offset: at }) => ({ start: at, end: at }))
  for (const { start, end } of [...highlights, ...authors, ...marks, ...points])
    for (const edge of [start - offset, end - offset])
      if (edge > 0 && edge < words.length) edges.add(edge)
  const sorted = [...edges].toSorted((a, b) => a - b)
  return sorted.slice(0, -1).map((from, index) => {
    const at = offset + from
    const holds = ({ start, end }: { readonly start: number; readonly end: number }) =>
      at >= start && at < end
    return {
      words: words.slice(from, sorted[index + 1]),
      at,
      highlight: highlights.find(holds),
      run: authors.find(holds),
      struckBy: marks.filter(holds),
    }
  })
}

const struck = (content: ReactNode, by: readonly AmendmentMark[]): ReactNode =>
  by.reduce(
    (inner, mark) =>
      mark.as === 'form' ? (
        <span className={marking['shaped']} {...markAttributes(mark)}>
          {inner}
        </span>
      ) : (
        <del className={marking['struck']} {...markAttributes(mark)}>
          {inner}
        </del>
      ),
    content,
  )

/** One edge of a bracket; the open one leads to what can be done with the bracket. */
function BracketEdge({ bracket }: { readonly bracket: Extract<Inline, { type: 'bracket' }> }) {
  const say = useMessages()
  const desk = useBracketDesk()
  const { edge, bracketId, sponsors } = bracket
  if (edge === 'close') return <span className={styles['bracket']}>]</span>
  const shown = (
    <>
      [
      {sponsors === '' ? null : (
        <b>
          <bdi>{sponsors}:</bdi>{' '}
        </b>
      )}
    </>
  )
  if (!desk) return <span className={styles['bracket']}>{shown}</span>
  // No button element: it would run from left to right by itself, whatever the words around it do.
  return (
    <span
      role="button"
      tabIndex={0}
      className={`${styles['bracket']} ${styles['bracketButton']}`}
      aria-haspopup="dialog"
      title={say('bracket.open')}
      onClick={({ currentTarget }) => desk.ask(bracketId, currentTarget)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        desk.ask(bracketId, event.currentTarget)
      }}
    >
      {shown}
    </span>
  )
}

/** Words with the mark of whoever wrote them; the first of a run bears the name, by keyboard too. */
function Authored({
  run,
  isFirst,
  isStill,
  children,
}: {
  readonly run: ShownRun | undefined
  readonly isFirst: boolean
  readonly isStill: boolean
  readonly children: ReactNode
}) {
  const say = useMessages()
  if (!run) return children
  const { name, code, colour, line } = run.author
  return (
    <span
      className={`${authoring['words']} ${isFirst ? authoring['code'] : ''}`}
      style={{ '--author': colour }}
      data-author={name}
      data-line={line}
      data-name={name}
      {...(isFirst ? { 'data-code': code } : {})}
      {...(isFirst && !isStill
        ? {
            tabIndex: 0,
            role: 'group',
            'aria-label': say('authors.words', { name }),
          }
        : {})}
    >
      {children}
    </span>
  )
}

/** Runs of words to read, with the words of threads and the passages of amendments marked. */
export function Inlines({
  inlines,
  highlights = [],
  authors = [],
  onHighlight,
  marks = [],
  onMark,
  deleted = [],
  isStill = false,
}: {
  readonly inlines: readonly Inline[]
  readonly highlights?: readonly WordsHighlight[]
  /** Who wrote what, as ranges of the inlines' flat text. */
  readonly authors?: readonly ShownRun[]
  readonly onHighlight?: (threadId: string) => void
  readonly marks?: readonly AmendmentMark[]
  readonly onMark?: MarkActs['showCard'] | undefined
  /** Words that somebody deleted, by offsets of the inlines' flat text. */
  readonly deleted?: readonly Deletion[]
  /** Within a control of its own, where nothing can be pressed. */
  readonly isStill?: boolean
}) {
  const noteNumbers = useContext(NoteNumbersShown)
  const ends: number[] = []
  for (const inline of inlines) ends.push((ends.at(-1) ?? 0) + flatInline(inline).length)
  const end = ends.at(-1) ?? 0
  const put = (from: number, to: number) => (
    <>
      {deleted
        .filter(({ offset }) => offset >= from && offset < to)
        .map((deletion) => (
          <DeletedWords key={deletion.key} deletion={deletion} />
        ))}
      <PutAt marks={marks} from={from} to={to} onMark={onMark} isStill={isStill} />
    </>
  )
  const shown = inlines.map((inline, index) => {
    const start = ends[index - 1] ?? 0
    if (inline.type !== 'words') {
      const by = marks.filter((mark) => start >= mark.start && start < mark.end)
      const content =
        inline.type === 'line-break' ? <br /> : struck(<BracketEdge bracket={inline} />, by)
      return (
        <Fragment key={start}>
          {put(start, start + 1)}
          {content}
        </Fragment>
      )
    }
    const noteId = noteOf(inline)
    const before = inlines.slice(0, index).findLast(({ type }) => type === 'words')
    const isNoteHead = noteId !== undefined && (!before || noteOf(before) !== noteId)
    const number = isNoteHead ? (
      <sup key={`note ${noteId}`} className={styles['noteNumber']}>
        {noteNumbers.get(noteId) ?? '*'}
      </sup>
    ) : null
    const stretches = cut(inline.words, start, highlights, authors, marks, deleted).map(
      (stretch) => {
        const { words, at, highlight, run, struckBy } = stretch
        const content = struck(marked(words, inline.marks), struckBy)
        return (
          <Fragment key={at}>
            {put(at, at + words.length)}
            <Authored
              run={run}
              isFirst={run !== undefined && at === Math.max(0, run.start)}
              isStill={isStill}
            >
              {highlight ? (
                <mark
                  className={`${styles['highlight']} ${highlight.isActive ? styles['activeHighlight'] : ''}`}
                  data-thread={highlight.threadId}
                  aria-details={highlight.hasCard ? cardId(highlight.threadId) : undefined}
                  onClick={() => onHighlight?.(highlight.threadId)}
                >
                  {content}
                </mark>
              ) : (
                content
              )}
            </Authored>
          </Fragment>
        )
      },
    )
    return [number, ...stretches]
  })
  return (
    <>
      {shown}
      {put(end, end + 1)}
    </>
  )
}

/** What amendments put from one place on, before the next. */
const PutAt = ({
  marks,
  from,
  to,
  onMark,
  isStill,
}: {
  readonly marks: readonly AmendmentMark[]
  readonly from: number
  readonly to: number
  readonly onMark: MarkActs['showCard'] | undefined
  readonly isStill: boolean
}) =>
  marks
    .filter(({ end }) => end >= from && end < to)
    .map((mark) => (
      <PutWords
        key={`${mark.amendmentId} ${mark.as} ${mark.start} ${mark.put}`}
        mark={mark}
        onMark={onMark}
        isStill={isStill}
      />
    ))
