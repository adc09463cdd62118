import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import styles from './people.module.css'

/** A personal link that was just made. */
export interface MadeLink {
  readonly link: string
  /** Whose link it is: name, delegation or seat, role. */
  readonly who: string
  readonly isOwn: boolean
}

/** Shows a link, which is shown once, and whose it is. */
export function LinkDialog({
  made: { link, who, isOwn },
  onClose,
}: {
  readonly made: MadeLink
  readonly onClose: () => void
}) {
  const say = useMessages()
  return (
    <Dialog title={say('people.linkTitle')} onClose={onClose} isDismissable={false}>
      <p>
        <strong>{who}</strong>
      </p>
      <p>{say(isOwn ? 'people.ownLinkText' : 'people.linkText')}</p>
      <p className={styles['link']}>{link}</p>
      <DialogActions>
        <CopyButton text={link} label={say('people.copyLink')} />
        <Button look="primary" onPress={onClose}>
          {say('close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
