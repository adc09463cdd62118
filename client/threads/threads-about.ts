/** Which threads belong to a page. */
import type { RecommendationId, TopicId } from '#shared/domain/ids'
import type { Thread } from '#shared/domain/thread'
import type { RecordState } from '#shared/record/state'

/** The threads of a recommendation with its texts, or of a topic with its own texts. */
export function threadsAbout(
  state: RecordState,
  recommendationId: RecommendationId | undefined,
  topicId: TopicId | undefined,
): Thread[] {
  return Object.values(state.threads).filter(({ anchor, topicId: about }) => {
    if (recommendationId)
      return anchor.on !== 'topic' && anchor.recommendationId === recommendationId
    if (about !== topicId) return false
    return anchor.on === 'topic' || (anchor.on === 'words' && anchor.recommendationId === null)
  })
}
