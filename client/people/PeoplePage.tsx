import { useState } from 'react'
import type { MemberId } from '#shared/domain/ids'
import { PersonalLink } from '#shared/protocol/api'
import { isAtTable } from '#shared/record/policy'
import { seatHolder } from '#shared/record/seat-holder'
import { useAct } from '../drafting/act.ts'
import drafting from '../drafting/drafting.module.css'
import { useRoomTitle } from '../live/page-title.ts'
import { useRecordNow, useRecordState, useYou } from '../live/record.tsx'
import { useAsk } from '../live/use-ask.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { useNotice } from '../ui/notices.tsx'
import { EmptyState } from '../ui/Placeholder.tsx'
import { seatWords } from '../ui/seat-words.ts'
import { FollowLinkRow } from './FollowLinkRow.tsx'
import { InviteForm } from './InviteForm.tsx'
import { LinkDialog, type MadeLink } from './LinkDialog.tsx'
import { MemberRow } from './MemberRow.tsx'
import styles from './people.module.css'

/** Seats, members and links: the secretariat's page. */
export function PeoplePage() {
  const say = useMessages()
  const state = useRecordState()
  const { role } = useYou()
  useRoomTitle(say('people.title'))
  const { act, isPending } = useAct()
  const [link, setLink] = useState<MadeLink | null>(null)
  const { make, isMaking } = useNewLink(setLink)
  if (role === 'public' || !isAtTable(role))
    return <EmptyState>{say('people.notYours')}</EmptyState>
  const members = Object.values(state.members).filter(({ standing }) => standing !== 'removed')
  return (
    <article className={drafting['sheet']}>
      <h1 className={drafting['title']}>{say('people.title')}</h1>
      <section className={drafting['text']}>
        <h2>{say('people.invite')}</h2>
        <InviteForm onInvited={(memberId) => void make(memberId)} />
      </section>
      <section className={drafting['text']}>
        <h2>{say('people.members', { count: members.length })}</h2>
        <ul className={styles['members']}>
          {members.map((member) => (
            <MemberRow
              key={member.memberId}
              member={member}
              isMaking={isMaking}
              onLink={() => void make(member.memberId)}
            />
          ))}
        </ul>
      </section>
      <section className={drafting['text']}>
        <h2>{say('people.followLinks')}</h2>
        <ul className={styles['members']}>
          {state.meetings.map((meeting) => (
            <FollowLinkRow key={meeting.meetingId} meeting={meeting} />
          ))}
        </ul>
      </section>
      <section className={drafting['text']}>
        <h2>{say('people.observers')}</h2>
        <p>{state.observerComments ? say('people.observersMay') : say('people.observersMayNot')}</p>
        <Button
          isDisabled={isPending}
          onPress={() =>
            void act({ type: 'set-observer-comments', allowed: !state.observerComments })
          }
        >
          {state.observerComments ? say('people.closeComments') : say('people.openComments')}
        </Button>
      </section>
      <section className={drafting['text']}>
        <h2>{say('people.brackets')}</h2>
        <p>{state.sponsorsLift ? say('people.sponsorsLift') : say('people.sponsorsDoNotLift')}</p>
        <Button
          isDisabled={isPending}
          onPress={() => void act({ type: 'set-sponsors-lift', allowed: !state.sponsorsLift })}
        >
          {state.sponsorsLift ? say('people.onlyChairLifts') : say('people.letSponsorsLift')}
        </Button>
      </section>
      {link === null ? null : <LinkDialog made={link} onClose={() => setLink(null)} />}
    </article>
  )
}

/** Makes personal links, one at a time. */
function useNewLink(show: (made: MadeLink) => void): {
  readonly make: (memberId: MemberId) => Promise<void>
  readonly isMaking: boolean
} {
  const say = useMessages()
  const { groupId, memberId: own } = useYou()
  const ask = useAsk()
  const recordNow = useRecordNow()
  const notify = useNotice()
  const [isMaking, setMaking] = useState(false)
  const make = async (memberId: MemberId) => {
    setMaking(true)
    const answer = await ask(PersonalLink, `/api/groups/${groupId}/members/${memberId}/link`, {
      method: 'POST',
    })
    setMaking(false)
    if (!answer.ok) return notify(answer.problem.detail)
    const holder = seatHolder(recordNow(), memberId)
    return show({
      link: answer.value.link,
      who: holder ? seatWords(say, holder).long : memberId,
      isOwn: memberId === own,
    })
  }
  return { make, isMaking }
}
