/** Whether words are coloured by who wrote them; kept on this device. */
import { useEffect, useSyncExternalStore } from 'react'
import { forgetKept, keepOrRemember, readKept } from '../live/device-storage.ts'

const storageKey = 'adref/who-wrote-what'
const listeners = new Set<() => void>()

/** Whether authors are shown now. */
export const areAuthorsShown = (): boolean => readKept(storageKey) === 'shown'

/** Shows authors, or hides them. */
export function toggleAuthors(): void {
  if (areAuthorsShown()) forgetKept(storageKey)
  else keepOrRemember(storageKey, 'shown')
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The same, as it changes. */
export const useAuthorsShown = (): boolean => useSyncExternalStore(subscribe, areAuthorsShown)

/** Ctrl+Alt+W shows and hides authors from anywhere in the room. */
export function useAuthorsKey(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // On many layouts AltGr is Ctrl+Alt and types letters.
      if (!event.ctrlKey || !event.altKey || event.getModifierState('AltGraph')) return
      if (event.code !== 'KeyW') return
      event.preventDefault()
      toggleAuthors()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}
