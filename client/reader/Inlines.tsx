import type { ReactNode } from 'react'
import type { Inline, Mark } from '#shared/domain/content'
import { isSafeAddress } from '#shared/text/content-names'
import { flatInline } from '#shared/text/flat-words'
import marks from '../authorship/authorship.module.css'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { useBracketDesk } from '../brackets/desk.tsx'
import { useMessages } from '../messages/use-messages.ts'
import styles from './reader.module.css'

/** Words of a thread inside these inlines, as a range of their flat text. */
export interface InlineHighlight {
  readonly threadId: string
  readonly start: number
  readonly end: number
  readonly isActive: boolean
}

function marked(content: ReactNode, marks: readonly Mark[]): ReactNode {
  return marks.reduce((inner, mark) => {
    switch (mark.type) {
      case 'bold':
        return <strong>{inner}</strong>
      case 'italic':
        return <em>{inner}</em>
      case 'underline':
        return <u>{inner}</u>
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

/** Cuts words at the edges of highlights and of authors' runs. */
function cut(
  words: string,
  offset: number,
  highlights: readonly InlineHighlight[],
  authors: readonly ShownRun[],
): {
  readonly words: string
  readonly at: number
  readonly highlight: InlineHighlight | undefined
  readonly run: ShownRun | undefined
}[] {
  const edges = new Set([0, words.length])
  for (const { start, end } of [...highlights, ...authors])
    for (const edge of [start - offset, end - offset])
      if (edge > 0 && edge < words.length) edges.add(edge)
  const sorted = [...edges].toSorted((a, b) => a - b)
  return sorted.slice(0, -1).map((from, index) => {
    const at = offset + from
    return {
      words: words.slice(from, sorted[index + 1]),
      at,
      highlight: highlights.find(({ start, end }) => at >= start && at < end),
      run: authors.find(({ start, end }) => at >= start && at < end),
    }
  })
}

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
  return (
    <button
      type="button"
      className={`${styles['bracket']} ${styles['bracketButton']}`}
      aria-haspopup="dialog"
      title={say('bracket.open')}
      onClick={({ currentTarget }) => desk.ask(bracketId, currentTarget)}
    >
      {shown}
    </button>
  )
}

/** Words with the mark of whoever wrote them; the first of a run bears the name, by keyboard too. */
function Authored({
  run,
  isFirst,
  children,
}: {
  readonly run: ShownRun | undefined
  readonly isFirst: boolean
  readonly children: ReactNode
}) {
  const say = useMessages()
  if (!run) return children
  const { name, code, colour, line } = run.author
  return (
    <span
      className={`${marks['words']} ${isFirst ? marks['code'] : ''}`}
      style={{ '--author': colour }}
      data-author={name}
      data-line={line}
      data-name={name}
      {...(isFirst
        ? {
            'data-code': code,
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

/** Runs of words to read, with the words of threads marked. */
export function Inlines({
  inlines,
  highlights = [],
  authors = [],
  onHighlight,
}: {
  readonly inlines: readonly Inline[]
  readonly highlights?: readonly InlineHighlight[]
  /** Who wrote what, as ranges of the inlines' flat text. */
  readonly authors?: readonly ShownRun[]
  readonly onHighlight?: (threadId: string) => void
}) {
  let offset = 0
  return inlines.map((inline) => {
    const start = offset
    offset += flatInline(inline).length
    if (inline.type === 'line-break') return <br key={start} />
    if (inline.type === 'bracket') return <BracketEdge key={start} bracket={inline} />
    return cut(inline.words, start, highlights, authors).map(({ words, at, highlight, run }) => (
      <Authored key={at} run={run} isFirst={run !== undefined && at === Math.max(0, run.start)}>
        {highlight ? (
          <mark
            className={`${styles['highlight']} ${highlight.isActive ? styles['activeHighlight'] : ''}`}
            data-thread={highlight.threadId}
            aria-details={`thread-${highlight.threadId}`}
            onClick={() => onHighlight?.(highlight.threadId)}
          >
            {marked(words, inline.marks)}
          </mark>
        ) : (
          marked(words, inline.marks)
        )}
      </Authored>
    ))
  })
}
