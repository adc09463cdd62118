import { useMemo } from 'react'
import type { TextId } from '#shared/domain/ids'
import { movedPassages } from '#shared/text/amendment-passages'
import { flatWords } from '#shared/text/flat-words'
import { useAmendmentFocus } from '../amendments/focus.tsx'
import type { MarkActs, RowMarks, TextMarks } from '../amendments/mark.ts'
import { useAmendmentMarks } from '../amendments/use-marks.ts'
import { useTextContent } from '../live/open-texts.tsx'
import { useChosenView } from './text-view.tsx'

/** The marks of amendments, and what pressing them does. */
export interface MarkedWords {
  /** For an editor, in which they follow the words. */
  readonly compared: TextMarks | undefined
  /** Where they stand in the words at this moment. */
  readonly marks: TextMarks | undefined
  /** In tasks and provisions, as they were compared. */
  readonly rows: RowMarks | undefined
  readonly acts: MarkActs
  /** Whether marks that make room for words are on their way. */
  readonly isAwaited: boolean
}

/** The same, as they change. */
export function useMarkedWords(textId: TextId): MarkedWords {
  const content = useTextContent(textId)
  const { all, isAwaited } = useAmendmentMarks(textId)
  const compared = all?.words
  const { choose } = useAmendmentFocus()
  const [view, setView] = useChosenView()
  const acts = useMemo(
    () => ({
      showCard: (amendmentId: TextId) => choose(amendmentId, 'card'),
      seeCard: (amendmentId: TextId) => choose(amendmentId, 'sight'),
      toggleLook: () => setView(view === 'simple' ? 'markup' : 'simple'),
    }),
    [choose, view, setView],
  )
  const marks = useMemo(() => {
    if (!compared || !content) return undefined
    const flat = flatWords(content.words)
    return { ...compared, flat, marks: movedPassages(compared.marks, compared.flat, flat) }
  }, [compared, content])
  return { compared, marks, rows: all?.rows, acts, isAwaited: isAwaited && view === 'markup' }
}
