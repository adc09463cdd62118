import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { TextId } from '#shared/domain/ids'
import { placeOfQuote } from '#shared/text/bridge-words'
import { flatWords } from '#shared/text/flat-words'
import { useTextContent } from '../live/open-texts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/Placeholder.tsx'
import { TextField } from '../ui/TextField.tsx'
import type { DraftAct, DraftSpan } from './bridge-draft.ts'
import styles from './bridging.module.css'
import { Provenance } from './Provenance.tsx'

/** The spans of a proposal while it is built: to edit, put in another order and take out, each with where it comes from. */
export function SpanList({
  spans,
  onAct,
}: {
  readonly spans: readonly DraftSpan[]
  readonly onAct: (act: DraftAct) => void
}) {
  const say = useMessages()
  const list = useRef<HTMLOListElement>(null)
  /** The span that was moved, whose field has the focus again when it stands in its new place. */
  const moved = useRef<string | null>(null)
  useEffect(() => {
    if (moved.current === null) return
    for (const item of list.current?.children ?? [])
      if (item instanceof HTMLElement && item.dataset['key'] === moved.current)
        item.querySelector('textarea')?.focus()
    moved.current = null
  }, [spans])
  const move = (key: string, step: -1 | 1) => {
    moved.current = key
    onAct({ type: 'move', key, step })
  }
  const remove = (key: string, neighbour: DraftSpan | undefined) => {
    moved.current = neighbour?.key ?? null
    onAct({ type: 'remove', key })
  }
  if (spans.length === 0) return <EmptyState>{say('bridge.empty')}</EmptyState>
  return (
    <ol className={styles['spans']} ref={list} aria-label={say('bridge.spans')}>
      {spans.map(({ key, span, takenAt, delegationIds }, place) => {
        const number = place + 1
        return (
          <li key={key} data-key={key} data-from={span.from}>
            <TextField
              label={say('bridge.span', { number })}
              value={span.words}
              rows={2}
              onChange={(words) =>
                onAct({ type: 'edit', key, words: words.replace(/[[\]\n]/gu, '') })
              }
            />
            {place > 0 ? (
              <label className={styles['paragraph']}>
                <input
                  type="checkbox"
                  checked={span.isNewParagraph === true}
                  onChange={({ target }) =>
                    onAct({ type: 'break', key, isNewParagraph: target.checked })
                  }
                />
                {say('bridge.newParagraph', { number })}
              </label>
            ) : null}
            <Provenance span={span} delegationIds={delegationIds} at={takenAt} />
            {span.from === 'text' ? (
              <StillThere textId={span.textId} quote={span.quote} start={span.start} />
            ) : null}
            <div className={styles['buttons']}>
              <Button
                isSmall
                label={say('bridge.up', { number })}
                isDisabled={place === 0}
                onPress={() => move(key, -1)}
              >
                <ArrowUp size={16} aria-hidden />
              </Button>
              <Button
                isSmall
                label={say('bridge.down', { number })}
                isDisabled={place === spans.length - 1}
                onPress={() => move(key, 1)}
              >
                <ArrowDown size={16} aria-hidden />
              </Button>
              <Button
                isSmall
                label={say('bridge.remove', { number })}
                onPress={() => remove(key, spans[place + 1] ?? spans[place - 1])}
              >
                <X size={16} aria-hidden />
              </Button>
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** Warns as soon as quoted words have gone from their source: they cannot be put in place then. */
function StillThere({
  textId,
  quote,
  start,
}: {
  readonly textId: TextId
  readonly quote: string
  readonly start: number
}) {
  const say = useMessages()
  const content = useTextContent(textId)
  const isGone = content && placeOfQuote(flatWords(content.words), quote, start) === undefined
  return isGone ? (
    <p className={styles['gone']} role="status">
      {say('bridge.gone')}
    </p>
  ) : null
}
