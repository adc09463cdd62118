/**
 * What pages keep on this device. A browser may have closed it to us (a private window, a policy), or it may be full: nothing here
 * throws because of that. What cannot be kept lasts as long as the page, and the page says so.
 */
import { useSyncExternalStore } from 'react'

/** Whether this device keeps what it is given: `full` has no room for more, `closed` keeps nothing. */
export type Keeping = 'keeps' | 'full' | 'closed'

/** What is only remembered by this page. */
const remembered = new Map<string, string>()
let keeping: Keeping = 'keeps'
/** Whether databases have been asked for and have not opened for a while; they may yet. */
let isLate = false
const listeners = new Set<() => void>()

const tellKeeping = () => {
  for (const listener of listeners) listener()
}

/** Notes that something could not be kept; a device that keeps nothing is not merely full. */
export function noteUnkept(how: Exclude<Keeping, 'keeps'>): void {
  if (keeping === how || keeping === 'closed') return
  keeping = how
  tellKeeping()
}

/** The browser's storage; undefined where asking for it is refused already. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined // By policy, as where cookies are blocked.
  }
}

/** Does something with the storage; `otherwise` when there is none, or it refuses. */
function tried<T>(use: (kept: Storage) => T, otherwise: T): T {
  const kept = storage()
  try {
    if (kept) return use(kept)
  } catch {
    // It refuses as a whole: `noteUnkept` tells the person.
  }
  noteUnkept('closed')
  return otherwise
}

/** What is kept under a key, or remembered by this page; null when nothing is. */
export const readKept = (key: string): string | null =>
  remembered.get(key) ?? tried((kept) => kept.getItem(key), null)

/** Keeps a value for good. False when the device did not take it: then nothing has changed. */
export function keep(key: string, value: string): boolean {
  const isThere = tried((kept) => kept.length >= 0, false)
  if (!isThere) return false
  try {
    storage()?.setItem(key, value)
  } catch {
    noteUnkept(tried((kept) => kept.length, 0) > 0 ? 'full' : 'closed')
    return false
  }
  remembered.delete(key)
  return true
}

/** Keeps a value; where the device does not take it, this page remembers it. */
export function keepOrRemember(key: string, value: string): void {
  if (!keep(key, value)) remembered.set(key, value)
}

export function forgetKept(key: string): void {
  remembered.delete(key)
  tried((kept) => kept.removeItem(key), undefined)
}

/** Keys with a beginning, of what is kept for good. */
export const keptKeys = (prefix: string): readonly string[] =>
  tried((kept) => Object.keys(kept), []).filter((key) => key.startsWith(prefix))

/** The name of the database that only shows whether there can be any. */
const probeName = 'adref/probe'
/** A database that has not opened after this time is not waited for any more, in milliseconds. It is used when it comes after all. */
const patience = 4000

interface Databases {
  /** Whether copies of texts can be kept in databases, as far as is known after a while. */
  readonly areThere: Promise<boolean>
  /** Resolves when they can be, however late; never where there are none. */
  readonly opened: Promise<void>
}
let databases: Databases | undefined

function probe(): Databases {
  let arrived = () => {}
  const opened = new Promise<void>((settle) => {
    arrived = settle
  })
  const areThere = new Promise<boolean>((settle) => {
    const giveUp = setTimeout(() => {
      isLate = true
      tellKeeping()
      settle(false)
    }, patience)
    const end = (isThere: boolean) => {
      clearTimeout(giveUp)
      isLate = false
      if (isThere) tellKeeping()
      else noteUnkept('closed')
      settle(isThere)
    }
    try {
      const request = indexedDB.open(probeName)
      request.addEventListener('success', () => {
        request.result.close()
        end(true)
        arrived()
      })
      request.addEventListener('error', () => end(false))
    } catch {
      end(false) // There are none, or asking is refused.
    }
  })
  return { areThere, opened }
}

/** The databases of this device; asked for once in the life of a page. */
export function deviceDatabases(): Databases {
  databases ??= probe()
  return databases
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const keepingNow = (): Keeping => (isLate ? 'closed' : keeping)

/** Whether this device keeps what it is given, as it turns out. */
export const useKeeping = (): Keeping => useSyncExternalStore(subscribe, keepingNow)
