import { useEffect, useState, useSyncExternalStore } from 'react'
import { whenIdle } from '../live/when-idle.ts'
import { usePageBeside } from '../ui/in-turn.tsx'

/** Changes of the page are followed at most this often, in milliseconds: measuring must not slow typing. */
const pause = 120

/** Whether a media query holds now. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )

function measure(page: HTMLElement): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  const zero = page.getBoundingClientRect().top - page.scrollTop
  for (const words of page.querySelectorAll<HTMLElement>('[data-thread], [data-amendment-mark]')) {
    const id = words.dataset['thread'] ?? words.dataset['amendmentMark']
    if (id && !lines.has(id) && !words.closest('[hidden]'))
      lines.set(id, Math.round(words.getBoundingClientRect().top - zero))
  }
  return lines
}

/**
 * The line of each thread's and each marked amendment's words in the page, in pixels from its top, as the page changes; undefined
 * until all of the page has come: what stands beside words is not shown before them.
 */
export function useLines(): ReadonlyMap<string, number> | undefined {
  const whole = usePageBeside()
  const [lines, setLines] = useState<ReadonlyMap<string, number>>()
  useEffect(() => {
    const page = document.querySelector<HTMLElement>('#draft')
    if (!page) return undefined
    let cancel: (() => void) | undefined
    const update = () => {
      cancel = undefined
      if (!whole.now()) return
      const now = measure(page)
      setLines((before) => {
        const isSame =
          before &&
          now.size === before.size &&
          [...now].every(([id, line]) => before.get(id) === line)
        return isSame ? before : now
      })
    }
    const rest = () => {
      cancel = whenIdle(update)
    }
    const soon = () => {
      if (cancel) return
      const waiting = setTimeout(rest, pause)
      cancel = () => clearTimeout(waiting)
    }
    const changes = new MutationObserver(soon)
    changes.observe(page, { childList: true, characterData: true, subtree: true })
    const sizes = new ResizeObserver(soon)
    sizes.observe(page)
    // Marks are put in the words a moment after them.
    soon()
    const end = whole.subscribe(soon)
    return () => {
      end()
      changes.disconnect()
      sizes.disconnect()
      cancel?.()
    }
  }, [whole])
  return lines
}
