import { useCallback, useState } from 'react'
import type { RecommendationId, TextId } from '#shared/domain/ids'
import type { Amendment } from '#shared/domain/text'
import type { RecordState } from '#shared/record/state'
import { isTabled } from '#shared/record/text-right'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { EmptyState } from '../ui/Placeholder.tsx'
import { AmendmentCard } from './AmendmentCard.tsx'
import styles from './amendments.module.css'

/** The amendments of a recommendation that were tabled, in the order of tabling. */
export function tabledAmendments(
  state: RecordState,
  recommendationId: RecommendationId,
): Amendment[] {
  const ids = state.recommendations[recommendationId]?.amendmentTextIds ?? []
  return ids.flatMap((textId) => {
    const text = state.texts[textId]
    return text?.kind === 'amendment' && isTabled(text) ? [text] : []
  })
}

/** Puts amendments to the same words together: each group in the place of its first. */
function competing(
  amendments: readonly Amendment[],
  placesOf: ReadonlyMap<TextId, ReadonlySet<string>>,
): Amendment[][] {
  const groups: { members: Amendment[]; places: Set<string> }[] = []
  for (const amendment of amendments) {
    const places = new Set(
      [...(placesOf.get(amendment.textId) ?? [])].map(
        (place) => `${amendment.baseTextId} ${place}`,
      ),
    )
    const group = groups.find((each) => [...places].some((place) => each.places.has(place)))
    if (!group) groups.push({ members: [amendment], places })
    else {
      group.members.push(amendment)
      for (const place of places) group.places.add(place)
    }
  }
  return groups.map(({ members }) => members)
}

const isSame = (a: ReadonlySet<string> | undefined, b: ReadonlySet<string>): boolean =>
  a !== undefined && a.size === b.size && [...a].every((place) => b.has(place))

/** The tabled amendments of a recommendation: those to be decided first, amendments to the same words side by side. */
export function AmendmentsPane({
  recommendationId,
}: {
  readonly recommendationId: RecommendationId
}) {
  const say = useMessages()
  const state = useRecordState()
  const [placesOf, setPlacesOf] = useState<ReadonlyMap<TextId, ReadonlySet<string>>>(new Map())
  const tellPlaces = useCallback(
    (textId: TextId, places: ReadonlySet<string>) =>
      setPlacesOf((known) =>
        isSame(known.get(textId), places) ? known : new Map(known).set(textId, places),
      ),
    [],
  )
  const tabled = tabledAmendments(state, recommendationId)
  const open = tabled.filter(({ standing }) => standing === 'tabled')
  const closed = tabled.filter(({ standing }) => standing !== 'tabled')
  return (
    <div className={styles['pane']}>
      {open.length === 0 ? <EmptyState>{say('amendments.none')}</EmptyState> : null}
      {competing(open, placesOf).map((group) => (
        <div
          role="group"
          key={group[0]?.textId}
          className={styles['group']}
          data-competing={group.length > 1}
          aria-label={
            group.length > 1 ? say('amendments.competing', { count: group.length }) : undefined
          }
        >
          {group.length > 1 ? (
            <h3>{say('amendments.competing', { count: group.length })}</h3>
          ) : null}
          <div className={styles['cards']}>
            {group.map((amendment) => (
              <AmendmentCard key={amendment.textId} amendment={amendment} onPlaces={tellPlaces} />
            ))}
          </div>
        </div>
      ))}
      {closed.length > 0 ? (
        <section className={styles['group']}>
          <h3>{say('amendments.closed')}</h3>
          <div className={styles['cards']}>
            {closed.map((amendment) => (
              <AmendmentCard key={amendment.textId} amendment={amendment} />
            ))}
          </div>
        </section>
      ) : null}
    </div>
  )
}
