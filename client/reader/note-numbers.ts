import { createContext, useContext, useMemo } from 'react'
import type { Block, TextContent } from '#shared/domain/content'
import { noteNumbers } from '#shared/text/footnotes'

/** The numbers of the footnotes of the text that is shown, counted over the whole of it. */
export const NoteNumbersShown = createContext<ReadonlyMap<string, number>>(new Map())

/** Where words are shown by themselves, their notes are counted in them. */
export function useNumbersIn(words: readonly Block[]): ReadonlyMap<string, number> {
  const shown = useContext(NoteNumbersShown)
  const own = useMemo(() => noteNumbers({ words: [...words], tasks: [], provisions: [] }), [words])
  return shown.size > 0 ? shown : own
}

export const useNoteNumbers = (content: TextContent | undefined): ReadonlyMap<string, number> =>
  useMemo(() => (content ? noteNumbers(content) : new Map<string, number>()), [content])
