import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import type { Topic } from '#shared/domain/topic'
import { BracketCounts } from '#shared/protocol/api'
import { standingAlternatives } from '#shared/record/decide-resolution'
import type { RecordState } from '#shared/record/state'
import { useRecord, useYou } from '../live/record.tsx'
import { useAsk } from '../live/use-ask.ts'

/** Texts that nobody has open here are asked for again after this time, in milliseconds. */
const interval = 10_000

interface Asked {
  readonly counts: BracketCounts | undefined
  /** Until the first answer, whatever it says. */
  readonly isAwaited: boolean
}

const Context = createContext<Asked>({ counts: undefined, isAwaited: false })

/** Keeps how many brackets every text of the group has; asks again after each act of the record. */
export function BracketCountsProvider({ children }: { readonly children: ReactNode }) {
  const { groupId } = useYou()
  const ask = useAsk()
  const sequence = useRecord((state) => state.sequence)
  const [asked, setAsked] = useState<Asked>({ counts: undefined, isAwaited: true })
  useEffect(() => {
    let isOver = false
    const refresh = async () => {
      const answer = await ask(BracketCounts, `/api/groups/${groupId}/brackets`)
      if (isOver) return
      if (answer.ok) setAsked({ counts: answer.value, isAwaited: false })
      else setAsked((before) => (before.isAwaited ? { ...before, isAwaited: false } : before))
    }
    void refresh()
    const timer = setInterval(() => void refresh(), interval)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [ask, groupId, sequence])
  return <Context.Provider value={asked}>{children}</Context.Provider>
}

/** The counts of all texts; undefined until they are known. */
export const useBracketCounts = (): BracketCounts | undefined => useContext(Context).counts

/** Whether they are on their way: what makes room for them is not shown before. */
export const useCountsAwaited = (): boolean => useContext(Context).isAwaited

/** The texts of a recommendation that still stand. */
export const recommendationTextIds = (
  state: RecordState,
  recommendation: Recommendation,
): TextId[] => [
  recommendation.majorityTextId,
  ...standingAlternatives(state, recommendation).map(({ textId }) => textId),
]

/** All texts of a topic that still stand. */
export const topicTextIds = (state: RecordState, topic: Topic): TextId[] => [
  topic.broadAgreementTextId,
  topic.summaryTextId,
  ...topic.recommendationIds.flatMap((id) => {
    const recommendation = state.recommendations[id]
    return recommendation ? recommendationTextIds(state, recommendation) : []
  }),
]
