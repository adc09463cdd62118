import { useState } from 'react'
import type { Outcome } from '#shared/domain/decision'
import type { TextId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import { decide } from '#shared/record/decide'
import { standingAlternatives } from '#shared/record/decide-resolution'
import { alternativeOrdinal } from '#shared/record/labels'
import { useAct } from '../drafting/act.ts'
import { useFacts } from '../live/facts.ts'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import { AskTheRoom } from './AskTheRoom.tsx'
import { DraftingMenu } from './DraftingMenu.tsx'
import { type Resolve, ResolveDialog } from './ResolveDialog.tsx'

/** What the chair does with the recommendation on the page. */
export function ChairActions({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const facts = useFacts()
  const { act, isPending } = useAct()
  const [asked, setAsked] = useState<Resolve | null>(null)
  const { recommendationId } = recommendation
  const isOnFloor = state.floor.recommendationId === recommendationId

  const entry = (outcome: Outcome, alternativeTextId: TextId | null, label: string): MenuEntry => {
    const command: Resolve = {
      type: 'resolve-recommendation',
      recommendationId,
      outcome,
      alternativeTextId,
      note: '',
    }
    const decided = decide(state, command, actor, facts)
    return {
      id: `${outcome}-${alternativeTextId ?? ''}`,
      label,
      whyNot: decided.ok ? undefined : decided.refusal.sentence,
      onAction: () => setAsked(command),
    }
  }
  const plain = (outcome: Outcome) => entry(outcome, null, say(`resolve.${outcome}`))
  const alternatives = standingAlternatives(state, recommendation)
  return (
    <>
      <Button
        look="bar"
        isDisabled={isPending}
        onPress={() =>
          void act({ type: 'put-on-floor', recommendationId: isOnFloor ? null : recommendationId })
        }
      >
        {isOnFloor ? say('chair.takeOffFloor') : say('chair.putOnFloor')}
      </Button>
      <DraftingMenu recommendation={recommendation} />
      <AskTheRoom recommendation={recommendation} />
      <Menu
        label={say('chair.resolve')}
        trigger={<Button look="barGood">{say('chair.resolve')}</Button>}
        entries={[
          plain('agree-ad-ref'),
          plain('adopt-majority'),
          plain('adopt-with-alternatives'),
          ...alternatives.map(({ textId }) =>
            entry(
              'replace',
              textId,
              say('resolve.replace', { number: alternativeOrdinal(state, textId) }),
            ),
          ),
          plain('park'),
          plain('withdraw'),
          plain('reopen'),
        ]}
      />
      {asked ? (
        <ResolveDialog
          recommendation={recommendation}
          command={asked}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  )
}
