/** Tells what is open under a session that a place of the session has ended. */
import type { PlaceEnded } from '#shared/protocol/event-streams'

type Listener = (how: PlaceEnded) => void

export interface PlaceEndings {
  readonly tell: (sessionKeys: readonly string[], how: PlaceEnded) => void
  /** Returns what stops the listening. */
  readonly when: (sessionKey: string, listener: Listener) => () => void
}

export function openPlaceEndings(): PlaceEndings {
  const listening = new Map<string, Set<Listener>>()
  return {
    tell(sessionKeys, how) {
      for (const sessionKey of sessionKeys)
        for (const listener of listening.get(sessionKey) ?? []) listener(how)
    },
    when(sessionKey, listener) {
      const listeners = listening.get(sessionKey) ?? new Set()
      listening.set(sessionKey, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) listening.delete(sessionKey)
      }
    },
  }
}
