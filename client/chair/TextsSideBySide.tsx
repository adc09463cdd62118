import type { ReactNode } from 'react'
import type { TextId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import { standingAlternatives } from '#shared/record/decide-resolution'
import { alternativeOrdinal, delegationOf } from '#shared/record/labels'
import { comparedAlternative } from '../alternatives/compared.ts'
import { TextComparison } from '../alternatives/TextComparison.tsx'
import { useContentOf, useTextContent } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { PositionTally } from '../positions/PositionTally.tsx'
import { WordsReader } from '../reader/WordsReader.tsx'
import { InTurn } from '../ui/in-turn.tsx'
import { Skeleton } from '../ui/Placeholder.tsx'
import styles from './recommendation-desk.module.css'

/** The majority text beside the alternatives that stand, word by word, and the positions on each by group. */
export function TextsSideBySide({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const contentOf = useContentOf()
  const { majorityTextId } = recommendation
  const majority = useTextContent(majorityTextId)
  const standing = standingAlternatives(state, recommendation)
  const alternatives = standing.flatMap(({ textId }) => {
    const content = contentOf(textId)
    return content ? [comparedAlternative(state, textId, content)] : []
  })
  return (
    <section className={styles['part']} aria-labelledby="desk-texts">
      <h2 id="desk-texts">{say('deskOf.texts')}</h2>
      <InTurn>
        {majority === undefined || alternatives.length < standing.length ? (
          <Skeleton label={say('loading')} />
        ) : alternatives.length > 0 ? (
          <TextComparison majority={majority} alternatives={alternatives} />
        ) : (
          <WordsReader
            words={majority.words}
            label={say('text.majority')}
            highlights={[]}
            onHighlight={() => undefined}
          />
        )}
        <div className={styles['columns']}>
          <Column textId={majorityTextId} heading={say('text.majority')} />
          {standing.map(({ textId, sponsors, reason }) => (
            <Column
              key={textId}
              textId={textId}
              heading={say('alternative.heading', { number: alternativeOrdinal(state, textId) })}
            >
              <p className={styles['hint']}>
                {say('alternative.by', {
                  names: new Intl.ListFormat('en-GB').format(
                    sponsors.map(
                      ({ delegationId }) => delegationOf(state, delegationId)?.name ?? '',
                    ),
                  ),
                })}
              </p>
              {reason === '' ? null : <p className={styles['hint']}>{reason}</p>}
            </Column>
          ))}
        </div>
      </InTurn>
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
  readonly children?: ReactNode
}) {
  const say = useMessages()
  // Keeps the text open for the comparison above.
  useTextContent(textId)
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
