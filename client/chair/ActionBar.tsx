import type { RecommendationId } from '#shared/domain/ids'
import { memberLabel } from '#shared/record/labels'
import { useAct } from '../drafting/act.ts'
import { FollowPill } from '../follow/FollowPill.tsx'
import { useActor, useRecordState, useSomebodyElse } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { ChairActions } from './ChairActions.tsx'
import styles from './chair.module.css'
import { DraftingMenu } from './DraftingMenu.tsx'
import { UndoDecisions } from './UndoDecisions.tsx'

/** The bar below: the chair's conduct, everybody's place in the queue, and staying with the floor. */
export function ActionBar({
  recommendationId,
}: {
  readonly recommendationId: RecommendationId | undefined
}) {
  const say = useMessages()
  const actor = useActor()
  // The page is its member's still, but its browser is somebody else's by now.
  const isOnlyRead = useSomebodyElse() !== undefined
  const state = useRecordState()
  const recommendation = recommendationId ? state.recommendations[recommendationId] : undefined
  const role = actor.by === 'member' ? actor.role : 'public'
  const presides = role === 'chair' || role === 'vice-chair'
  return (
    <footer className={styles['bar']} aria-label={say('bar.label')}>
      <span className={styles['role']}>{say(isOnlyRead ? 'role.onlyRead' : `role.${role}`)}</span>
      {presides && recommendation ? <ChairActions recommendation={recommendation} /> : null}
      {presides ? <UndoDecisions /> : null}
      {role === 'secretariat' && recommendation ? (
        <DraftingMenu recommendation={recommendation} />
      ) : null}
      {presides ? null : <FollowPill />}
      <Speakers presides={presides} />
    </footer>
  )
}

function Speakers({ presides }: { readonly presides: boolean }) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const { act, isPending } = useAct()
  const { speaker, requests } = state.floor
  const [next] = requests
  const place =
    actor.by === 'member'
      ? requests.findIndex(({ memberId }) => memberId === actor.memberId) + 1
      : 0
  const names = requests.map(({ memberId }) => memberLabel(state, memberId).name)
  return (
    <div className={styles['speakers']}>
      <span role="status">
        {speaker ? say('speakers.speaking', { name: memberLabel(state, speaker).name }) : null}
        {speaker && names.length > 0 ? ' · ' : null}
        {names.length > 0
          ? say('speakers.queue', {
              names: names.slice(0, 2).join(', '),
              more: Math.max(0, names.length - 2),
            })
          : null}
      </span>
      {presides ? (
        <>
          <Button
            look="bar"
            isDisabled={isPending || !next}
            onPress={() => next && void act({ type: 'give-floor', memberId: next.memberId })}
          >
            {say('speakers.next')}
          </Button>
          {speaker ? (
            <Button
              look="bar"
              isDisabled={isPending}
              onPress={() => void act({ type: 'give-floor', memberId: null })}
            >
              {say('speakers.end')}
            </Button>
          ) : null}
        </>
      ) : actor.by === 'member' ? (
        place > 0 ? (
          <Button
            look="bar"
            isDisabled={isPending}
            onPress={() => void act({ type: 'withdraw-floor-request' })}
          >
            {say('speakers.withdraw', { place })}
          </Button>
        ) : (
          <Button
            look="bar"
            isDisabled={isPending}
            onPress={() => void act({ type: 'ask-for-floor' })}
          >
            {say('speakers.ask')}
          </Button>
        )
      ) : null}
    </div>
  )
}
