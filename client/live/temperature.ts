import { z } from 'zod'
import type { RecommendationId } from '#shared/domain/ids'
import type { Stance } from '#shared/domain/position'
import { useNotice } from '../ui/notices.tsx'
import { useYou } from './record.tsx'
import { useAsk } from './use-ask.ts'

interface Temperature {
  readonly open: (recommendationId: RecommendationId) => Promise<boolean>
  readonly answer: (stance: Stance) => Promise<boolean>
  readonly end: () => Promise<boolean>
}

/** Opening, answering and ending temperature checks; a refusal is told in its own sentence. True when it was done. */
export function useTemperature(): Temperature {
  const { groupId } = useYou()
  const ask = useAsk()
  const notify = useNotice()
  const address = `/api/groups/${groupId}/temperature-check`
  const tell = async (path: string, init: Parameters<ReturnType<typeof useAsk>>[2]) => {
    const answer = await ask(z.null(), path, init)
    if (!answer.ok) notify(answer.problem.detail)
    return answer.ok
  }
  return {
    open: (recommendationId) => tell(address, { method: 'POST', json: { recommendationId } }),
    answer: (stance) => tell(`${address}/answer`, { method: 'PUT', json: { stance } }),
    end: () => tell(address, { method: 'DELETE' }),
  }
}
