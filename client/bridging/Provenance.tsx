import type { BridgeSpan } from '#shared/domain/bridge'
import type { DelegationId } from '#shared/domain/ids'
import { delegationOf } from '#shared/record/labels'
import { withoutBrackets } from '#shared/text/bridge-words'
import { textName } from '../history/event-sentence.ts'
import { useRecordState } from '../live/record.tsx'
import { formatInstant, useMessages } from '../messages/use-messages.ts'
import { Badge } from '../ui/Badge.tsx'
import styles from './bridging.module.css'

type Quoted = Pick<Extract<BridgeSpan, { from: 'text' }>, 'from' | 'textId' | 'quote' | 'words'>
type Span = Quoted | Extract<BridgeSpan, { from: 'own' }>

/** Where a span of a bridging proposal comes from: its text, whose words they are, and when they stood there. */
export function Provenance({
  span,
  delegationIds,
  at,
}: {
  readonly span: Span
  readonly delegationIds: readonly DelegationId[]
  readonly at: string
}) {
  const say = useMessages()
  const state = useRecordState()
  if (span.from === 'own')
    return <span className={styles['provenance']}>{say('bridge.fromChair')}</span>
  const names = delegationIds.map((id) => delegationOf(state, id)?.name ?? '')
  const isAdapted = withoutBrackets(span.quote) !== span.words
  return (
    <span className={styles['provenance']}>
      {say('bridge.from', {
        text: textName(state, say, span.textId),
        writers: names.length === 0 ? 'none' : 'some',
        names: new Intl.ListFormat('en-GB').format(names),
      })}{' '}
      <time dateTime={at}>{formatInstant(at)}</time>
      {isAdapted ? (
        <>
          {' '}
          <Badge tone="warn">{say('bridge.adapted')}</Badge> {say('bridge.quote')}{' '}
          <q>{span.quote}</q>
        </>
      ) : null}
    </span>
  )
}

/** The spans of a proposal that was put in place, each with where it comes from. */
export function BridgeSpans({
  spans,
  at,
}: {
  readonly spans: readonly BridgeSpan[]
  readonly at: string
}) {
  const say = useMessages()
  return (
    <ol className={styles['spans']} aria-label={say('bridge.spans')}>
      {spans.map((span, place) => (
        <li key={place} data-from={span.from}>
          <span className={styles['words']} dir="auto">
            {span.words}
          </span>
          <Provenance
            span={span}
            delegationIds={span.from === 'text' ? span.delegationIds : []}
            at={at}
          />
        </li>
      ))}
    </ol>
  )
}
