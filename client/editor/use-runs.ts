/** Hands an editor what it is to mark in its words, whenever that changes; never a step of its history. */
import type { Editor } from '@tiptap/core'
import { type RefObject, useEffect, useLayoutEffect } from 'react'
import type * as Y from 'yjs'
import { TextId } from '#shared/domain/ids'
import { cellPlaces, flatPlaces } from '#shared/flow/flat-places'
import { wordsFlow } from '#shared/flow/flow-doc'
import type { MarkActs, TextMarks } from '../amendments/mark.ts'
import type { ShownRun } from '../authorship/shown-authors.ts'
import { type Run, type RunKind, withRuns } from '../flow/runs.ts'
import type { WordsHighlight } from '../threads/highlight.ts'
import { amendmentRuns, authorRunsIn, commentRuns, type ShownFlow } from './shown-runs.ts'

/** What an editor shows in its words without their being of them. */
export interface ShownInWords {
  readonly highlights: readonly WordsHighlight[]
  /** Who wrote what; undefined while that is not shown. */
  readonly authors: readonly ShownRun[] | undefined
  /** Tabled amendments, where they are shown. */
  readonly marks: TextMarks | undefined
}

/** A flow of a document as it stands. */
const shownFlow = (doc: Y.Doc, name: string): ShownFlow => ({
  flow: doc.getText(name),
  name,
  places: name === wordsFlow ? flatPlaces(doc) : cellPlaces(doc, name),
})

function give(editor: Editor | null, kind: RunKind, runs: () => readonly Run[]): void {
  if (!editor || editor.isDestroyed) return
  editor.view.dispatch(withRuns(editor.state.tr, kind, runs()))
}

/** `flatOf` gives the flat text as it stands. */
export function useRuns(
  editor: Editor | null,
  doc: Y.Doc,
  name: string,
  flatOf: () => string,
  { highlights, authors, marks }: ShownInWords,
): void {
  useEffect(() => {
    give(editor, 'comments', () => commentRuns(shownFlow(doc, name), highlights))
  }, [editor, doc, name, highlights])
  useEffect(() => {
    give(editor, 'authors', () => authorRunsIn(shownFlow(doc, name), authors ?? []))
  }, [editor, doc, name, authors])
  // In the same picture as the words: they make room between them.
  useLayoutEffect(() => {
    give(editor, 'amendments', () => amendmentRuns(shownFlow(doc, name), marks, flatOf()))
  }, [editor, doc, name, flatOf, marks])
}

/** What pressing the mark of an amendment does, its bar, or the words that it strikes and puts. */
export function useMarkPresses(frame: RefObject<HTMLElement | null>, acts: MarkActs): void {
  useEffect(() => {
    const { current } = frame
    if (!current) return undefined
    const press = ({ target }: MouseEvent) => {
      if (!(target instanceof Element)) return
      if (target.closest('[data-change-bar]')) return acts.toggleLook()
      const code = target.closest('[data-amendment-mark]')?.getAttribute('data-amendment-mark')
      const passage = target.closest('ins, del, span[data-amendment]')
      const words = passage?.closest('[data-amendment]')?.getAttribute('data-amendment')
      const amendmentId = TextId.safeParse(code ?? words).data
      if (!amendmentId) return
      if (code) acts.showCard(amendmentId)
      else acts.seeCard(amendmentId)
    }
    current.addEventListener('click', press)
    return () => current.removeEventListener('click', press)
  }, [frame, acts])
}
