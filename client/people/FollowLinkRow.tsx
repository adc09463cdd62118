import { useEffect, useState } from 'react'
import type { Meeting } from '#shared/domain/meeting'
import { FollowLink } from '#shared/protocol/api'
import { useAct } from '../drafting/act.ts'
import { useRoomPresence, useYou } from '../live/record.tsx'
import { useAsk } from '../live/use-ask.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import styles from './people.module.css'

/** The public follow link of a meeting: to copy, to open, and to close, which shows its readers out. */
export function FollowLinkRow({ meeting }: { readonly meeting: Meeting }) {
  const say = useMessages()
  const { groupId } = useYou()
  const { following } = useRoomPresence()
  const ask = useAsk()
  const { act, isPending } = useAct()
  const [link, setLink] = useState('')
  const [isClosing, setClosing] = useState(false)
  const { meetingId, title, followLinkOpen } = meeting
  useEffect(() => {
    void ask(FollowLink, `/api/groups/${groupId}/meetings/${meetingId}/follow-link`).then(
      (answer) => {
        if (answer.ok) setLink(answer.value.link)
      },
    )
  }, [ask, groupId, meetingId])
  const turn = () => {
    setClosing(false)
    void act({ type: 'set-follow-link', meetingId, open: !followLinkOpen })
  }
  return (
    <li>
      <span className={styles['who']}>
        <strong>{title}</strong>
        <Badge tone={followLinkOpen ? 'good' : 'neutral'}>
          {followLinkOpen ? say('people.followOpen') : say('people.followClosed')}
        </Badge>
      </span>
      <CopyButton isSmall isDisabled={link === ''} text={link} label={say('people.copyLink')} />
      <Button
        isSmall
        isDisabled={isPending}
        onPress={() => (followLinkOpen && following > 0 ? setClosing(true) : turn())}
      >
        {followLinkOpen ? say('people.closeFollow') : say('people.openFollow')}
      </Button>
      {isClosing ? (
        <Dialog title={say('people.closeFollowTitle')} onClose={() => setClosing(false)}>
          <p>
            <strong>{title}</strong>
          </p>
          <p>{say('people.closeFollowText', { count: following })}</p>
          <DialogActions>
            <Button onPress={() => setClosing(false)}>{say('cancel')}</Button>
            <Button look="danger" onPress={turn}>
              {say('people.closeFollow')}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </li>
  )
}
