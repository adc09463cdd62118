/** The document of a text with what is known of it while it is live: how much it holds, and when its letters came and went. */
import type { KeptBranch } from '#shared/amendment/branch'
import type { Rebuilt } from '../store/text-log.ts'
import { type FlowTally, openFlowTally } from './flow-admission/flow-tally.ts'
import { type LetterTimes, openLetterTimes } from './letter-times.ts'

export interface LiveText extends Pick<Rebuilt, 'doc' | 'bindings'> {
  /** What was kept of an amendment, one after the other. */
  kept: KeptBranch[]
  readonly tally: FlowTally
  readonly times: LetterTimes
}

export const openLiveText = ({ doc, bindings, branch }: Rebuilt): LiveText => ({
  doc,
  bindings,
  kept: branch ? [branch] : [],
  tally: openFlowTally(doc),
  times: openLetterTimes(doc),
})
