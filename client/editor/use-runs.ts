/** Hands an editor what it is to mark in its words, whenever that changes; never a step of its history. */
import type { Editor } from '@tiptap/core'
import { type RefObject, useEffect, useLayoutEffect, useMemo } from 'react'
import type * as Y from 'yjs'
import type { OwnChange } from '#shared/compare/own-changes'
import { TextId } from '#shared/domain/ids'
import { cellPlaces, flatPlaces } from '#shared/flow/flat-places'
import { wordsFlow } from '#shared/flow/flow-doc'
import type { MarkActs, TextMarks } from '../amendments/mark.ts'
import type { ShownRun } from '../authorship/shown-authors.ts'
import type { Deletion } from '../deleted/deletion.ts'
import type { CellRuns } from '../flow/cell-runs.ts'
import { hasRuns, type Run, type RunKind, withRuns } from '../flow/runs.ts'
import type { WordsHighlight } from '../threads/highlight.ts'
import { deletedRuns } from './deleted-runs.ts'
import { ownRuns } from './own-runs.ts'
import { amendmentRuns, authorRunsIn, commentRuns, type ShownFlow } from './shown-runs.ts'

/** What an editor shows in its words without their being of them. */
export interface ShownInWords {
  readonly highlights: readonly WordsHighlight[]
  /** Who wrote what; undefined while that is not shown. */
  readonly authors: readonly ShownRun[] | undefined
  /** Tabled amendments, where they are shown. */
  readonly marks: TextMarks | undefined
}

/** The flows that are shown, as they stand: that of the editor, and those of the cells among its words. */
export function shownFlows(doc: Y.Doc, name: string): { own: ShownFlow; cells: ShownFlow[] } {
  const places = name === wordsFlow ? flatPlaces(doc) : cellPlaces(doc, name)
  const shown = (flow: string): ShownFlow => ({ flow: doc.getText(flow), name: flow, places })
  return {
    own: shown(name),
    cells: places.flows.filter((flow) => flow !== name).map(shown),
  }
}

interface Shown {
  readonly editor: Editor | null
  readonly doc: Y.Doc
  /** Of the editor's flow. */
  readonly name: string
  /** The flat text as it stands. */
  readonly flatOf: () => string
  /** Cells of tables in the words. */
  readonly cells?: CellRuns
}

/** Gives an editor, and the cells among its words, their runs of a kind. */
export function giveRuns(
  {
    editor,
    doc,
    name = wordsFlow,
    cells,
  }: Pick<Shown, 'editor' | 'doc' | 'cells'> & Partial<Shown>,
  kind: RunKind,
  runsOf: (shown: ShownFlow) => readonly Run[],
): void {
  if (!editor || editor.isDestroyed) return
  const flows = shownFlows(doc, name)
  const { state, view } = editor
  const own = runsOf(flows.own)
  if (!hasRuns(state, kind, flows.own.flow, own)) view.dispatch(withRuns(state.tr, kind, own))
  const inCells = flows.cells.map((cell) => [cell.name, runsOf(cell)] as const)
  cells?.set(kind, new Map(inCells.filter(([, runs]) => runs.length > 0)))
}

/**
 * `own` is what one's own amendment changes, where that is what is typed; `deleted` what others and oneself deleted lately, where that is
 * shown.
 */
export function useRuns(
  { editor, doc, name, flatOf, cells }: Shown,
  { highlights, authors, marks }: ShownInWords,
  own: readonly OwnChange[] | undefined,
  deleted?: readonly Deletion[],
): void {
  const shown = useMemo(
    (): Shown => ({ editor, doc, name, flatOf, ...(cells && { cells }) }),
    [editor, doc, name, flatOf, cells],
  )
  useEffect(() => {
    giveRuns(shown, 'comments', (flow) => commentRuns(flow, highlights))
  }, [shown, highlights])
  useEffect(() => {
    giveRuns(shown, 'authors', (flow) => authorRunsIn(flow, authors ?? []))
  }, [shown, authors])
  // In the same picture as the words: they make room between them.
  useLayoutEffect(() => {
    giveRuns(shown, 'amendments', (flow) => [
      ...amendmentRuns(flow, marks, shown.flatOf()),
      ...ownRuns(flow, own ?? []),
    ])
  }, [shown, marks, own])
  useLayoutEffect(() => {
    giveRuns(shown, 'deleted', (flow) => deletedRuns(flow, deleted ?? []))
  }, [shown, deleted])
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
