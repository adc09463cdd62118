import { Menu as MenuIcon } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { SessionView } from '#shared/protocol/api'
import { colours, tableColour } from '#shared/record/colours'
import { delegationColourIndex, delegationOf, numberOf } from '#shared/record/labels'
import { toggleAuthors, useAuthorsShown } from '../authorship/shown.ts'
import { useRecordState, useRoomPresence, useYou } from '../live/record.tsx'
import { tellSession } from '../live/session-news.ts'
import { useAsk } from '../live/use-ask.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { DelegationChip } from '../ui/DelegationChip.tsx'
import { Menu } from '../ui/Menu.tsx'
import { useNotice } from '../ui/notices.tsx'
import { applyTheme, currentTheme } from '../ui/theme.ts'
import { NotAccepted } from './NotAccepted.tsx'
import styles from './room.module.css'
import { SavedState } from './SavedState.tsx'

const mostChips = 6

/** Where we are, what is on the floor, who is here, whether words are safe. */
export function TopBar() {
  const say = useMessages()
  const state = useRecordState()
  const onFloor = state.floor.recommendationId
  const recommendation = onFloor ? state.recommendations[onFloor] : undefined
  const meeting = state.meetings.find(({ meetingId }) => meetingId === state.session?.meetingId)
  const day = state.session && meeting?.days[state.session.dayIndex]
  const where = [
    state.group?.name,
    meeting?.title,
    day
      ? say('top.day', { number: (state.session?.dayIndex ?? 0) + 1, title: day.title })
      : undefined,
  ]
  return (
    <header className={styles['top']}>
      <Link className={styles['wordmark'] ?? ''} href="/" aria-label={say('top.home')}>
        {say('wordmark.ad')}
        <b>{say('wordmark.ref')}</b>
      </Link>
      <Link className={styles['where'] ?? ''} href="/meeting">
        {where.filter((part) => part !== undefined).join(' · ')}
      </Link>
      {onFloor && recommendation ? (
        <Link className={styles['floor'] ?? ''} href={`/recommendations/${onFloor}`}>
          <span>
            {say('top.onFloor', { number: numberOf(state, onFloor), title: recommendation.title })}
          </span>
        </Link>
      ) : (
        <span className={styles['noFloor']}>{say('top.nothingOnFloor')}</span>
      )}
      <Present />
      <NotAccepted />
      <SavedState />
      <RoomMenu />
    </header>
  )
}

function Present() {
  const say = useMessages()
  const state = useRecordState()
  const { seats, following } = useRoomPresence()
  const here = seats.flatMap(({ seatId }) => {
    const seat = state.seats[seatId]
    if (!seat) return []
    const delegation = delegationOf(state, seat.delegationId)
    return delegation && seat.role === 'delegate'
      ? [
          {
            key: seatId,
            name: delegation.name,
            code: delegation.code,
            colour: colours[delegationColourIndex(state, delegation.delegationId)] ?? tableColour,
          },
        ]
      : [
          {
            key: seatId,
            name: seat.title,
            code: seat.title.slice(0, 2).toUpperCase(),
            colour: tableColour,
          },
        ]
  })
  const more = here.slice(mostChips)
  return (
    <>
      <ul className={styles['present']} aria-label={say('top.present')}>
        {here.slice(0, mostChips).map(({ key, ...chip }) => (
          <li key={key}>
            <DelegationChip {...chip} />
          </li>
        ))}
        {more.length > 0 ? (
          <li>
            <DelegationChip
              name={more.map(({ name }) => name).join(', ')}
              code={`+${more.length}`}
              colour={tableColour}
            />
          </li>
        ) : null}
      </ul>
      <span className={styles['following']}>{say('top.following', { count: following })}</span>
    </>
  )
}

function RoomMenu() {
  const say = useMessages()
  const [, go] = useLocation()
  const { role } = useYou()
  const ask = useAsk()
  const notify = useNotice()
  const isAuthorsShown = useAuthorsShown()
  const isTable = role === 'chair' || role === 'vice-chair' || role === 'secretariat'
  const signOut = async () => {
    const answer = await ask(SessionView.nullable(), '/api/session', { method: 'DELETE' })
    if (!answer.ok) return notify(answer.problem.detail)
    tellSession({ setUp: true, attendances: [] })
    return location.assign('/')
  }
  const theme = (wanted: 'light' | 'dark' | 'system') => ({
    id: `theme-${wanted}`,
    label: `${say(`menu.${wanted}`)}${currentTheme() === wanted ? ' ✓' : ''}`,
    onAction: () => applyTheme(wanted),
  })
  return (
    <Menu
      label={say('menu.label')}
      trigger={
        <Button look="quiet" label={say('menu.label')}>
          <MenuIcon size={18} />
        </Button>
      }
      entries={[
        { id: 'meeting', label: say('menu.meeting'), onAction: () => go('/meeting') },
        ...(isTable
          ? [
              { id: 'desk', label: say('menu.desk'), onAction: () => go('/desk') },
              { id: 'people', label: say('menu.people'), onAction: () => go('/people') },
            ]
          : []),
        {
          id: 'authors',
          label: `${say('menu.authors')}${isAuthorsShown ? ' ✓' : ''}`,
          onAction: toggleAuthors,
        },
        theme('light'),
        theme('dark'),
        theme('system'),
        { id: 'sign-out', label: say('menu.signOut'), onAction: () => void signOut() },
      ]}
    />
  )
}
