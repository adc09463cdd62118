import type { Recommendation } from '#shared/domain/recommendation'
import { DraftingMode } from '#shared/domain/text'
import { standingAlternatives } from '#shared/record/decide-resolution'
import { isDecided, isUnderSilence } from '#shared/record/text-right'
import { useAct } from '../drafting/act.ts'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'

/** Opens or freezes drafting, for all texts of the recommendation at once. */
export function DraftingMenu({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const { act, isPending } = useAct()
  const { majorityTextId, status } = recommendation
  const textIds = [
    majorityTextId,
    ...standingAlternatives(state, recommendation).map(({ textId }) => textId),
  ]
  const mode = state.texts[majorityTextId]?.draftingMode ?? 'frozen'
  const set = async (wanted: DraftingMode) => {
    for (const textId of textIds)
      if (state.texts[textId]?.draftingMode !== wanted)
        await act({ type: 'set-drafting-mode', textId, mode: wanted })
  }
  return (
    <Menu
      label={say('drafting.menu')}
      trigger={
        <Button look="bar" isDisabled={isPending}>
          {say('drafting.now', { mode: say(`mode.${mode}`) })}
        </Button>
      }
      entries={DraftingMode.options.map((wanted) => ({
        id: wanted,
        label: say(`drafting.set.${wanted}`),
        whyNot: isDecided(status)
          ? say('drafting.decided')
          : isUnderSilence(recommendation)
            ? say('drafting.underSilence')
            : textIds.every((textId) => state.texts[textId]?.draftingMode === wanted)
              ? say('drafting.already')
              : undefined,
        onAction: () => void set(wanted),
      }))}
    />
  )
}
