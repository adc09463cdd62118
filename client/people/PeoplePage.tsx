import { useEffect, useState } from 'react'
import type { Meeting } from '#shared/domain/meeting'
import type { Member } from '#shared/domain/member'
import { FollowLink, PersonalLink } from '#shared/protocol/api'
import { delegationOf } from '#shared/record/labels'
import { useAct } from '../drafting/act.ts'
import drafting from '../drafting/drafting.module.css'
import { ask } from '../live/http.ts'
import { useRecordState, useYou } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { copyText } from '../ui/copy-text.ts'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { useNotice } from '../ui/notices.tsx'
import { EmptyState } from '../ui/Placeholder.tsx'
import { InviteForm } from './InviteForm.tsx'
import styles from './people.module.css'

/** Seats, members and links: the secretariat's page. */
export function PeoplePage() {
  const say = useMessages()
  const state = useRecordState()
  const { role } = useYou()
  const { act, isPending } = useAct()
  const [link, setLink] = useState<string | null>(null)
  const newLink = useNewLink(setLink)
  if (role !== 'chair' && role !== 'vice-chair' && role !== 'secretariat')
    return <EmptyState>{say('people.notYours')}</EmptyState>
  const members = Object.values(state.members).filter(({ standing }) => standing !== 'removed')
  return (
    <article className={drafting['sheet']}>
      <h1 className={drafting['title']}>{say('people.title')}</h1>
      <section className={drafting['text']}>
        <h2>{say('people.invite')}</h2>
        <InviteForm onInvited={(memberId) => void newLink(memberId)} />
      </section>
      <section className={drafting['text']}>
        <h2>{say('people.members', { count: members.length })}</h2>
        <ul className={styles['members']}>
          {members.map((member) => (
            <MemberRow
              key={member.memberId}
              member={member}
              onLink={() => void newLink(member.memberId)}
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
      {link === null ? null : <LinkDialog link={link} onClose={() => setLink(null)} />}
    </article>
  )
}

function useNewLink(show: (link: string) => void): (memberId: string) => Promise<void> {
  const { groupId } = useYou()
  const notify = useNotice()
  return async (memberId) => {
    const answer = await ask(PersonalLink, `/api/groups/${groupId}/members/${memberId}/link`, {
      method: 'POST',
    })
    if (answer.ok) show(answer.value.link)
    else notify(answer.problem.detail)
  }
}

function MemberRow({ member, onLink }: { readonly member: Member; readonly onLink: () => void }) {
  const say = useMessages()
  const state = useRecordState()
  const { act, isPending } = useAct()
  const [isRemoving, setRemoving] = useState(false)
  const seat = state.seats[member.seatId]
  const delegation = delegationOf(state, seat?.delegationId ?? null)
  const { memberId, standing, name } = member
  return (
    <li>
      <span className={styles['who']}>
        <strong>{delegation?.name ?? seat?.title}</strong> {name}{' '}
        <Badge tone="neutral">{say(`role.${seat?.role ?? 'observer'}`)}</Badge>
        {standing === 'link-revoked' ? <Badge tone="bad">{say('people.linkRevoked')}</Badge> : null}
      </span>
      <Button isSmall onPress={onLink}>
        {say('people.newLink')}
      </Button>
      {standing === 'seated' ? (
        <Button
          isSmall
          isDisabled={isPending}
          onPress={() => void act({ type: 'revoke-link', memberId })}
        >
          {say('people.revoke')}
        </Button>
      ) : null}
      <Button isSmall look="danger" onPress={() => setRemoving(true)}>
        {say('people.remove')}
      </Button>
      {isRemoving ? (
        <Dialog title={say('people.removeTitle')} onClose={() => setRemoving(false)}>
          <p>{say('people.removeText', { name: delegation?.name ?? seat?.title ?? '' })}</p>
          <DialogActions>
            <Button onPress={() => setRemoving(false)}>{say('cancel')}</Button>
            <Button
              look="danger"
              isDisabled={isPending}
              onPress={() =>
                void act({ type: 'remove-member', memberId }).then(() => setRemoving(false))
              }
            >
              {say('people.remove')}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </li>
  )
}

function FollowLinkRow({ meeting }: { readonly meeting: Meeting }) {
  const say = useMessages()
  const { groupId } = useYou()
  const { act, isPending } = useAct()
  const [link, setLink] = useState('')
  const { meetingId, title, followLinkOpen } = meeting
  useEffect(() => {
    void ask(FollowLink, `/api/groups/${groupId}/meetings/${meetingId}/follow-link`).then(
      (answer) => {
        if (answer.ok) setLink(answer.value.link)
      },
    )
  }, [groupId, meetingId])
  return (
    <li>
      <span className={styles['who']}>
        <strong>{title}</strong>
        <Badge tone={followLinkOpen ? 'good' : 'neutral'}>
          {followLinkOpen ? say('people.followOpen') : say('people.followClosed')}
        </Badge>
      </span>
      <Button isSmall isDisabled={link === ''} onPress={() => void copyText(link)}>
        {say('people.copyLink')}
      </Button>
      <Button
        isSmall
        isDisabled={isPending}
        onPress={() => void act({ type: 'set-follow-link', meetingId, open: !followLinkOpen })}
      >
        {followLinkOpen ? say('people.closeFollow') : say('people.openFollow')}
      </Button>
    </li>
  )
}

function LinkDialog({ link, onClose }: { readonly link: string; readonly onClose: () => void }) {
  const say = useMessages()
  return (
    <Dialog title={say('people.linkTitle')} onClose={onClose} isDismissable={false}>
      <p>{say('people.linkText')}</p>
      <p className={styles['link']}>{link}</p>
      <DialogActions>
        <Button onPress={() => void copyText(link)}>{say('copy')}</Button>
        <Button look="primary" onPress={onClose}>
          {say('close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
