import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react'
import type { DelegationId, TextId } from '#shared/domain/ids'
import type { WordsAnchor } from '#shared/domain/thread'

/** Words in a text that somebody is about to comment on. */
export interface Composing {
  readonly textId: TextId
  readonly words: WordsAnchor
}

/** A comment that is not posted yet. */
export interface Draft {
  readonly body: string
  readonly mentions: readonly DelegationId[]
  readonly isInternal: boolean
}

export const emptyDraft: Draft = { body: '', mentions: [], isInternal: false }

/** Marks the words of the comment that is being written, where threads have their id. */
export const composingId = 'composing'

interface ThreadFocus {
  readonly threadId: string | null
  /** Chooses a thread; with `reveal` its words are brought into view. */
  readonly setThread: (threadId: string | null, reveal?: 'reveal') => void
  /** The thread whose words are to be brought into view. */
  readonly revealing: string | null
  readonly revealed: () => void
  readonly composing: Composing | null
  readonly setComposing: (composing: Composing | null) => void
  /** Unposted comments by where they were begun; they stay while the person looks at other things. */
  readonly drafts: Readonly<Record<string, Draft>>
  readonly setDraft: (key: string, draft: Draft) => void
  /** The threads whose cards are on the page: words may refer to those, and to no others. */
  readonly withCard: ReadonlySet<string>
  readonly setWithCard: (threadIds: ReadonlySet<string>) => void
}

export const noThreads: ReadonlySet<string> = new Set()

const FocusContext = createContext<ThreadFocus>({
  threadId: null,
  setThread: () => undefined,
  revealing: null,
  revealed: () => undefined,
  composing: null,
  setComposing: () => undefined,
  drafts: {},
  setDraft: () => undefined,
  withCard: noThreads,
  setWithCard: () => undefined,
})

/** Which thread is chosen, in the text or in the rail, and what is being commented on. */
export const useThreadFocus = () => useContext(FocusContext)

export function FocusProvider({ children }: { readonly children: ReactNode }) {
  const [threadId, choose] = useState<string | null>(null)
  const [revealing, setRevealing] = useState<string | null>(null)
  const [composing, setComposing] = useState<Composing | null>(null)
  const [withCard, setWithCard] = useState(noThreads)
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({})
  const setThread = useCallback((chosen: string | null, reveal?: 'reveal') => {
    if (chosen === composingId) return
    choose(chosen)
    // Where the discussion comes up from below, it may cover the words that were touched.
    const isCovered = matchMedia('(width < 700px)').matches
    setRevealing(reveal || isCovered ? chosen : null)
  }, [])
  const revealed = useCallback(() => setRevealing(null), [])
  const setDraft = useCallback(
    (key: string, draft: Draft) => setDrafts((known) => ({ ...known, [key]: draft })),
    [],
  )
  const hasUnposted = Object.values(drafts).some(({ body }) => body.trim() !== '')
  useEffect(() => {
    if (!hasUnposted) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [hasUnposted])
  const value = useMemo(
    () => ({
      threadId,
      setThread,
      revealing,
      revealed,
      composing,
      setComposing,
      drafts,
      setDraft,
      withCard,
      setWithCard,
    }),
    [threadId, setThread, revealing, revealed, composing, drafts, setDraft, withCard],
  )
  return <FocusContext.Provider value={value}>{children}</FocusContext.Provider>
}
