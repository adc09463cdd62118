import type { RecommendationId } from '#shared/domain/ids'
import { useRecord } from '../live/record.tsx'
import { CallBanner } from './CallBanner.tsx'
import styles from './positions.module.css'
import { TemperaturePanel } from './TemperaturePanel.tsx'

/**
 * What the chair asks everybody now. It stands at the lower edge of what is seen, behind the page: whenever it comes, and however
 * large it is, nothing on the page moves.
 */
export function AskedNow({
  recommendationId,
}: {
  readonly recommendationId: RecommendationId | undefined
}) {
  const recommendation = useRecord((state) =>
    recommendationId ? state.recommendations[recommendationId] : undefined,
  )
  return (
    <div className={styles['asked']}>
      {recommendation ? <CallBanner recommendation={recommendation} /> : null}
      <TemperaturePanel />
    </div>
  )
}
