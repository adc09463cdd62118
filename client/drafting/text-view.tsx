/** How the texts of a recommendation are shown: with their brackets and amendments, without, with what was deleted, or nothing but brackets. */
import { createContext, type ReactNode, useCallback, useContext, useSyncExternalStore } from 'react'
import { z } from 'zod'
import { keepOrRemember, readKept } from '../live/device-storage.ts'
import { useYou } from '../live/record.tsx'

/**
 * `markup`: amendments are marked in the words; `simple`: only a bar beside them; `original`: the words as they stand;
 * `deleted`: with the words that were deleted lately, where they stood; `clean`: as if all brackets were lifted; `brackets`: nothing but these.
 */
export const TextView = z.enum(['markup', 'simple', 'original', 'deleted', 'clean', 'brackets'])
export type TextView = z.infer<typeof TextView>

const listeners = new Set<() => void>()
const read = new Map<string, TextView>()

function viewAt(key: string): TextView {
  const known = read.get(key)
  if (known) return known
  const view = TextView.safeParse(readKept(key)).data ?? 'markup'
  read.set(key, view)
  return view
}

function keep(key: string, view: TextView): void {
  read.set(key, view)
  keepOrRemember(key, view)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The view that this person chose, kept on this device, and choosing another. */
export function useChosenView(): readonly [TextView, (view: TextView) => void] {
  const { groupId, memberId } = useYou()
  const key = `adref-view-${groupId}-${memberId ?? 'public'}`
  const view = useSyncExternalStore(subscribe, () => viewAt(key))
  return [view, useCallback((chosen: TextView) => keep(key, chosen), [key])]
}

const Context = createContext<TextView>('markup')

/** The view of the texts around. */
export const useTextView = (): TextView => useContext(Context)

export const TextViewProvider = ({
  view,
  children,
}: {
  readonly view: TextView
  readonly children: ReactNode
}) => <Context.Provider value={view}>{children}</Context.Provider>
