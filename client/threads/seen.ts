/** Which comments this member has seen, by the last one seen of each thread; kept on this device. */
import { useCallback, useSyncExternalStore } from 'react'
import { z } from 'zod'
import { CommentId, ThreadId } from '#shared/domain/ids'
import type { Thread } from '#shared/domain/thread'
import { keepOrRemember, readKept } from '../live/device-storage.ts'
import { useYou } from '../live/record.tsx'

const Seen = z.record(ThreadId, CommentId)
type Seen = z.infer<typeof Seen>

const listeners = new Set<() => void>()
const read = new Map<string, Seen>()

function seenAt(key: string): Seen {
  const known = read.get(key)
  if (known) return known
  let seen: Seen = {}
  try {
    seen = Seen.parse(JSON.parse(readKept(key) ?? '{}'))
  } catch {
    // It holds something else: everything counts as new.
  }
  read.set(key, seen)
  return seen
}

function keep(key: string, seen: Seen): void {
  read.set(key, seen)
  keepOrRemember(key, JSON.stringify(seen))
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Tells unread threads, and marks threads as seen. One's own comments are never unread. */
export function useSeen() {
  const { groupId, memberId } = useYou()
  const key = `adref-seen-${groupId}-${memberId ?? 'public'}`
  const seen = useSyncExternalStore(subscribe, () => seenAt(key))
  const isUnread = useCallback(
    ({ threadId, comments }: Thread) => {
      const last = comments.at(-1)
      return (
        memberId !== null &&
        last !== undefined &&
        last.by !== memberId &&
        seen[threadId] !== last.commentId
      )
    },
    [seen, memberId],
  )
  const markSeen = useCallback(
    (threads: readonly Thread[]) => {
      const before = seenAt(key)
      const news = threads.flatMap(({ threadId, comments }) => {
        const last = comments.at(-1)
        return last && before[threadId] !== last.commentId ? [[threadId, last.commentId]] : []
      })
      if (news.length > 0) keep(key, { ...before, ...Object.fromEntries(news) })
    },
    [key],
  )
  return { isUnread, markSeen }
}
