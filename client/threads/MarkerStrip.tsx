import { MessageSquare, PencilLine } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { TextId } from '#shared/domain/ids'
import { tabledAmendments } from '../amendments/AmendmentsPane.tsx'
import { useAmendmentFocus } from '../amendments/focus.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useThreadFocus } from './focus.tsx'
import { type Beside, markersOf } from './markers.ts'
import { useSeen } from './seen.ts'
import styles from './threads.module.css'
import { type Subject, threadsAbout } from './threads-about.ts'
import { useLines } from './use-lines.ts'

const icons = { comments: MessageSquare, amendments: PencilLine } as const
const names = {
  comments: { here: 'threads.strip.here', whole: 'threads.strip.whole' },
  amendments: {
    here: 'threads.strip.amendmentsHere',
    whole: 'threads.strip.amendmentsWhole',
  },
} as const

/** Where there is no room for cards: a narrow strip with the number of comments and of amendments at each line. */
export function MarkerStrip({ recommendationId, topicId }: Subject) {
  const say = useMessages()
  const state = useRecordState()
  const lines = useLines()
  const { threadId: active, setThread } = useThreadFocus()
  const { chosen, choose } = useAmendmentFocus()
  const { isUnread } = useSeen()
  const band = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const page = document.querySelector<HTMLElement>('#draft')
    if (!page) return undefined
    const follow = () => {
      if (band.current) band.current.style.transform = `translateY(${-page.scrollTop}px)`
    }
    follow()
    page.addEventListener('scroll', follow)
    return () => page.removeEventListener('scroll', follow)
  }, [])
  const comments = threadsAbout(state, { recommendationId, topicId })
    .filter(({ resolved }) => !resolved)
    .map(
      (thread): Beside => ({
        id: thread.threadId,
        of: 'comments',
        count: thread.comments.length,
        isNew: isUnread(thread),
        line: lines?.get(thread.threadId),
      }),
    )
  const amendments = (recommendationId ? tabledAmendments(state, recommendationId) : [])
    .filter(({ standing }) => standing === 'tabled')
    .map(
      ({ textId }): Beside => ({
        id: textId,
        of: 'amendments',
        count: 1,
        isNew: false,
        line: lines?.get(textId),
      }),
    )
  const show = ({ of, id }: Beside) => {
    if (of === 'comments') return setThread(id)
    const textId = TextId.safeParse(id).data
    if (textId) choose(textId, 'card')
  }
  return (
    <nav className={styles['strip']} aria-label={say('threads.strip')}>
      <div ref={band} className={styles['band']}>
        {(lines ? markersOf([...comments, ...amendments]) : []).map(({ at, isOnWords, groups }) => (
          <div
            key={groups[0]?.first.id}
            className={styles['placed']}
            style={{ insetBlockStart: at }}
          >
            {groups.map(({ of, first, ids, count, isNew }) => {
              const Icon = icons[of]
              const current = of === 'comments' ? active : chosen?.textId
              return (
                <button
                  key={of}
                  type="button"
                  className={styles['marker']}
                  aria-label={say(names[of][isOnWords ? 'here' : 'whole'], { count })}
                  aria-pressed={ids.some((id) => id === current)}
                  data-new={isNew}
                  onClick={() => show(first)}
                >
                  <Icon size={14} aria-hidden />
                  {count}
                </button>
              )
            })}
          </div>
        ))}
      </div>
    </nav>
  )
}
