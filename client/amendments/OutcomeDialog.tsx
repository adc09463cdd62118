import { useState } from 'react'
import type { Amendment, AmendmentOutcome } from '#shared/domain/text'
import { amendmentOrdinal } from '#shared/record/labels'
import type { Change } from '#shared/text/changes'
import { useAct } from '../drafting/act.ts'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import ui from '../ui/ui.module.css'
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
  readonly changes: readonly Change[]
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const { act, isPending } = useAct()
  const [note, setNote] = useState('')
  const { textId } = amendment
  const number = amendmentOrdinal(state, textId)
  return (
    <Dialog
      title={say(`amendment.title.${outcome}`, { number })}
      onClose={onClose}
      isDismissable={note === ''}
    >
      <div className={ui['stack']}>
        <p>{say(`amendment.does.${outcome}`)}</p>
        <Changes textId={textId} changes={changes} label={say('amendment.changes')} />
        <TextField
          label={say('resolve.note')}
          value={note}
          onChange={setNote}
          rows={2}
          hint={say('resolve.noteHint')}
        />
      </div>
      <DialogActions>
        <Button onPress={onClose}>{say('cancel')}</Button>
        <Button
          look="primary"
          isDisabled={isPending}
          onPress={() =>
            void act({ type: 'decide-amendment', textId, outcome, note }).then(
              (isDone) => isDone && onClose(),
            )
          }
        >
          {say(`amendment.do.${outcome}`)}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
