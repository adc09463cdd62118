import { useEffect, useRef } from 'react'

/** What the keys of comments do. */
export interface CommentKeys {
  readonly next: () => void
  readonly previous: () => void
}

/** With Ctrl and Alt held, N then C goes to the next comment, P then C to the previous one. */
export function useCommentKeys(keys: CommentKeys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    let begun: 'next' | 'previous' | undefined
    const onKeyDown = (event: KeyboardEvent) => {
      // On many layouts AltGr is Ctrl+Alt and types letters.
      const isCommand =
        (event.ctrlKey || event.metaKey) && event.altKey && !event.getModifierState('AltGraph')
      if (!isCommand) return
      if (event.code === 'KeyN') begun = 'next'
      else if (event.code === 'KeyP') begun = 'previous'
      else if (event.code === 'KeyC' && begun) latest.current[begun]()
      else return
      event.preventDefault()
    }
    const onKeyUp = ({ key }: KeyboardEvent) => {
      if (['Control', 'Meta', 'Alt'].includes(key)) begun = undefined
    }
    addEventListener('keydown', onKeyDown, true)
    addEventListener('keyup', onKeyUp, true)
    return () => {
      removeEventListener('keydown', onKeyDown, true)
      removeEventListener('keyup', onKeyUp, true)
    }
  }, [])
}
