/** Which threads belong to a page, and which of them a filter shows. */
import type { RecommendationId, TopicId } from '#shared/domain/ids'
import type { Thread } from '#shared/domain/thread'
import type { Actor, RecordState } from '#shared/record/state'

/** What a page is about: a recommendation, or a topic. */
export interface Subject {
  readonly recommendationId: RecommendationId | undefined
  readonly topicId: TopicId | undefined
}

/** The threads of a recommendation with its texts, or of a topic with its own texts. */
export function threadsAbout(state: RecordState, { recommendationId, topicId }: Subject): Thread[] {
  return Object.values(state.threads).filter(({ anchor, topicId: about }) => {
    if (recommendationId)
      return anchor.on !== 'topic' && anchor.recommendationId === recommendationId
    if (about !== topicId) return false
    return anchor.on === 'topic' || (anchor.on === 'words' && anchor.recommendationId === null)
  })
}

export const threadFilters = ['open', 'mine', 'chair', 'resolved'] as const
export type ThreadFilter = (typeof threadFilters)[number]

/** Whether a filter shows a thread. Mine: open ones in which one's delegation speaks or is mentioned. */
export function passes(
  state: RecordState,
  actor: Actor,
  filter: ThreadFilter,
  { comments, resolved, forChair }: Thread,
): boolean {
  if (filter === 'resolved') return resolved !== null
  if (resolved !== null) return false
  if (filter === 'open') return true
  if (filter === 'chair') return forChair !== null
  if (actor.by !== 'member') return false
  const { memberId, delegationId } = actor
  return comments.some(({ by, mentions }) => {
    if (by === memberId) return true
    if (delegationId === null) return false
    const author = state.members[by]
    const speaksFor = author && state.seats[author.seatId]?.delegationId
    return speaksFor === delegationId || mentions.includes(delegationId)
  })
}
