import styles from '../drafting/drafting.module.css'
import { useRoomTitle } from '../live/page-title.ts'
import { useRecordState } from '../live/record.tsx'
import { formatDay, useMessages } from '../messages/use-messages.ts'
import { Badge } from '../ui/Badge.tsx'
import { EmptyState } from '../ui/Placeholder.tsx'

/** The group's mandate, its calendar, and the documents before the meeting. */
export function MeetingPage() {
  const say = useMessages()
  useRoomTitle(say('menu.meeting'))
  const { group, meetings, session, documents } = useRecordState()
  return (
    <article className={styles['sheet']}>
      <header className={styles['head']}>
        <p className={styles['eyebrow']}>{group?.parentBody}</p>
        <h1 className={styles['title']}>{group?.name}</h1>
      </header>
      <section className={styles['text']}>
        <h2>{say('meeting.mandate')}</h2>
        {group?.mandate === '' ? <EmptyState>{say('meeting.noMandate')}</EmptyState> : null}
        {group?.mandate.split('\n\n').map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </section>
      <section className={styles['text']}>
        <h2>{say('meeting.calendar')}</h2>
        {meetings.map(({ meetingId, title, place, days }) => (
          <div key={meetingId}>
            <h3>
              {title}
              {place === '' ? '' : `, ${place}`}
            </h3>
            <ol className={styles['list']}>
              {days.map((day, index) => (
                <li key={day.date}>
                  {formatDay(day.date)}: {day.title}{' '}
                  {session?.meetingId === meetingId && session.dayIndex === index ? (
                    <Badge tone="accent">{say('meeting.openDay')}</Badge>
                  ) : null}
                </li>
              ))}
            </ol>
          </div>
        ))}
      </section>
      <section className={styles['text']}>
        <h2>{say('meeting.documents')}</h2>
        {documents.length === 0 ? <EmptyState>{say('meeting.noDocuments')}</EmptyState> : null}
        <ul className={styles['list']}>
          {documents.map(({ documentId, title, symbol, address }) => (
            <li key={documentId}>
              {symbol} {address === '' ? title : <a href={address}>{title}</a>}
            </li>
          ))}
        </ul>
      </section>
    </article>
  )
}
