/** The consent list: everything that nobody contests is agreed ad ref in one act, each with a decision of its own. */
import type { CommandOf } from './command.ts'
import { agreeAdRef, resolve } from './decide-resolution.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { isContested, openInWords, openMatters } from './open-matters.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { RecordState } from './state.ts'
import { takeTogether } from './take-together.ts'

/** All of the list, or none of it and a refusal that names those which cannot be agreed. */
export function agreeConsentList(
  state: RecordState,
  command: CommandOf<'agree-consent-list'>,
  facts: Facts,
): Result<RecordEvent[]> {
  return takeTogether(state, command.recommendationIds, (recommendation) => {
    const { recommendationId, majorityTextId, status } = recommendation
    const content = facts.contentOf(majorityTextId)
    if (!content) return refused('text-empty')
    const agreed = resolve(state, recommendation, agreeAdRef(recommendationId), facts)
    if (!agreed.ok) return agreed
    if (status !== 'under-discussion')
      return refused('not-taken-together', 'It is not under discussion.')
    return isContested(openMatters(state, recommendation, openInWords(content)))
      ? refused('not-taken-together', 'It is not uncontested.')
      : ok(agreed.value)
  })
}
