import { useEffect, useRef } from 'react'
import type { MemberId } from '#shared/domain/ids'
import type { SeatHolder } from '#shared/record/seat-holder'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { seatWords } from '../ui/seat-words.ts'
import { EntryPage } from './EntryPage.tsx'
import styles from './entry.module.css'
import { toRoom } from './leave.ts'

/** Asked before a link makes this browser another member: who is signed in, and whose seat the link is. */
export function SeatQuestion({
  present,
  offered,
  isSending,
  onTake,
}: {
  readonly present: SeatHolder
  readonly offered: SeatHolder
  readonly isSending: boolean
  readonly onTake: (inPlaceOf: MemberId) => void
}) {
  const say = useMessages()
  const heading = useRef<HTMLHeadingElement>(null)
  // Neither answer has the focus: a key that was meant for the page before chooses nothing.
  useEffect(() => heading.current?.focus(), [])
  const [now, link] = [seatWords(say, present), seatWords(say, offered)]
  return (
    <EntryPage title={say('seat.question', { now: now.short })} heading={heading}>
      <dl className={styles['seats']}>
        <dt>{say('seat.now')}</dt>
        <dd>{now.long}</dd>
        <dt>{say('seat.link')}</dt>
        <dd>{link.long}</dd>
      </dl>
      <p>{say('seat.consequence', { now: now.short })}</p>
      <p>{say('seat.private')}</p>
      <div className={styles['answers']}>
        <Button look="primary" onPress={() => toRoom(present.groupId)}>
          {say('seat.stay', { now: now.short })}
        </Button>
        <Button isDisabled={isSending} onPress={() => onTake(present.memberId)}>
          {say('seat.take', { link: link.short })}
        </Button>
      </div>
    </EntryPage>
  )
}
