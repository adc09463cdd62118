import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react'
import type * as Y from 'yjs'
import type { Block, TextContent } from '#shared/domain/content'
import { noteNumbers } from '#shared/text/footnotes'
import { numbersOf, subscribeToNumbers, tellNumbers } from '../flow/note-numbers.ts'

/** The numbers of the footnotes of the text that is shown, counted over the whole of it. */
export const NoteNumbersShown = createContext<ReadonlyMap<string, number>>(new Map())

/** Where words are shown by themselves, their notes are counted in them. */
export function useNumbersIn(words: readonly Block[]): ReadonlyMap<string, number> {
  const shown = useContext(NoteNumbersShown)
  const own = useMemo(() => noteNumbers({ words: [...words], tasks: [], provisions: [] }), [words])
  return shown.size > 0 ? shown : own
}

/** The numbers over a whole text, told to its editors too; the same object until one of them is another. */
export function useNoteNumbers(
  doc: Y.Doc,
  content: TextContent | undefined,
): ReadonlyMap<string, number> {
  useEffect(() => {
    if (content) tellNumbers(doc, noteNumbers(content))
  }, [doc, content])
  const subscribe = useCallback((listener: () => void) => subscribeToNumbers(doc, listener), [doc])
  return useSyncExternalStore(subscribe, () => numbersOf(doc))
}
