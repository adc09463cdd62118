import { useEffect, useState } from 'react'
import type { RecommendationId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import type { Topic } from '#shared/domain/topic'
import { DeskView } from '#shared/protocol/desk'
import {
  isContested,
  type OpenInWords,
  type OpenMatters,
  openMatters,
} from '#shared/record/open-matters'
import type { RecordState } from '#shared/record/state'
import { isDecided, isUnderSilence } from '#shared/record/text-right'
import { ask } from '../live/http.ts'
import { useRecordState, useYou } from '../live/record.tsx'

/** Words change without the record: the desk asks again this often, in milliseconds, while it is looked at. */
const lookAgain = 4000

export interface DeskItem {
  readonly recommendation: Recommendation
  readonly matters: OpenMatters
  /** Under discussion with nothing open: fit for the consent list. */
  readonly isUncontested: boolean
}

export interface DeskTopic {
  readonly topic: Topic
  readonly items: readonly DeskItem[]
}

/** What the words leave open, newest known; undefined until the first answer. */
function useOpenInWords(): ReadonlyMap<RecommendationId, OpenInWords> | undefined {
  const { groupId } = useYou()
  const { sequence } = useRecordState()
  const [known, setKnown] = useState<ReadonlyMap<RecommendationId, OpenInWords>>()
  useEffect(() => {
    let isCurrent = true
    const look = async () => {
      if (document.hidden) return
      const answer = await ask(DeskView, `/api/groups/${groupId}/desk`)
      if (isCurrent && answer.ok)
        setKnown(new Map(answer.value.recommendations.map((each) => [each.recommendationId, each])))
    }
    void look()
    const timer = setInterval(() => void look(), lookAgain)
    const onVisible = () => void look()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      isCurrent = false
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onVisible)
    }
  }, [groupId, sequence])
  return known
}

function itemOf(state: RecordState, recommendation: Recommendation, words: OpenInWords): DeskItem {
  const matters = openMatters(state, recommendation, words)
  const isUncontested =
    recommendation.status === 'under-discussion' &&
    !isUnderSilence(recommendation) &&
    !isContested(matters)
  return { recommendation, matters, isUncontested }
}

/** Everything that still needs a decision, by topic; undefined until it is known. */
export function useDesk(): readonly DeskTopic[] | undefined {
  const state = useRecordState()
  const words = useOpenInWords()
  if (!words) return undefined
  return state.topics.flatMap((topic) => {
    const items = topic.recommendationIds.flatMap((recommendationId) => {
      const recommendation = state.recommendations[recommendationId]
      const open = words.get(recommendationId)
      return recommendation && open && !isDecided(recommendation.status)
        ? [itemOf(state, recommendation, open)]
        : []
    })
    return items.length > 0 ? [{ topic, items }] : []
  })
}
