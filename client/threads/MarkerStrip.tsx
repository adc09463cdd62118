import { MessageSquare } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { RecommendationId, TopicId } from '#shared/domain/ids'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useThreadFocus } from './focus.tsx'
import { useSeen } from './seen.ts'
import styles from './threads.module.css'
import { threadsAbout } from './threads-about.ts'
import { useLines } from './use-lines.ts'

/** Markers nearer than this are one, in pixels. */
const apart = 40

interface Marker {
  readonly line: number
  readonly threadIds: string[]
}

/** Where there is no room for cards: a narrow strip with the number of comments at each line. */
export function MarkerStrip({
  recommendationId,
  topicId,
}: {
  readonly recommendationId: RecommendationId | undefined
  readonly topicId: TopicId | undefined
}) {
  const say = useMessages()
  const state = useRecordState()
  const lines = useLines()
  const { threadId: active, setThread } = useThreadFocus()
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
  const open = threadsAbout(state, recommendationId, topicId).filter(({ resolved }) => !resolved)
  const whole: string[] = []
  const markers: Marker[] = []
  for (const { threadId } of open.toSorted(
    (a, b) => (lines.get(a.threadId) ?? 0) - (lines.get(b.threadId) ?? 0),
  )) {
    const line = lines.get(threadId)
    const last = markers.at(-1)
    if (line === undefined) whole.push(threadId)
    else if (last && line - last.line < apart) last.threadIds.push(threadId)
    else markers.push({ line, threadIds: [threadId] })
  }
  const comments = (threadIds: readonly string[]) =>
    open
      .filter(({ threadId }) => threadIds.includes(threadId))
      .reduce((sum, thread) => sum + thread.comments.length, 0)
  const button = (threadIds: readonly string[], label: string) => {
    const isNew = open.some((thread) => threadIds.includes(thread.threadId) && isUnread(thread))
    return (
      <button
        type="button"
        className={styles['marker']}
        aria-label={label}
        aria-pressed={active !== null && threadIds.includes(active)}
        data-new={isNew}
        onClick={() => setThread(threadIds[0] ?? null)}
      >
        <MessageSquare size={14} aria-hidden />
        {comments(threadIds)}
      </button>
    )
  }
  return (
    <nav className={styles['strip']} aria-label={say('threads.strip')}>
      <div ref={band} className={styles['band']}>
        {whole.length > 0 ? (
          <div className={styles['placed']} style={{ insetBlockStart: 4 }}>
            {button(whole, say('threads.strip.whole', { count: comments(whole) }))}
          </div>
        ) : null}
        {markers.map(({ line, threadIds }) => (
          <div
            key={threadIds[0]}
            className={styles['placed']}
            style={{ insetBlockStart: Math.max(line, whole.length > 0 ? apart : 0) }}
          >
            {button(threadIds, say('threads.strip.here', { count: comments(threadIds) }))}
          </div>
        ))}
      </div>
    </nav>
  )
}
