/**
 * Whether this page and the server no longer understand each other, so that only loading the page anew helps. The person is asked;
 * nothing reloads by itself under somebody's typing.
 */
import { useSyncExternalStore } from 'react'

/** What was noticed; `reload.*` of the messages says each in a sentence. */
export type ReloadReason =
  /** The server is of another release than this page. */
  | 'other-release'
  /** The server sent what this page cannot read. */
  | 'unreadable'
  /** A part of the page that is loaded when it is needed is not there any more. */
  | 'part-missing'

let reason: ReloadReason | undefined
const listeners = new Set<() => void>()

/** Asks the person to reload, for as long as this page lives; what was noticed first is what they are told. */
export function askToReload(why: ReloadReason): void {
  if (reason) return
  reason = why
  for (const listener of listeners) listener()
}

/** The build that this page is of, as its server wrote into it; undefined where nobody did, as in development. */
const ownRelease = (): string | undefined => {
  if (!('document' in globalThis)) return undefined
  const told = document.querySelector<HTMLMetaElement>('meta[name="adref-release"]')?.content
  return told === 'PAGE_RELEASE' ? undefined : told
}

/** Takes in which build the server serves now. */
export function hearRelease(release: string): void {
  const own = ownRelease()
  if (own !== undefined && own !== release) askToReload('other-release')
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Why the page is to be reloaded; undefined while it need not be. */
export const reloadNeeded = (): ReloadReason | undefined => reason

/** The same, followed. */
export const useReloadNeeded = (): ReloadReason | undefined =>
  useSyncExternalStore(subscribe, reloadNeeded)
