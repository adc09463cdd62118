/** What the editors of a page share: one stack of what their person did, and the way from a place to the editor that holds it. */
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { openUndo, type Undo } from '#shared/flow/undo'
import { newPageEditors, type PageEditors } from '../flow/page-editors.ts'
import { isSamePlace } from '../flow/same-place.ts'
import type { SelectedPlace } from '../flow/selected-place.ts'

export interface Editing {
  readonly undo: Undo<SelectedPlace>
  readonly editors: PageEditors
}

const newEditing = (): Editing => ({
  undo: openUndo<SelectedPlace>(() => performance.now(), {}, isSamePlace),
  editors: newPageEditors(),
})

const Context = createContext<Editing | undefined>(undefined)

/** Around all editors of a page. */
export function EditingProvider({ children }: { readonly children: ReactNode }) {
  const editing = useMemo(() => newEditing(), [])
  return <Context.Provider value={editing}>{children}</Context.Provider>
}

export function useEditing(): Editing {
  const editing = useContext(Context)
  if (!editing) throw new Error('An editor stands outside of a page.')
  return editing
}
