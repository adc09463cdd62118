/**
 * Writes a step of the editor into the flow, token for token: what it replaces is deleted, what it puts is put, and everything else
 * stays as it is. Split and join are no special cases: a split puts an end and a beginning, a join deletes them.
 */
import type { Node } from '@tiptap/pm/model'
import {
  AddMarkStep,
  AttrStep,
  RemoveMarkStep,
  ReplaceAroundStep,
  ReplaceStep,
  type Step,
} from '@tiptap/pm/transform'
import { mark, nameBlocks, remove, restyle } from '#shared/flow/acts'
import { BlockLooks } from '#shared/flow/block-looks'
import { partsOf } from '#shared/flow/blocks'
import type { Draft } from '#shared/flow/draft'
import { type NewToken, putTokens } from '#shared/flow/put-tokens'
import { hasWholeBlocks, indexIn, indicesIn } from './draw.ts'
import { formatOf, tokensOfSlice } from './slice-tokens.ts'

interface Replacement {
  readonly from: number
  readonly to: number
  readonly tokens: readonly NewToken[]
}

const lengthOf = (token: NewToken): number => (token.type === 'letters' ? token.letters.length : 1)

/** A step as what it replaces; what lies in the gap of a wrapping one stays where it is. */
function replacementsOf(step: ReplaceStep | ReplaceAroundStep, newId: () => string): Replacement[] {
  const { from, to, slice } = step
  const tokens = tokensOfSlice(slice, newId)
  if (step instanceof ReplaceStep) return [{ from, to, tokens }]
  let [count, length] = [0, 0]
  for (const token of tokens) {
    if (length >= step.insert) break
    length += lengthOf(token)
    count += 1
  }
  return [
    { from, to: step.gapFrom, tokens: tokens.slice(0, count) },
    { from: step.gapTo, to, tokens: tokens.slice(count) },
  ]
}

/** Writes one step; `doc` is the editor's document before it, drawn from the flow as it is. */
export function writeStep(draft: Draft, doc: Node, step: Step): void {
  const { flow } = draft
  let at = indicesIn(flow, doc)
  if (step instanceof ReplaceStep || step instanceof ReplaceAroundStep) {
    if (!hasWholeBlocks(doc, step.from, step.to)) {
      nameBlocks(draft, at(step.from), at(step.to))
      const parts = partsOf(flow)
      at = (position) => indexIn(parts, flow, doc, position)
    }
    const replaced = replacementsOf(step, draft.newBlockId).map(({ from, to, tokens }) => ({
      start: at(from),
      end: at(to),
      tokens,
    }))
    // From behind, so that the indices before stay what they are.
    for (const { start, end, tokens } of replaced.toReversed()) {
      if (start < end) remove(draft, start, end)
      putTokens(draft, start, tokens)
    }
  } else if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) {
    const [name, value] = formatOf(step.mark)
    mark(draft, at(step.from), at(step.to), name, step instanceof AddMarkStep ? value : null)
  } else if (step instanceof AttrStep) {
    const looks = BlockLooks.parse({ [step.attr]: step.value ?? undefined })
    restyle(draft, at(step.pos + 1), looks)
  } else throw new Error(`no writer makes a ${step.constructor.name}`)
}
