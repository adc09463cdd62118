import type { Recommendation } from '#shared/domain/recommendation'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import styles from './comparison.module.css'

/** In the outline: how many alternatives stand, and how many have lapsed; nothing where there are none. */
export function AlternativeMark({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const count = (standing: 'standing' | 'lapsed') =>
    recommendation.alternativeTextIds.filter((textId) => {
      const text = state.texts[textId]
      return text?.kind === 'alternative' && text.standing === standing
    }).length
  return (['standing', 'lapsed'] as const).map((standing) => {
    const number = count(standing)
    if (number === 0) return null
    const name = say(`outline.alternatives.${standing}`, { count: number })
    return (
      <span
        key={standing}
        className={styles['mark']}
        data-lapsed={standing === 'lapsed'}
        role="img"
        aria-label={name}
        title={name}
      >
        {say(`outline.alternatives.${standing}Short`, { count: number })}
      </span>
    )
  })
}
