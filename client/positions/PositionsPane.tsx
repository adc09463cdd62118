import type { RecommendationId, TextId } from '#shared/domain/ids'
import { stances } from '#shared/domain/position'
import { alternativeOrdinal } from '#shared/record/labels'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { EmptyState } from '../ui/Placeholder.tsx'
import styles from './positions.module.css'
import { TakePosition } from './TakePosition.tsx'
import { tallyByGroup } from './tally.ts'

/** What an address names after its # to open this pane. */
export const positionsPlace = 'positions'

/** Positions on each text of a recommendation, and one's own. */
export function PositionsPane({
  recommendationId,
}: {
  readonly recommendationId: RecommendationId
}) {
  const say = useMessages()
  const state = useRecordState()
  const recommendation = state.recommendations[recommendationId]
  if (!recommendation) return null
  const standing = recommendation.alternativeTextIds.filter((textId) => {
    const text = state.texts[textId]
    return text?.kind === 'alternative' && text.standing === 'standing'
  })
  return (
    <div className={styles['pane']}>
      <PositionsOn textId={recommendation.majorityTextId} heading={say('positions.onMajority')} />
      {standing.map((textId) => (
        <PositionsOn
          key={textId}
          textId={textId}
          heading={say('positions.onAlternative', { number: alternativeOrdinal(state, textId) })}
        />
      ))}
    </div>
  )
}

function PositionsOn({ textId, heading }: { readonly textId: TextId; readonly heading: string }) {
  const say = useMessages()
  const state = useRecordState()
  const positions = state.texts[textId]?.positions ?? []
  return (
    <section className={styles['on']} aria-label={heading}>
      <h3>{heading}</h3>
      {positions.length === 0 ? (
        <EmptyState>{say('positions.none')}</EmptyState>
      ) : (
        tallyByGroup(state, positions).map(({ group, positions: own }) => {
          const counts = stances.flatMap((stance) => {
            const { length } = own.filter(({ position }) => position.stance === stance)
            return length > 0 ? [{ stance, count: length }] : []
          })
          return (
            <div key={group} className={styles['group']}>
              <h4>{say(`group.${group}`)}</h4>
              <div className={styles['bar']} aria-hidden>
                {counts.map(({ stance, count }) => (
                  <span key={stance} data-stance={stance} style={{ flexGrow: count }} />
                ))}
              </div>
              <p className={styles['counts']}>
                {counts
                  .map(({ stance, count }) => say(`stance.count.${stance}`, { count }))
                  .join(' · ')}
              </p>
              <ul>
                {own.map(({ position, name }) => (
                  <li key={position.delegationId}>
                    <span data-stance={position.stance} className={styles['dot']} aria-hidden />
                    <span>{name}</span>
                    <span className={styles['stance']}>{say(`stance.${position.stance}`)}</span>
                    {position.explanation === '' ? null : (
                      <q className={styles['explanation']}>{position.explanation}</q>
                    )}
                  </li>
                ))}
              </ul>
            </div>
          )
        })
      )}
      <TakePosition textId={textId} on={heading} />
    </section>
  )
}
