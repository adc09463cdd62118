import type { Recommendation } from '#shared/domain/recommendation'
import { numberOf } from '#shared/record/labels'
import styles from '../drafting/drafting.module.css'
import { useActor, useRecordState } from '../live/record.tsx'
import { formatInstant, useMessages } from '../messages/use-messages.ts'
import { HeldTime } from './HeldTime.tsx'
import { TakePosition } from './TakePosition.tsx'

/** While the chair calls for positions: delegates are asked for theirs, the table sees who is awaited. */
export function CallBanner({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  if (!recommendation.callForPositions) return null
  const { majorityTextId, recommendationId } = recommendation
  const { until, held } = recommendation.callForPositions
  const answered = new Set(
    state.texts[majorityTextId]?.positions.map((position) => position.delegationId),
  )
  const awaited = state.delegations.filter((delegation) => !answered.has(delegation.delegationId))
  const isTable = actor.by === 'member' && actor.role !== 'delegate' && actor.role !== 'observer'
  return (
    <div className={styles['banner']} role="status">
      <span>
        {say('call.banner', { number: numberOf(state, recommendationId) })}{' '}
        {until === null ? null : say('call.until', { instant: formatInstant(until) })}
      </span>
      <HeldTime held={held} />
      {isTable ? (
        <span>
          {say('call.awaited', {
            count: awaited.length,
            names: awaited.map(({ code }) => code).join(', '),
          })}
        </span>
      ) : (
        <TakePosition textId={majorityTextId} on={say('positions.onMajority')} />
      )}
    </div>
  )
}
