import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useLayoutEffect, useMemo, useState } from 'react'
import type { Thread } from '#shared/domain/thread'
import { mayNot } from '#shared/record/policy'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { EmptyState, Skeleton } from '../ui/Placeholder.tsx'
import { useCommentKeys } from './comment-keys.ts'
import { composingId, noThreads, useThreadFocus } from './focus.tsx'
import { Margin, type MarginCard } from './Margin.tsx'
import { NewThread } from './NewThread.tsx'
import { cardId, wordsOnPage } from './places.ts'
import { useSeen } from './seen.ts'
import { ThreadCard } from './ThreadCard.tsx'
import styles from './threads.module.css'
import {
  passes,
  type Subject,
  type ThreadFilter,
  threadFilters,
  threadsAbout,
} from './threads-about.ts'
import { useLines, useMedia } from './use-lines.ts'

/** The comments on a page, beside their words where there is room, and where to add one. */
export function ThreadsPane({ recommendationId, topicId }: Subject) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const [filter, setFilter] = useState<ThreadFilter>('open')
  const { threadId: active, setThread, composing } = useThreadFocus()
  const { isUnread, markSeen } = useSeen()
  const lines = useLines()
  const isWide = useMedia('(width >= 1100px)')
  const all = useMemo(
    () => threadsAbout(state, { recommendationId, topicId }),
    [state, recommendationId, topicId],
  )
  const isShown = (thread: Thread) => passes(state, actor, filter, thread)
  const inOrder = all
    .filter(isShown)
    .toSorted(
      (a, b) =>
        (lines?.get(a.threadId) ?? Number.MAX_SAFE_INTEGER) -
        (lines?.get(b.threadId) ?? Number.MAX_SAFE_INTEGER),
    )
  useRevealed(lines)

  // Whoever is led to a thread that the filter hides sees it.
  const [ledTo, setLedTo] = useState<string | null>(null)
  if (active !== ledTo) {
    setLedTo(active)
    const chosen = all.find(({ threadId }) => threadId === active)
    if (chosen && !isShown(chosen)) setFilter(chosen.resolved ? 'resolved' : 'open')
  }

  const step = (by: 1 | -1) => {
    const at = inOrder.findIndex(({ threadId }) => threadId === active)
    const from = at < 0 && by < 0 ? 0 : at
    const next = inOrder.at((from + by + inOrder.length) % Math.max(1, inOrder.length))
    if (!next) return
    setThread(next.threadId, 'reveal')
    document.getElementById(cardId(next.threadId))?.focus({ preventScroll: true })
  }
  useCommentKeys({ next: () => step(1), previous: () => step(-1) })

  const refusal = mayNot(state, actor, 'open-thread')
  const unread = all.filter(isUnread)
  const composer =
    composing && !refusal ? (
      <NewThread recommendationId={recommendationId} topicId={topicId} isOnWords />
    ) : null
  const line = lines?.get(composingId)
  const cards = inOrder.map(
    (thread): MarginCard => ({
      id: thread.threadId,
      line: lines?.get(thread.threadId),
      card: <ThreadCard thread={thread} mayComment={refusal === undefined} />,
    }),
  )
  useWithCard(lines ? inOrder : [])
  if (composer) {
    const place = cards.findIndex((card) => (card.line ?? Number.MAX_SAFE_INTEGER) > (line ?? 0))
    cards.splice(place < 0 ? cards.length : place, 0, { id: composingId, line, card: composer })
  }
  return (
    <div className={styles['pane']}>
      <div className={styles['filter']}>
        <Choice
          label={say('threads.filter')}
          value={filter}
          options={threadFilters.map((each) => [each, say(`threads.filter.${each}`)] as const)}
          onChange={setFilter}
        />
      </div>
      <div className={styles['actions']}>
        <Button isSmall label={say('threads.previous')} onPress={() => step(-1)}>
          <ChevronUp size={16} aria-hidden />
        </Button>
        <Button isSmall label={say('threads.next')} onPress={() => step(1)}>
          <ChevronDown size={16} aria-hidden />
        </Button>
        {unread.length > 0 ? (
          <Button isSmall look="quiet" onPress={() => markSeen(unread)}>
            {say('threads.readAll')}
          </Button>
        ) : null}
      </div>
      {refusal ? (
        <p className={styles['why']}>
          {actor.by === 'public' ? say('threads.publicReads') : refusal.sentence}
        </p>
      ) : (
        <NewThread recommendationId={recommendationId} topicId={topicId} isOnWords={false} />
      )}
      {cards.length === 0 ? <EmptyState>{say('threads.none')}</EmptyState> : null}
      {lines === undefined ? (
        cards.length === 0 ? null : (
          <Skeleton label={say('loading')} />
        )
      ) : isWide ? (
        <Margin cards={cards} chosenId={composer ? composingId : active} />
      ) : (
        cards.map(({ id, card }) => <div key={id}>{card}</div>)
      )}
    </div>
  )
}

/** Tells for as long as they are here which threads have their cards on the page. */
function useWithCard(threads: readonly Thread[]): void {
  const { setWithCard } = useThreadFocus()
  const ids = threads.map(({ threadId }) => threadId).join(' ')
  useLayoutEffect(() => {
    setWithCard(new Set(ids.split(' ').filter(Boolean)))
    return () => setWithCard(noThreads)
  }, [ids, setWithCard])
}

/** Brings the words of a thread chosen elsewhere into view, once they are there. */
function useRevealed(lines: ReadonlyMap<string, number> | undefined): void {
  const { revealing, revealed } = useThreadFocus()
  useEffect(() => {
    const words = revealing === null ? null : wordsOnPage(revealing)
    if (!words) return
    const isPhone = matchMedia('(width < 700px)').matches
    words.scrollIntoView({ block: isPhone ? 'start' : 'center' })
    revealed()
  }, [revealing, revealed, lines])
}
