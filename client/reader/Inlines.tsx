import { Fragment, type ReactNode } from 'react'
import type { Inline, Mark } from '#shared/domain/content'
import { isSafeAddress } from '#shared/text/content-names'
import { flatInline } from '#shared/text/flat-words'
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

/** Cuts words at the edges of highlights. */
function cut(
  words: string,
  offset: number,
  highlights: readonly InlineHighlight[],
): {
  readonly words: string
  readonly at: number
  readonly highlight: InlineHighlight | undefined
}[] {
  const edges = new Set([0, words.length])
  for (const { start, end } of highlights)
    for (const edge of [start - offset, end - offset])
      if (edge > 0 && edge < words.length) edges.add(edge)
  const sorted = [...edges].toSorted((a, b) => a - b)
  return sorted.slice(0, -1).map((from, index) => {
    const at = offset + from
    return {
      words: words.slice(from, sorted[index + 1]),
      at,
      highlight: highlights.find(({ start, end }) => at >= start && at < end),
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

/** Runs of words to read, with the words of threads marked. */
export function Inlines({
  inlines,
  highlights = [],
  onHighlight,
}: {
  readonly inlines: readonly Inline[]
  readonly highlights?: readonly InlineHighlight[]
  readonly onHighlight?: (threadId: string) => void
}) {
  let offset = 0
  return inlines.map((inline) => {
    const start = offset
    offset += flatInline(inline).length
    if (inline.type === 'line-break') return <br key={start} />
    if (inline.type === 'bracket') return <BracketEdge key={start} bracket={inline} />
    return cut(inline.words, start, highlights).map(({ words, at, highlight }) => (
      <Fragment key={at}>
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
      </Fragment>
    ))
  })
}
