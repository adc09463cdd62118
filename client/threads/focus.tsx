import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import type { WordsAnchor } from '#shared/domain/thread'

/** Words in a text that somebody is about to comment on. */
export interface Composing {
  readonly textId: TextId
  readonly words: WordsAnchor
}

interface ThreadFocus {
  readonly threadId: string | null
  readonly setThread: (threadId: string | null) => void
  readonly composing: Composing | null
  readonly setComposing: (composing: Composing | null) => void
}

const FocusContext = createContext<ThreadFocus>({
  threadId: null,
  setThread: () => undefined,
  composing: null,
  setComposing: () => undefined,
})

/** Which thread is chosen, in the text or in the rail, and what is being commented on. */
export const useThreadFocus = () => useContext(FocusContext)

export function FocusProvider({ children }: { readonly children: ReactNode }) {
  const [threadId, setThread] = useState<string | null>(null)
  const [composing, setComposing] = useState<Composing | null>(null)
  const value = useMemo(
    () => ({ threadId, setThread, composing, setComposing }),
    [threadId, composing],
  )
  return <FocusContext.Provider value={value}>{children}</FocusContext.Provider>
}
