/** Hands an editor what it is to mark in its words, whenever that changes; never a step of its history. */
import type { Editor } from '@tiptap/core'
import { useEffect, useLayoutEffect } from 'react'
import type { MarkActs, TextMarks } from '../amendments/mark.ts'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { amendmentMarksKey, type MarksGiven } from './amendment-marks.ts'
import { authorMarksKey } from './author-marks.ts'

/** Marks tabled amendments, in the same picture as the words: they make room between them. */
export function useMarksInEditor(
  editor: Editor | null,
  marks: TextMarks | undefined,
  acts: MarkActs,
): void {
  useLayoutEffect(() => {
    const given: MarksGiven = { marks, acts }
    if (editor && !editor.isDestroyed)
      editor.view.dispatch(
        editor.state.tr.setMeta(amendmentMarksKey, given).setMeta('addToHistory', false),
      )
  }, [editor, marks, acts])
}

/** Marks who wrote what; nothing while that is not shown. */
export function useAuthorsInEditor(
  editor: Editor | null,
  authors: readonly ShownRun[] | undefined,
): void {
  useEffect(() => {
    if (editor && !editor.isDestroyed)
      editor.view.dispatch(
        editor.state.tr.setMeta(authorMarksKey, authors ?? []).setMeta('addToHistory', false),
      )
  }, [editor, authors])
}
