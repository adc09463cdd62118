import type { ShownChange } from '#shared/compare/shown'
import type { Amendment, AmendmentOutcome } from '#shared/domain/text'
import { amendmentOrdinal } from '#shared/record/labels'
import { useFormAct } from '../drafting/act.ts'
import { DecisionDialog } from '../drafting/DecisionDialog.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Changes } from './Changes.tsx'

/** Says what the chair's outcome will do with an amendment, before it is taken. */
export function OutcomeDialog({
  amendment,
  outcome,
  changes,
  onClose,
}: {
  readonly amendment: Amendment
  readonly outcome: AmendmentOutcome
  readonly changes: readonly ShownChange[]
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const { act, isPending } = useFormAct()
  const { textId } = amendment
  const number = amendmentOrdinal(state, textId)
  return (
    <DecisionDialog
      title={say(`amendment.title.${outcome}`, { number })}
      confirm={say(`amendment.do.${outcome}`)}
      isPending={isPending}
      onDecide={(note) => act({ type: 'decide-amendment', textId, outcome, note })}
      onClose={onClose}
    >
      <p>{say(`amendment.does.${outcome}`)}</p>
      <Changes textId={textId} changes={changes} label={say('amendment.changes')} />
    </DecisionDialog>
  )
}
