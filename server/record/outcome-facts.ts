/** What a decision asks of an amendment's outcome, and what it writes: the words of the base, together with the events. */
import type { TextId } from '#shared/domain/ids'
import type { Facts } from '#shared/record/facts'
import { sponsorCodes } from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'
import type { TextAppend } from '../store/store.ts'
import type { Amendments, PlannedOutcome } from '../sync/amendments.ts'
import type { Outcome } from '../sync/outcome.ts'

export interface Outcomes {
  readonly facts: Required<Pick<Facts, 'afterAmendment' | 'afterPart'>>
  /** The words that go with what was decided. */
  readonly change: () => TextAppend | undefined
  /** Whether the decision could not be made, since an outcome has to be worked out beside first. */
  readonly takesLong: () => boolean
  /** Does so; until what it resolves with is called nothing comes into the texts. */
  readonly workOutBeside: () => Promise<() => void>
  /** Before a decision is made anew. */
  readonly forget: () => void
}

export function openOutcomes(
  record: { readonly state: RecordState },
  { plan, workOutBeside }: Pick<Amendments, 'plan' | 'workOutBeside'>,
): Outcomes {
  let change: TextAppend | undefined
  let long: { readonly textId: TextId; readonly outcome: Outcome } | undefined
  /** What it becomes, or why it becomes nothing: for one that takes long, the reason that the decision asks for. */
  const planned = <R extends string>(
    textId: TextId,
    outcome: Outcome,
    nothing: R,
  ): PlannedOutcome | R => {
    const amendment = record.state.texts[textId]
    const found = plan(textId, outcome)
    if (amendment?.kind !== 'amendment' || !found)
      throw new Error('an amendment on which is decided has a base')
    if (found === 'takes long') long = { textId, outcome }
    if (typeof found === 'string') return nothing
    change = { textId: amendment.baseTextId, records: found.records }
    return found
  }
  return {
    facts: {
      afterAmendment(textId, is) {
        const sponsors = sponsorCodes(record.state, textId)
        const outcome: Outcome = is === 'bracket' ? { is, sponsors } : { is }
        const found = planned(textId, outcome, 'nothing-to-bracket')
        return typeof found === 'string' ? found : found.content
      },
      afterPart: (textId, chosen, left) =>
        planned(textId, { is: 'part', chosen, left }, 'changes-moved'),
    },
    change: () => change,
    takesLong: () => long !== undefined,
    workOutBeside: async () => (long ? workOutBeside(long.textId, long.outcome) : () => undefined),
    forget() {
      ;[change, long] = [undefined, undefined]
    },
  }
}
