/**
 * The door to the thread that works on long amendments and their bases: what takes longer than a moment there holds up nobody. It gets
 * both texts as bytes and gives back bytes, so it shares nothing with the rooms.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import * as Y from 'yjs'
import { type Branch, branchFrom, type KeptBranch, keptOf } from '#shared/amendment/branch'
import { structsIn } from '../store/text-log.ts'
import { openWorkerThread, type WorkerThread } from '../worker-thread.ts'
import type { BroughtUp } from './brought-up.ts'
import type { NoOutcome, Outcome, WorkedOut } from './outcome.ts'

/** A branch and its base, with a client id that nobody has in them, for what rebasing writes. */
export interface BothTexts {
  readonly base: Uint8Array
  readonly branch: Uint8Array
  readonly kept: KeptBranch
  readonly client: number
}

export type BranchTask =
  | { readonly kind: 'rebase'; readonly texts: BothTexts }
  | {
      readonly kind: 'work out'
      readonly texts: BothTexts
      readonly outcome: Outcome
      /** Another one, for what the outcome writes. */
      readonly client: number
      /** When brackets are put. */
      readonly at: string
    }

export type BranchAnswer =
  | { readonly kind: 'rebased'; readonly update: Uint8Array; readonly kept: KeptBranch }
  | { readonly kind: 'worked out'; readonly result: WorkedOut | NoOutcome }
  | { readonly kind: 'failed'; readonly why: string }

export type BranchThread = WorkerThread<BranchTask, BranchAnswer>
export const openBranchThread = (): BranchThread => openWorkerThread('branch-worker')

/** Texts of no more structs are worked on at once: a thread costs memory, and time to start. */
const mostStructs = 1_000

export const isLong = (base: Y.Doc, branch: Branch): boolean =>
  structsIn(base) + structsIn(branch.doc) > mostStructs

/** Others are served before each of the two is encoded; what comes into them meanwhile may be in one of them. */
export async function textsOf(base: Y.Doc, branch: Branch, client: number): Promise<BothTexts> {
  await nextTurn()
  const ofBase = Y.encodeStateAsUpdate(base)
  await nextTurn()
  return { base: ofBase, branch: Y.encodeStateAsUpdate(branch.doc), kept: keptOf(branch), client }
}

/** Rebases a branch there. Rejects where that fails. */
export async function rebasedThere(
  thread: BranchThread,
  base: Y.Doc,
  branch: Branch,
  client: number,
): Promise<BroughtUp> {
  const answer = await thread.ask({ kind: 'rebase', texts: await textsOf(base, branch, client) })
  if (answer.kind === 'rebased')
    return { update: answer.update, branch: branchFrom(branch.doc, answer.kept) }
  throw new Error(answer.kind === 'failed' ? answer.why : 'the thread gave another answer')
}

/** Works an outcome out there. Rejects where that fails. */
export async function workedOutThere(
  thread: BranchThread,
  task: Extract<BranchTask, { kind: 'work out' }>,
): Promise<WorkedOut | NoOutcome> {
  const answer = await thread.ask(task)
  if (answer.kind === 'worked out') return answer.result
  throw new Error(answer.kind === 'failed' ? answer.why : 'the thread gave another answer')
}
