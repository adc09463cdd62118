import { useMemo } from 'react'
import type { TextId } from '#shared/domain/ids'
import { useAmendmentFocus } from '../amendments/focus.tsx'
import type { MarkActs, RowMarks, TextMarks } from '../amendments/mark.ts'
import { useAmendmentMarks } from '../amendments/use-marks.ts'
import { useChosenView } from './text-view.tsx'

/** The marks of amendments, and what pressing them does. */
export interface MarkedWords {
  /** Where they stood in the words when they were compared: in an editor they follow the words. */
  readonly compared: TextMarks | undefined
  /** In tasks and provisions, as they were compared. */
  readonly rows: RowMarks | undefined
  readonly acts: MarkActs
  /** Whether marks that make room for words are on their way. */
  readonly isAwaited: boolean
}

/** The same, as they change. */
export function useMarkedWords(textId: TextId): MarkedWords {
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
  return { compared, rows: all?.rows, acts, isAwaited: isAwaited && view === 'markup' }
}
