/** What still needs a decision on a recommendation, as the chair's desk lists it and the consent list asks it. */

import { countBrackets } from '../brackets/brackets.ts'
import type { TextContent } from '../domain/content.ts'
import type { DelegationId, TextId, TopicId } from '../domain/ids.ts'
import type { Recommendation } from '../domain/recommendation.ts'
import type { Thread } from '../domain/thread.ts'
import { type MissingPart, missingParts } from '../text/missing-parts.ts'
import { standingAlternatives } from './decide-resolution.ts'
import type { RecordState } from './state.ts'

/** What the words of the majority text leave open. */
export interface OpenInWords {
  readonly brackets: number
  readonly missing: readonly MissingPart[]
}

/** Every matter that keeps a recommendation from being uncontested; a new kind of matter joins here and in `isContested`. */
export interface OpenMatters extends OpenInWords {
  /** Delegations that object to the majority text. */
  readonly objections: readonly DelegationId[]
  readonly alternatives: readonly TextId[]
  /** Amendments that are tabled and have no outcome yet, to any text of the recommendation. */
  readonly amendments: readonly TextId[]
  /** Threads that ask for the chair. */
  readonly forChair: readonly Thread[]
  /** Whether a delegation broke the silence on it, and nothing was decided since. */
  readonly silenceWasBroken: boolean
}

/** What the words leave open. */
export const openInWords = (content: TextContent): OpenInWords => ({
  brackets: countBrackets(content),
  missing: missingParts(content),
})

/** Open threads that ask for the chair. What is internal to a delegation asks nobody outside it. */
const threadsForChair = (state: RecordState): Thread[] =>
  Object.values(state.threads).filter(
    ({ forChair, resolved, audience }) =>
      forChair !== null && resolved === null && audience === null,
  )

/** Threads that ask for the chair on a topic itself, or on the words of its own texts. */
export const topicThreadsForChair = (state: RecordState, topicId: TopicId): Thread[] =>
  threadsForChair(state).filter(
    ({ topicId: about, anchor }) =>
      about === topicId &&
      (anchor.on === 'topic' || (anchor.on === 'words' && anchor.recommendationId === null)),
  )

/** What is open on a recommendation. */
export function openMatters(
  state: RecordState,
  recommendation: Recommendation,
  words: OpenInWords,
): OpenMatters {
  const { recommendationId, amendmentTextIds } = recommendation
  const positions = state.texts[recommendation.majorityTextId]?.positions ?? []
  return {
    ...words,
    objections: positions
      .filter(({ stance }) => stance === 'object')
      .map(({ delegationId }) => delegationId),
    alternatives: standingAlternatives(state, recommendation).map(({ textId }) => textId),
    amendments: amendmentTextIds.filter((textId) => {
      const text = state.texts[textId]
      return text?.kind === 'amendment' && text.standing === 'tabled'
    }),
    forChair: threadsForChair(state).filter(
      ({ anchor }) => anchor.on !== 'topic' && anchor.recommendationId === recommendationId,
    ),
    silenceWasBroken: recommendation.silence?.state === 'broken',
  }
}

/** Whether anything is open that has to be talked about first. */
export const isContested = (matters: OpenMatters): boolean =>
  matters.brackets > 0 ||
  matters.missing.length > 0 ||
  matters.objections.length > 0 ||
  matters.alternatives.length > 0 ||
  matters.amendments.length > 0 ||
  matters.forChair.length > 0 ||
  matters.silenceWasBroken
