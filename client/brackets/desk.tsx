import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import { BracketPopover } from './BracketPopover.tsx'

/** An editor in which a bracket stands, with what it can write. */
export interface BracketWriter {
  readonly addOption: (bracketId: string, words: string) => void
  readonly keepAsLetters: (bracketId: string) => void
}

/** Where a text's brackets are taken up: readers and editors ask, one popover answers. */
export interface Desk {
  /** Shows what can be done with a bracket, beside the element that stands for it. */
  readonly ask: (bracketId: string, anchor: Element) => void
  /** Lets an editor write what is asked for here. Gives back what ends it. */
  readonly letWrite: (writer: BracketWriter) => () => void
}

const Context = createContext<Desk | undefined>(undefined)

/** The desk of the text around; undefined where a bracket is only to be read. */
export const useBracketDesk = (): Desk | undefined => useContext(Context)

/** Inside a control of its own, a bracket cannot be another control. */
export const WithoutBracketDesk = ({ children }: { readonly children: ReactNode }) => (
  <Context.Provider value={undefined}>{children}</Context.Provider>
)

/** Answers for the brackets of one text. */
export function BracketDesk({
  textId,
  children,
}: {
  readonly textId: TextId
  readonly children: ReactNode
}) {
  const [asked, setAsked] = useState<{
    readonly bracketId: string
    readonly anchor: Element
  } | null>(null)
  const [writer, setWriter] = useState<BracketWriter | null>(null)
  const ask = useCallback(
    (bracketId: string, anchor: Element) => setAsked({ bracketId, anchor }),
    [],
  )
  const letWrite = useCallback((now: BracketWriter) => {
    setWriter(now)
    return () => setWriter((current) => (current === now ? null : current))
  }, [])
  const desk = useMemo(() => ({ ask, letWrite }), [ask, letWrite])
  return (
    <Context.Provider value={desk}>
      {children}
      {asked ? (
        <BracketPopover
          textId={textId}
          bracketId={asked.bracketId}
          anchor={asked.anchor}
          writer={writer ?? undefined}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </Context.Provider>
  )
}
