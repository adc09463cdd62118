import { useMemo } from 'react'
import type { TextId } from '#shared/domain/ids'
import { movedPassages } from '#shared/text/amendment-passages'
import { flatWords } from '#shared/text/flat-words'
import { useAmendmentFocus } from '../amendments/focus.tsx'
import type { MarkActs, TextMarks } from '../amendments/mark.ts'
import { useAmendmentMarks } from '../amendments/use-marks.ts'
import { useTextContent } from '../live/open-texts.tsx'
import { useChosenView } from './text-view.tsx'

/** The marks of amendments, and what pressing them does. */
export function useMarkedWords(textId: TextId): {
  /** For an editor, in which they follow the words. */
  readonly compared: TextMarks | undefined
  /** Where they stand in the words at this moment. */
  readonly marks: TextMarks | undefined
  readonly acts: MarkActs
} {
  const content = useTextContent(textId)
  const compared = useAmendmentMarks(textId)
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
  return { compared, marks, acts }
}
