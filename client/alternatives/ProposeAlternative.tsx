import { useState } from 'react'
import { TextId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import { numberOf } from '#shared/record/labels'
import { useFormAct } from '../drafting/act.ts'
import { useHeldIds } from '../live/held-ids.ts'
import { newId } from '../live/new-id.ts'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import styles from '../ui/ui.module.css'

/** Puts an alternative beside the majority text, sponsored by one's own delegation. */
export function ProposeAlternative({
  recommendation,
  onClose,
}: {
  readonly recommendation: Recommendation
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const [from, setFrom] = useState<'majority' | 'blank'>('majority')
  const [reason, setReason] = useState('')
  const { act, isPending } = useFormAct({ from, reason })
  const ids = useHeldIds(() => newId(TextId, 't'))
  const { recommendationId } = recommendation
  const propose = async () => {
    const textId = ids.of({ reason, from })
    if (await act({ type: 'propose-alternative', recommendationId, textId, reason, from }))
      onClose()
  }
  return (
    <Dialog
      title={say('propose.title', { number: numberOf(state, recommendationId) })}
      onClose={onClose}
      isDismissable={reason === ''}
    >
      <div className={styles['stack']}>
        <p className={styles['hint']}>{say('propose.text')}</p>
        <Choice
          label={say('propose.from')}
          value={from}
          options={[
            ['majority', say('propose.fromMajority')],
            ['blank', say('propose.fromBlank')],
          ]}
          onChange={setFrom}
        />
        <TextField
          label={say('propose.reason')}
          value={reason}
          onChange={setReason}
          rows={4}
          hint={say('propose.reasonHint')}
        />
      </div>
      <DialogActions>
        <Button onPress={onClose}>{say('cancel')}</Button>
        <Button look="primary" isDisabled={isPending} onPress={() => void propose()}>
          {say('propose.confirm')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
