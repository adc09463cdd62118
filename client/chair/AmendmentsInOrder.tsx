import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import type { Amendment } from '#shared/domain/text'
import {
  type AmendmentDistance,
  amendmentDistance,
  furthestFirst,
} from '#shared/text/amendment-distance'
import { AmendmentCard } from '../amendments/AmendmentCard.tsx'
import { tabledAmendments } from '../amendments/AmendmentsPane.tsx'
import { useArrival } from '../drafting/arrival.ts'
import { useIsAwaited, useTextContent } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Together, useOnItsWay } from '../ui/in-turn.tsx'
import { EmptyState, Skeleton } from '../ui/Placeholder.tsx'
import styles from './recommendation-desk.module.css'

/** What an address names after its # to arrive at the amendments on the desk. */
export const amendmentsPlace = 'amendments'

type Distances = ReadonlyMap<TextId, AmendmentDistance>

/** The open amendments of a recommendation, furthest from their text first, each with the chair's outcomes. */
export function AmendmentsInOrder({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const arrive = useArrival(amendmentsPlace)
  const [distances, setDistances] = useState<Distances>(new Map())
  const tell = useCallback(
    (textId: TextId, distance: AmendmentDistance) =>
      setDistances((known) => new Map(known).set(textId, distance)),
    [],
  )
  const open = tabledAmendments(state, recommendation.recommendationId).filter(
    ({ standing }) => standing === 'tabled',
  )
  return (
    <section
      className={styles['part']}
      aria-labelledby="desk-amendments"
      tabIndex={-1}
      ref={arrive}
    >
      <h2 id="desk-amendments">{say('deskOf.amendments')}</h2>
      {open.length === 0 ? (
        <EmptyState>{say('amendments.none')}</EmptyState>
      ) : (
        <p className={styles['hint']}>{say('deskOf.order')}</p>
      )}
      <Together placeholder={<Skeleton label={say('loading')} />}>
        <ol className={styles['amendments']}>
          {furthestFirst(open, ({ textId }) => distances.get(textId)).map((amendment) => (
            <li key={amendment.textId}>
              <Distance amendment={amendment} onMeasured={tell} />
              <AmendmentCard amendment={amendment} />
            </li>
          ))}
        </ol>
      </Together>
    </section>
  )
}

/** How far an amendment is from its text, as both change. */
function Distance({
  amendment: { textId, baseTextId },
  onMeasured,
}: {
  readonly amendment: Amendment
  readonly onMeasured: (textId: TextId, distance: AmendmentDistance) => void
}) {
  const say = useMessages()
  // Measuring may lag behind what people type in the text.
  const base = useDeferredValue(useTextContent(baseTextId))
  const amended = useDeferredValue(useTextContent(textId))
  const distance = useMemo(
    () => (base && amended ? amendmentDistance(base, amended) : undefined),
    [base, amended],
  )
  useEffect(() => {
    if (distance) onMeasured(textId, distance)
  }, [textId, distance, onMeasured])
  const isAwaited = useIsAwaited(textId)
  useOnItsWay(!distance && isAwaited)
  if (!distance) return null
  const { inserted, deleted, share } = distance
  return (
    <p className={styles['distance']}>{say('deskOf.distance', { inserted, deleted, share })}</p>
  )
}
