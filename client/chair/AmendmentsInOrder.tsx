import { useCallback, useEffect, useState } from 'react'
import { furthestFirst, type Distance as WordsApart } from '#shared/compare/distance'
import type { TextId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import type { Amendment } from '#shared/domain/text'
import { AmendmentCard } from '../amendments/AmendmentCard.tsx'
import { tabledAmendments } from '../amendments/AmendmentsPane.tsx'
import { useAmendedChange } from '../amendments/use-change.ts'
import { useArrival } from '../drafting/arrival.ts'
import { useIsAwaited } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Together, useOnItsWay } from '../ui/in-turn.tsx'
import { EmptyState, Skeleton } from '../ui/Placeholder.tsx'
import styles from './recommendation-desk.module.css'

/** What an address names after its # to arrive at the amendments on the desk. */
export const amendmentsPlace = 'amendments'

type Distances = ReadonlyMap<TextId, WordsApart>

/** The open amendments of a recommendation, furthest from their text first, each with the chair's outcomes. */
export function AmendmentsInOrder({ recommendation }: { readonly recommendation: Recommendation }) {
  const say = useMessages()
  const state = useRecordState()
  const arrive = useArrival(amendmentsPlace)
  const [distances, setDistances] = useState<Distances>(new Map())
  const tell = useCallback(
    (textId: TextId, distance: WordsApart) =>
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
  amendment,
  onMeasured,
}: {
  readonly amendment: Amendment
  readonly onMeasured: (textId: TextId, distance: WordsApart) => void
}) {
  const say = useMessages()
  const { textId } = amendment
  const distance = useAmendedChange(amendment)?.distance()
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
