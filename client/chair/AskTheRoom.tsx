import { useState } from 'react'
import type { Recommendation } from '#shared/domain/recommendation'
import { decide } from '#shared/record/decide'
import { useFormAct } from '../drafting/act.ts'
import { useFacts } from '../live/facts.ts'
import { useActor, useRecordState, useTemperatureCheck } from '../live/record.tsx'
import { useTemperature } from '../live/temperature.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { DeadlineDialog } from './DeadlineDialog.tsx'

/** The ways in which the chair asks the room: calls for positions, temperature checks, silence. */
export function AskTheRoom({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const facts = useFacts()
  const temperature = useTemperature()
  const check = useTemperatureCheck()
  const [asked, setAsked] = useState<'call' | 'silence' | null>(null)
  const { act, isPending } = useFormAct(asked)
  const { recommendationId, callForPositions, silence } = recommendation
  const isKept = silence?.state === 'kept'
  const close = () => setAsked(null)
  const silencePreview = decide(
    state,
    {
      type: 'put-under-silence',
      recommendationIds: [recommendationId],
      until: new Date(0).toISOString(),
    },
    actor,
    // Until when is asked later: to learn whether silence is possible at all, any time counts as one to come.
    { ...facts, since: () => -1 },
  )
  const callPreview = decide(state, { type: 'call-for-positions', recommendationId }, actor, facts)
  return (
    <>
      {callForPositions || callPreview.ok ? (
        <Button
          look="bar"
          isDisabled={isPending}
          onPress={() =>
            callForPositions
              ? void act({ type: 'close-call-for-positions', recommendationId })
              : setAsked('call')
          }
        >
          {callForPositions ? say('chair.closeCall') : say('chair.callForPositions')}
        </Button>
      ) : null}
      <Menu
        label={say('chair.ask')}
        trigger={<Button look="bar">{say('chair.ask')}</Button>}
        entries={[
          {
            id: 'temperature',
            label: say('temperature.open'),
            whyNot: check?.isOpen ? say('temperature.isOpen') : undefined,
            onAction: () => void temperature.open(recommendationId),
          },
          isKept
            ? {
                id: 'lift',
                label: say('silence.lift'),
                onAction: () => void act({ type: 'lift-silence', recommendationId }),
              }
            : {
                id: 'silence',
                label: say('silence.put'),
                whyNot: silencePreview.ok ? undefined : silencePreview.refusal.sentence,
                onAction: () => setAsked('silence'),
              },
        ]}
      />
      {asked === 'call' ? (
        <DeadlineDialog
          title={say('chair.callForPositions')}
          confirm={say('call.confirm')}
          mayBeOpen
          isPending={isPending}
          onClose={close}
          onSet={(until) =>
            act({
              type: 'call-for-positions',
              recommendationId,
              ...(until === undefined ? {} : { until }),
            })
          }
        />
      ) : null}
      {asked === 'silence' ? (
        <DeadlineDialog
          title={say('silence.title')}
          text={say('silence.explained')}
          confirm={say('silence.confirm')}
          isPending={isPending}
          onClose={close}
          onSet={async (until) =>
            until !== undefined &&
            act({ type: 'put-under-silence', recommendationIds: [recommendationId], until })
          }
        />
      ) : null}
    </>
  )
}
