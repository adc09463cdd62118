import type { ReactNode } from 'react'
import type { TextId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import { standingAlternatives } from '#shared/record/decide-resolution'
import { alternativeOrdinal, delegationOf } from '#shared/record/labels'
import { Comparison } from '../alternatives/Comparison.tsx'
import { useTextContent } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { PositionTally } from '../positions/PositionTally.tsx'
import { WordsReader } from '../reader/WordsReader.tsx'
import { Skeleton } from '../ui/Placeholder.tsx'
import styles from './recommendation-desk.module.css'

/** The majority text, and beside it how each alternative that stands differs; under each the positions by group. */
export function TextsSideBySide({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const { majorityTextId } = recommendation
  return (
    <section className={styles['part']} aria-labelledby="desk-texts">
      <h2 id="desk-texts">{say('deskOf.texts')}</h2>
      <div className={styles['columns']}>
        <Column textId={majorityTextId} heading={say('text.majority')}>
          <Words textId={majorityTextId} label={say('text.majority')} />
        </Column>
        {standingAlternatives(state, recommendation).map(({ textId, sponsors, reason }) => (
          <Column
            key={textId}
            textId={textId}
            heading={say('alternative.heading', { number: alternativeOrdinal(state, textId) })}
          >
            <p className={styles['hint']}>
              {say('alternative.by', {
                names: new Intl.ListFormat('en-GB').format(
                  sponsors.map(({ delegationId }) => delegationOf(state, delegationId)?.name ?? ''),
                ),
              })}
            </p>
            {reason === '' ? null : <p className={styles['hint']}>{reason}</p>}
            <Comparison from={majorityTextId} to={textId} />
          </Column>
        ))}
      </div>
    </section>
  )
}

function Column({
  textId,
  heading,
  children,
}: {
  readonly textId: TextId
  readonly heading: string
  readonly children: ReactNode
}) {
  const say = useMessages()
  return (
    <section className={styles['column']} aria-label={heading}>
      <h3>{heading}</h3>
      {children}
      <div className={styles['tally']}>
        <h4>{say('resolve.positions')}</h4>
        <PositionTally textId={textId} />
      </div>
    </section>
  )
}

function Words({ textId, label }: { readonly textId: TextId; readonly label: string }) {
  const say = useMessages()
  const content = useTextContent(textId)
  if (!content) return <Skeleton label={say('loading')} />
  return (
    <WordsReader
      words={content.words}
      label={label}
      highlights={[]}
      onHighlight={() => undefined}
    />
  )
}
