import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import { BracketPopover } from './BracketPopover.tsx'

type AddOption = (bracketId: string, words: string) => void

/** Where a text's brackets are taken up: readers and editors ask, one popover answers. */
export interface Desk {
  /** Shows what can be done with a bracket, beside the element that stands for it. */
  readonly ask: (bracketId: string, anchor: Element) => void
  /** An editor that can write one more option into the text. Gives back what ends it. */
  readonly letAddOptions: (add: AddOption) => () => void
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
  const [writer, setWriter] = useState<{ readonly add: AddOption } | null>(null)
  const ask = useCallback(
    (bracketId: string, anchor: Element) => setAsked({ bracketId, anchor }),
    [],
  )
  const letAddOptions = useCallback((add: AddOption) => {
    setWriter({ add })
    return () => setWriter((current) => (current?.add === add ? null : current))
  }, [])
  const desk = useMemo(() => ({ ask, letAddOptions }), [ask, letAddOptions])
  return (
    <Context.Provider value={desk}>
      {children}
      {asked ? (
        <BracketPopover
          textId={textId}
          bracketId={asked.bracketId}
          anchor={asked.anchor}
          onAddOption={writer ? (words) => writer.add(asked.bracketId, words) : undefined}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </Context.Provider>
  )
}
