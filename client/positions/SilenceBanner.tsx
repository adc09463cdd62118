import { useState } from 'react'
import type { Recommendation } from '#shared/domain/recommendation'
import { delegationOf, numberOf } from '#shared/record/labels'
import { useFormAct } from '../drafting/act.ts'
import drafting from '../drafting/drafting.module.css'
import { useActor, useRecordState } from '../live/record.tsx'
import { formatInstant, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { HeldTime } from './HeldTime.tsx'

/** The silence procedure on a recommendation: until when it runs, how to break it, who broke it and why. */
export function SilenceBanner({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const [isBreaking, setBreaking] = useState(false)
  const { silence, recommendationId } = recommendation
  if (!silence) return null
  if (silence.state === 'broken')
    return (
      <div className={drafting['banner']} data-tone="warn" role="status">
        <span>
          {say('silence.broken', {
            name: delegationOf(state, silence.delegationId)?.name ?? '',
            reason: silence.reason,
          })}
        </span>
      </div>
    )
  const mayBreak = actor.by === 'member' && actor.role === 'delegate' && actor.delegationId !== null
  return (
    <div className={drafting['banner']} role="status">
      <span>
        {say('silence.banner', {
          number: numberOf(state, recommendationId),
          instant: formatInstant(silence.until),
        })}
      </span>
      <HeldTime held={silence.held} />
      {mayBreak ? (
        <Button isSmall onPress={() => setBreaking(true)}>
          {say('silence.break')}
        </Button>
      ) : null}
      {isBreaking ? (
        <BreakSilence recommendation={recommendation} onClose={() => setBreaking(false)} />
      ) : null}
    </div>
  )
}

function BreakSilence({
  recommendation: { recommendationId, title },
  onClose,
}: {
  readonly recommendation: Recommendation
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const [reason, setReason] = useState('')
  const { act, isPending } = useFormAct(reason)
  const breakIt = async () => {
    if (await act({ type: 'break-silence', recommendationId, reason })) onClose()
  }
  return (
    <Dialog
      title={say('silence.breakTitle', { number: numberOf(state, recommendationId), title })}
      onClose={onClose}
      isDismissable={reason === ''}
    >
      <TextField
        label={say('silence.reason')}
        hint={say('silence.reasonHint')}
        value={reason}
        onChange={setReason}
        rows={3}
        isRequired
        autoFocus
      />
      <DialogActions>
        <Button onPress={onClose}>{say('cancel')}</Button>
        <Button
          look="danger"
          isDisabled={isPending || reason.trim() === ''}
          onPress={() => void breakIt()}
        >
          {say('silence.break')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
