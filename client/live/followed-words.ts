/**
 * What the screen shows around an editor of what is typed in it: counts, places of comments, comparisons. Nobody's next
 * key waits for it: after one's own typing it follows when the page has nothing else to do, at most once a second.
 */
import type { TextContent } from '#shared/domain/content'
import { whenIdle } from './when-idle.ts'

/** Between two times that it follows one's own typing, in milliseconds. */
const pause = 1000

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
  const now = () => {
    current ??= read()
    return current
  }
  const show = () => {
    cancel?.()
    cancel = undefined
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
      // What others do is shown with what this person just typed, if that is still waiting.
      if (cancel) return
      if (!isOwn) return show()
      const timer = setTimeout(
        () => {
          cancel = whenIdle(show)
        },
        Math.max(0, shownAt + pause - performance.now()),
      )
      cancel = () => clearTimeout(timer)
    },
    catchUp: show,
    end: () => cancel?.(),
  }
}
