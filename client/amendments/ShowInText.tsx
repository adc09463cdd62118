import { Crosshair } from 'lucide-react'
import type { ShownChange } from '#shared/compare/shown'
import type { Amendment } from '#shared/domain/text'
import { amendmentOrdinal } from '#shared/record/labels'
import { useChosenView } from '../drafting/text-view.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { useNotice } from '../ui/notices.tsx'
import { useAmendmentFocus } from './focus.tsx'

/** From an amendment's card to its first mark in the text, which is shown with all markup for that. */
export function ShowInText({
  amendment: { textId },
  changes,
}: {
  readonly amendment: Amendment
  readonly changes: readonly ShownChange[]
}) {
  const say = useMessages()
  const state = useRecordState()
  const notify = useNotice()
  const { choose } = useAmendmentFocus()
  const [view, setView] = useChosenView()
  const show = () => {
    if (!changes.some(({ place }) => place === undefined)) return notify(say('amendment.notInText'))
    if (view !== 'markup') setView('markup')
    choose(textId, 'mark')
  }
  return (
    <Button
      look="quiet"
      isSmall
      label={say('amendment.showInText', { number: amendmentOrdinal(state, textId) })}
      onPress={show}
    >
      <Crosshair size={14} aria-hidden />
    </Button>
  )
}
