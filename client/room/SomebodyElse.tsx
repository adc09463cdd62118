import { CircleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Attendance } from '#shared/protocol/api'
import { seatHolder } from '#shared/record/seat-holder'
import { useRecordState, useSomebodyElse, useYou } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { seatWords } from '../ui/seat-words.ts'
import { SignInAgain } from './SignInAgain.tsx'
import styles from './strip.module.css'

/** Says that somebody else is signed in in this browser by now, so that this page is only read, and what can be done about it. */
export function SomebodyElse() {
  const say = useMessages()
  const state = useRecordState()
  const you = useYou()
  const now = useSomebodyElse()
  const [isAsking, setAsking] = useState(false)
  const nameOf = ({ memberId }: Attendance): string => {
    const holder = memberId && seatHolder(state, memberId)
    return holder ? seatWords(say, holder).short : say('role.public')
  }
  const names = now && { now: nameOf(now), you: nameOf(you) }
  const { memberId } = you
  return (
    <>
      <div role="alert">
        {names ? (
          <div className={styles['line']}>
            <CircleAlert size={18} aria-hidden />
            <span>{say(memberId ? 'somebodyElse.member' : 'somebodyElse.reader', names)}</span>
            <Button isSmall onPress={() => location.reload()}>
              {say('somebodyElse.reload', names)}
            </Button>
            {memberId ? (
              <Button isSmall onPress={() => setAsking(true)}>
                {say('somebodyElse.again', names)}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      {names && memberId && isAsking ? (
        <SignInAgain memberId={memberId} name={names.you} onClose={() => setAsking(false)} />
      ) : null}
    </>
  )
}
