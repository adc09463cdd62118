/** A base, its author and an amendment to it, which is brought up to its base as the installation does it. */
import * as Y from 'yjs'
import { type Branch, branchOf, changesIn } from '#shared/amendment/branch'
import { rebase } from '#shared/amendment/rebase'
import { verifiedCopy } from '#shared/copies/declared-copy'
import { keepCopies, tableOf } from '#shared/copies/doc-copies'
import { remove } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { flowOf } from '#shared/flow/flow-doc'
import { lettersAt } from '#shared/flow/moments'
import { type NewToken, putTokens } from '#shared/flow/put-tokens'
import { type Act, doAct } from './flow-acts.ts'
import { told } from './flow-readings.ts'
import { type Replica, replicasOf } from './flow-replicas.ts'
import { type Undoing, undoing } from './flow-undo.ts'

const paragraphs = ['Head here', 'one two three four', 'five six. seven', 'Last words']

export interface Meeting {
  readonly base: Replica
  readonly own: Undoing
  branch: Branch
}

export function meeting(): Meeting {
  const [base] = replicasOf(paragraphs, [5], { gc: false })
  if (!base) throw new Error()
  const branch = branchOf(base.doc, 7)
  return { base, own: undoing(base), branch }
}
let made = 0
export const amending = ({ branch }: Meeting): Replica => ({
  doc: branch.doc,
  draft: { flow: flowOf(branch.doc), newBlockId: () => `m${++made}` },
})
export const amend = (
  met: Meeting,
  acts: readonly Act[],
  within?: { from: number; to: number },
): void => {
  for (const [n, each] of acts.entries()) doAct(amending(met), each, `m${n}`, within)
}
export const comparisonOf = ({ branch }: Meeting) => changesIn(branch, tableOf(branch.doc))
export const toldOf = (met: Meeting): string[] => told(comparisonOf(met).changes)

/** The installation brings the branch up to its base. */
export function bringUp(met: Meeting): void {
  const { doc } = met.branch
  const { clientID } = doc
  doc.clientID = 9
  met.branch = rebase(met.branch, met.base.doc)
  doc.clientID = clientID
}

/** Cuts a paragraph of the base with its edges and pastes it before another, declared by its page. */
export function move(met: Meeting, from: number, to: number): void {
  const { draft, doc } = met.base
  const block = blocksOf(draft.flow)[from]
  if (!block?.hasEnd || block.blockId === undefined) return
  const source = lettersAt(draft.flow, Y.snapshot(doc))
  const tokens: NewToken[] = [
    { type: 'begin', blockId: block.blockId, looks: {} },
    ...block.tokens.flatMap((token): NewToken[] =>
      token.type === 'letters'
        ? [{ type: 'letters', letters: token.letters, marks: token.marks }]
        : token.embed
          ? [{ type: 'embed', embed: token.embed }]
          : [],
    ),
    { type: 'end' },
  ]
  const length = block.to - block.from + 2
  remove(draft, block.from - 1, block.to + 1)
  const before = blocksOf(draft.flow)[to]
  const at = before ? before.from - (before.blockId === undefined ? 0 : 1) : draft.flow.length
  putTokens(draft, at, tokens)
  const pasted = lettersAt(draft.flow, Y.snapshot(doc))
  const copy = pasted[at]?.id
  if (!copy) throw new Error()
  const originals = source
    .slice(block.from - 1, block.from - 1 + length)
    .map(({ id: { client, clock } }) => ({ client, clock, length: 1 }))
  const ranges = verifiedCopy({ originals, copy, isMoved: true }, source, pasted)
  if (ranges) keepCopies(doc, ranges)
}
