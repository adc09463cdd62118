import type { Editor } from '@tiptap/core'
import { useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import { mayBeLink } from './inline-kit.ts'

/** Sets or removes the link of the selected words. */
export function LinkDialog({
  editor,
  onClose,
}: {
  readonly editor: Editor
  readonly onClose: () => void
}) {
  const say = useMessages()
  const known: unknown = editor.getAttributes('link')['href']
  const [address, setAddress] = useState(typeof known === 'string' ? known : 'https://')
  const [isWrong, setWrong] = useState(false)
  const save = () => {
    if (!mayBeLink(address)) return setWrong(true)
    editor.chain().focus().extendMarkRange('link').setLink({ href: address }).run()
    return onClose()
  }
  const remove = () => {
    editor.chain().focus().extendMarkRange('link').unsetLink().run()
    onClose()
  }
  return (
    <Dialog title={say('link.title')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextField
          label={say('link.address')}
          value={address}
          onChange={setAddress}
          error={isWrong ? say('link.wrong') : undefined}
          autoFocus
        />
        <DialogActions>
          {known === undefined ? null : <Button onPress={remove}>{say('link.remove')}</Button>}
          <Button onPress={onClose}>{say('cancel')}</Button>
          <Button look="primary" type="submit">
            {say('link.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
