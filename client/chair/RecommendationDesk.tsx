import { Link } from 'wouter'
import type { RecommendationId } from '#shared/domain/ids'
import { numberOf } from '#shared/record/labels'
import { mayReadDesk } from '#shared/record/policy'
import { LiveBracketTally } from '../brackets/BracketTally.tsx'
import { Bridging } from '../bridging/Bridging.tsx'
import drafting from '../drafting/drafting.module.css'
import { useRoomTitle } from '../live/page-title.ts'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { CallBanner } from '../positions/CallBanner.tsx'
import { SilenceBanner } from '../positions/SilenceBanner.tsx'
import { Badge } from '../ui/Badge.tsx'
import { InTurn } from '../ui/in-turn.tsx'
import { EmptyState } from '../ui/Placeholder.tsx'
import { AmendmentsInOrder } from './AmendmentsInOrder.tsx'
import styles from './recommendation-desk.module.css'
import { TextsSideBySide } from './TextsSideBySide.tsx'

/** One recommendation on the chair's desk: its texts with their positions, its amendments in order, and bridging. */
export function RecommendationDesk({
  recommendationId,
}: {
  readonly recommendationId: RecommendationId
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const recommendation = state.recommendations[recommendationId]
  const { title: name = '' } = recommendation ?? {}
  const number = numberOf(state, recommendationId)
  useRoomTitle(`${say('desk.title')}: ${say('resolve.title', { number, title: name })}`)
  if (!recommendation) return <EmptyState>{say('notFound.text')}</EmptyState>
  if (!mayReadDesk(actor)) return <EmptyState>{say('desk.notYours')}</EmptyState>
  const { title, status, majorityTextId } = recommendation
  return (
    <article className={`${drafting['sheet']} ${styles['desk']}`}>
      <InTurn>
        <header className={drafting['head']}>
          <p className={drafting['eyebrow']}>
            <Link href="/desk">{say('desk.title')}</Link>
            <Badge tone="neutral">{say(`status.${status}`)}</Badge>
            <LiveBracketTally textId={majorityTextId} />
            <Link href={`/recommendations/${recommendationId}`}>{say('deskOf.draft')}</Link>
          </p>
          <h1 className={drafting['title']}>
            {say('resolve.title', { number: numberOf(state, recommendationId), title })}
          </h1>
        </header>
        <SilenceBanner recommendation={recommendation} />
        <CallBanner recommendation={recommendation} />
        <TextsSideBySide recommendation={recommendation} />
        <AmendmentsInOrder recommendation={recommendation} />
        <Bridging recommendation={recommendation} />
      </InTurn>
    </article>
  )
}
