import { type ReactNode, useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { useLatest } from '../ui/latest.ts'
import { TextField } from '../ui/TextField.tsx'
import ui from '../ui/ui.module.css'

/** Says what a decision of the chair will do before it is taken, and takes a note for the record. */
export function DecisionDialog({
  title,
  confirm,
  isPossible = true,
  isTouched = false,
  isPending,
  onDecide,
  onClose,
  children,
}: {
  readonly title: string
  /** What the button says that decides. */
  readonly confirm: string
  readonly isPossible?: boolean
  /** Whether something was chosen that a press outside would lose. */
  readonly isTouched?: boolean
  readonly isPending: boolean
  /** True when it was decided; the dialog closes then. */
  readonly onDecide: (note: string) => Promise<boolean>
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const say = useMessages()
  const [note, setNote] = useState('')
  const latest = useLatest(note)
  const decide = async () => {
    if ((await onDecide(note)) && latest.current === note) onClose()
  }
  return (
    <Dialog title={title} onClose={onClose} isDismissable={note === '' && !isTouched}>
      <div className={ui['stack']}>
        {children}
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
        <Button look="primary" isDisabled={isPending || !isPossible} onPress={() => void decide()}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
