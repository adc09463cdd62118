import { useState } from 'react'
import type { Member } from '#shared/domain/member'
import { seatHolder } from '#shared/record/seat-holder'
import { useAct } from '../drafting/act.ts'
import { useRecordState, useYou } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { seatWords } from '../ui/seat-words.ts'
import { EndingDialog, type SeatAct } from './EndingDialog.tsx'
import styles from './people.module.css'

/** A member, and what can be done about their link and seat. */
export function MemberRow({
  member,
  isMaking,
  onLink,
}: {
  readonly member: Member
  readonly isMaking: boolean
  readonly onLink: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const you = useYou()
  const { act, isPending } = useAct()
  const [asked, setAsked] = useState<SeatAct | null>(null)
  const { memberId, standing, name } = member
  const holder = seatHolder(state, memberId)
  if (!holder) return null
  const isOwn = memberId === you.memberId
  const confirmed = () => {
    setAsked(null)
    if (asked === 'new-link') onLink()
    else if (asked) void act({ type: asked, memberId })
  }
  return (
    <li>
      <span className={styles['who']}>
        <strong>{seatWords(say, holder).short}</strong> {name}{' '}
        <Badge tone="neutral">{say(`role.${holder.role}`)}</Badge>
        {isOwn ? <Badge tone="accent">{say('people.you')}</Badge> : null}
        {standing === 'link-revoked' ? <Badge tone="bad">{say('people.linkRevoked')}</Badge> : null}
      </span>
      <Button
        isSmall
        isDisabled={isMaking}
        // One's own, or one of somebody who is signed in nowhere, throws nobody out.
        onPress={() => (isOwn || standing === 'link-revoked' ? onLink() : setAsked('new-link'))}
      >
        {say('people.newLink')}
      </Button>
      {standing === 'seated' ? (
        <Button isSmall isDisabled={isPending} onPress={() => setAsked('revoke-link')}>
          {say('people.revoke')}
        </Button>
      ) : null}
      <Button
        isSmall
        look="danger"
        isDisabled={isPending}
        onPress={() => setAsked('remove-member')}
      >
        {say('people.remove')}
      </Button>
      {asked ? (
        <EndingDialog
          seatAct={asked}
          holder={holder}
          onConfirm={confirmed}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </li>
  )
}
