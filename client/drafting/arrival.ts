import { useCallback } from 'react'
import { whenShown } from '../ui/in-turn.tsx'

/** Makes a part of a page the place that an address names after its #: whoever comes by such a link arrives there. */
export function useArrival(
  place: string,
): (element: HTMLElement | null) => (() => void) | undefined {
  return useCallback(
    (element) => {
      if (!element || location.hash !== `#${place}`) return undefined
      return whenShown(element, () => {
        element.focus({ preventScroll: true })
        element.scrollIntoView({ block: 'start' })
      })
    },
    [place],
  )
}
