/**
 * What is shown in the words of a flow without being of them: comments, who wrote what, tabled amendments, deleted words, others' carets. Each is a
 * list of runs, places in the flow with what they look like, and is drawn as decorations. While the person types, and when others'
 * edits are drawn, runs stay with their letters until the list is given anew.
 *
 * Given the run of "fund" in `{p1} The fund {end}`; somebody splits the block before it, another types in the paragraph above: it is
 * drawn on "fund" in the new block, and nobody had to say so.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, type DecorationAttrs, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { equalityDeep } from 'lib0/function'
import type * as Y from 'yjs'
import { positionsIn } from './draw.ts'

/** Kinds of runs: each is given by itself, and a kind is drawn inside those before it. */
export const runKinds = ['authors', 'comments', 'amendments', 'deleted', 'found', 'carets'] as const
export type RunKind = (typeof runKinds)[number]

export type Run =
  | {
      /** Letters from an index of the flow to another. */
      readonly is: 'range'
      readonly start: number
      readonly end: number
      readonly attributes: DecorationAttrs
    }
  | {
      /** Something of its own before the letter at an index, behind the one before it, or before all else that stands there. */
      readonly is: 'point'
      readonly at: number
      readonly stands: 'before' | 'behind' | 'first'
      /** Two with one key look the same: the element stays. */
      readonly key: string
      readonly draw: (view: EditorView) => HTMLElement
    }

const keyOf: Readonly<Record<RunKind, PluginKey<DecorationSet>>> = {
  authors: new PluginKey('authors'),
  comments: new PluginKey('comments'),
  amendments: new PluginKey('amendments'),
  deleted: new PluginKey('deleted'),
  found: new PluginKey('found'),
  carets: new PluginKey('carets'),
}

/** Gives an editor its runs of a kind, in place of those of before. */
export const withRuns = (
  transaction: Transaction,
  kind: RunKind,
  runs: readonly Run[],
): Transaction => transaction.setMeta(keyOf[kind], runs).setMeta('addToHistory', false)

function decorationOf(run: Run, positionOf: (index: number) => number): Decoration[] {
  if (run.is === 'point') {
    const { at, stands, key, draw } = run
    const side = { before: 1, behind: -1, first: -2 }[stands]
    const spec = { side, key, ignoreSelection: true, stopEvent: () => true }
    return [Decoration.widget(positionOf(at), draw, spec)]
  }
  const [from, to] = [positionOf(run.start), positionOf(run.end)]
  return from < to
    ? [Decoration.inline(from, to, run.attributes, { attributes: run.attributes })]
    : []
}

const drawn = (flow: Y.Text, doc: Node, runs: readonly Run[]): DecorationSet => {
  const positionOf = positionsIn(flow, doc)
  return DecorationSet.create(
    doc,
    runs.flatMap((run) => decorationOf(run, positionOf)),
  )
}

/** What a decoration is told apart by, where it is not its place. */
interface Looks {
  readonly side?: number
  readonly key?: string
  readonly attributes?: DecorationAttrs
}

/** Whether an editor shows exactly these runs of a kind, since they stayed with their letters. */
export function hasRuns(
  state: EditorState,
  kind: RunKind,
  flow: Y.Text,
  runs: readonly Run[],
): boolean {
  const positionOf = positionsIn(flow, state.doc)
  const inOrder = (a: Decoration, b: Decoration) => a.from - b.from || a.to - b.to
  const shown = (keyOf[kind].getState(state)?.find() ?? []).toSorted(inOrder)
  const wanted = runs.flatMap((run) => decorationOf(run, positionOf)).toSorted(inOrder)
  return (
    shown.length === wanted.length &&
    shown.every(({ from, to, spec }, at) => {
      const is: Looks = spec
      const looks: Looks = wanted[at]?.spec
      return (
        from === wanted[at]?.from &&
        to === wanted[at].to &&
        is.side === looks.side &&
        is.key === looks.key &&
        equalityDeep(is.attributes, looks.attributes)
      )
    })
  )
}

interface RunsOptions {
  readonly flow: Y.Text | undefined
}

export const Runs = Extension.create<RunsOptions>({
  name: 'runs',
  addOptions: () => ({ flow: undefined }),
  addProseMirrorPlugins() {
    const { flow } = this.options
    if (!flow) return []
    return runKinds.map(
      (kind) =>
        new Plugin<DecorationSet>({
          key: keyOf[kind],
          state: {
            init: () => DecorationSet.empty,
            apply(transaction, before) {
              const { doc, mapping } = transaction
              const given: readonly Run[] | undefined = transaction.getMeta(keyOf[kind])
              if (given) return drawn(flow, doc, given)
              return transaction.docChanged ? before.map(mapping, doc) : before
            },
          },
          props: { decorations: (state) => keyOf[kind].getState(state) },
        }),
    )
  },
})
