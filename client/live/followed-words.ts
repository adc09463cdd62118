/**
 * What the screen shows around an editor of what is typed in it: counts, places of comments, comparisons. Nobody's next
 * key waits for it: after one's own typing it follows when the page has nothing else to do, at most once a second. What others do is
 * shown at once, and while they go on typing three times a second.
 */
import type { TextContent } from '#shared/domain/content'
import { whenIdle } from './when-idle.ts'

/** Between two times that it follows one's own typing, and others', in milliseconds. */
const [ownPause, othersPause] = [1000, 300]

export interface FollowedWords {
  /** What the words are now. */
  readonly now: () => TextContent
  /** What is shown of them; the same object until that changes. */
  readonly shown: () => TextContent
  readonly subscribe: (listener: () => void) => () => void
  /** The document changed: by this person, or by others. */
  readonly changed: (isOwn: boolean) => void
  /** Shows at once what this person has just done: it is no typing. */
  readonly catchUp: () => void
  readonly end: () => void
}

/** Follows the words that `read` reads. */
export function followWords(read: () => TextContent): FollowedWords {
  const listeners = new Set<() => void>()
  let current: TextContent | undefined
  let shown: TextContent | undefined
  let shownAt = Number.NEGATIVE_INFINITY
  let cancel: (() => void) | undefined
  /** When it is shown next, if that is waited for. */
  let due = Number.POSITIVE_INFINITY
  const now = () => {
    current ??= read()
    return current
  }
  const show = () => {
    cancel?.()
    cancel = undefined
    due = Number.POSITIVE_INFINITY
    shownAt = performance.now()
    shown = undefined
    for (const listener of listeners) listener()
  }
  return {
    now,
    shown() {
      shown ??= now()
      return shown
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    changed(isOwn) {
      current = undefined
      const next = shownAt + (isOwn ? ownPause : othersPause)
      if (!isOwn && !cancel && next <= performance.now()) return show()
      if (next >= due) return
      // What others do is shown with what this person just typed, if that is still waiting.
      cancel?.()
      due = next
      const timer = setTimeout(
        () => {
          cancel = whenIdle(show)
        },
        Math.max(0, next - performance.now()),
      )
      cancel = () => clearTimeout(timer)
    },
    catchUp: show,
    end: () => cancel?.(),
  }
}
