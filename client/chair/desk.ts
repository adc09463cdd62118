import { useEffect, useState } from 'react'
import type { RecommendationId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import type { Thread } from '#shared/domain/thread'
import type { Topic } from '#shared/domain/topic'
import { DeskView } from '#shared/protocol/desk'
import {
  isContested,
  type OpenInWords,
  type OpenMatters,
  openMatters,
  topicThreadsForChair,
} from '#shared/record/open-matters'
import type { RecordState } from '#shared/record/state'
import { isDecided, isUnderSilence } from '#shared/record/text-right'
import { useRecordState, useYou } from '../live/record.tsx'
import { useAsk } from '../live/use-ask.ts'

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
  /** Threads on the topic itself that ask for the chair. */
  readonly forChair: readonly Thread[]
}

const nothingOpen: OpenInWords = { brackets: 0, missing: [] }

type Words = ReadonlyMap<RecommendationId, OpenInWords>

/** What the words leave open, newest known: nothing until the first answer, and why there is none. */
function useOpenInWords(): { readonly known?: Words; readonly trouble?: string } {
  const { groupId } = useYou()
  const ask = useAsk()
  const { sequence } = useRecordState()
  const [words, setWords] = useState<{ readonly known?: Words; readonly trouble?: string }>({})
  useEffect(() => {
    let isCurrent = true
    const look = async () => {
      if (document.hidden) return
      const answer = await ask(DeskView, `/api/groups/${groupId}/desk`)
      if (!isCurrent) return
      if (answer.ok) {
        const { recommendations } = answer.value
        setWords({ known: new Map(recommendations.map((each) => [each.recommendationId, each])) })
      } else setWords((before) => (before.known ? before : { trouble: answer.problem.detail }))
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
  }, [ask, groupId, sequence])
  return words
}

function itemOf(state: RecordState, recommendation: Recommendation, words: OpenInWords): DeskItem {
  const matters = openMatters(state, recommendation, words)
  const isUncontested =
    recommendation.status === 'under-discussion' &&
    !isUnderSilence(recommendation) &&
    !isContested(matters)
  return { recommendation, matters, isUncontested }
}

export interface Desk {
  /** Everything that still needs a decision, by topic; undefined until it is known. */
  readonly topics: readonly DeskTopic[] | undefined
  /** Why it is not known. */
  readonly trouble: string | undefined
}

export function useDesk(): Desk {
  const state = useRecordState()
  const { known, trouble } = useOpenInWords()
  return { topics: known && topicsOf(state, known), trouble }
}

function topicsOf(state: RecordState, words: Words): DeskTopic[] {
  return state.topics.flatMap((topic) => {
    const items = topic.recommendationIds.flatMap((recommendationId) => {
      const recommendation = state.recommendations[recommendationId]
      const open = words.get(recommendationId)
      if (!recommendation) return []
      // Of what is decided only the comments for the chair are open.
      if (isDecided(recommendation.status)) {
        const item = itemOf(state, recommendation, nothingOpen)
        return item.matters.forChair.length > 0 ? [item] : []
      }
      return open ? [itemOf(state, recommendation, open)] : []
    })
    const forChair = topicThreadsForChair(state, topic.topicId)
    return items.length + forChair.length > 0 ? [{ topic, items, forChair }] : []
  })
}
