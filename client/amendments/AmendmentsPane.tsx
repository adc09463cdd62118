import { useCallback, useState } from 'react'
import { competes, isSameTouched, type Touched } from '#shared/compare/competes'
import type { RecommendationId, TextId } from '#shared/domain/ids'
import type { Amendment } from '#shared/domain/text'
import { amendmentOrdinal } from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'
import { isTabled } from '#shared/record/text-right'
import { TextBoundary } from '../failure/TextBoundary.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Together } from '../ui/in-turn.tsx'
import { EmptyState, Skeleton } from '../ui/Placeholder.tsx'
import { AmendmentCard } from './AmendmentCard.tsx'
import styles from './amendments.module.css'
import { BulkBar } from './BulkBar.tsx'
import { useBulkActs } from './bulk.ts'

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
  touchedBy: ReadonlyMap<TextId, Touched>,
): Amendment[][] {
  const groups: Amendment[][] = []
  const isRival = (one: Amendment, other: Amendment) => {
    const [a, b] = [touchedBy.get(one.textId), touchedBy.get(other.textId)]
    return one.baseTextId === other.baseTextId && a && b && competes(a, b)
  }
  for (const amendment of amendments) {
    const group = groups.find((each) => each.some((other) => isRival(amendment, other)))
    if (group) group.push(amendment)
    else groups.push([amendment])
  }
  return groups
}

/** Selects an amendment to do something with several of one text together. */
function Pick({
  amendment: { textId },
  isPicked,
  isOfOtherText,
  onPick,
}: {
  readonly amendment: Amendment
  readonly isPicked: boolean
  readonly isOfOtherText: boolean
  readonly onPick: (textId: TextId, isPicked: boolean) => void
}) {
  const say = useMessages()
  const state = useRecordState()
  return (
    <label className={styles['pick']}>
      <input
        type="checkbox"
        checked={isPicked}
        disabled={isOfOtherText}
        onChange={(event) => onPick(textId, event.target.checked)}
      />
      <span>{say('bulk.pick', { number: amendmentOrdinal(state, textId) })}</span>
      {isOfOtherText ? <small>{say('bulk.otherText')}</small> : null}
    </label>
  )
}

/** An amendment that cannot be drawn leaves the others as they are. */
function Card(shown: Parameters<typeof AmendmentCard>[0]) {
  const say = useMessages()
  const state = useRecordState()
  const { textId } = shown.amendment
  const heading = say('amendment.heading', { number: amendmentOrdinal(state, textId) })
  return (
    <TextBoundary textId={textId} heading={heading}>
      <AmendmentCard {...shown} />
    </TextBoundary>
  )
}

/** The tabled amendments of a recommendation: those to be decided first, amendments to the same paragraph side by side. */
export function AmendmentsPane({
  recommendationId,
}: {
  readonly recommendationId: RecommendationId
}) {
  const say = useMessages()
  const state = useRecordState()
  const [touchedBy, setTouchedBy] = useState<ReadonlyMap<TextId, Touched>>(new Map())
  const tellTouched = useCallback(
    (textId: TextId, touched: Touched) =>
      setTouchedBy((known) => {
        const before = known.get(textId)
        return before && isSameTouched(before, touched)
          ? known
          : new Map(known).set(textId, touched)
      }),
    [],
  )
  const tabled = tabledAmendments(state, recommendationId)
  const open = tabled.filter(({ standing }) => standing === 'tabled')
  const closed = tabled.filter(({ standing }) => standing !== 'tabled')
  const { acts, about } = useBulkActs(open)
  const [picked, setPicked] = useState<ReadonlySet<TextId> | null>(null)
  // In the order of tabling, whatever the order of picking; those that were decided meanwhile are no longer among them.
  const selected = about.filter(({ textId }) => picked?.has(textId))
  const pick = (textId: TextId, isPicked: boolean) => {
    const next = new Set(selected.map((each) => each.textId))
    if (isPicked) next.add(textId)
    else next.delete(textId)
    setPicked(next)
  }
  return (
    <div className={styles['pane']}>
      {open.length === 0 ? <EmptyState>{say('amendments.none')}</EmptyState> : null}
      {picked ? (
        <BulkBar
          acts={acts}
          about={about}
          selected={selected}
          touchedBy={touchedBy}
          onSelect={(textIds) => setPicked(new Set(textIds))}
          onStop={() => setPicked(null)}
        />
      ) : about.length > 1 ? (
        <div className={styles['buttons']}>
          <Button isSmall onPress={() => setPicked(new Set())}>
            {say('bulk.select')}
          </Button>
        </div>
      ) : null}
      <Together placeholder={<Skeleton label={say('loading')} />}>
        {competing(open, touchedBy).map((group) => (
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
                <Together key={amendment.textId}>
                  <div className={styles['pickable']}>
                    {picked && about.includes(amendment) ? (
                      <Pick
                        amendment={amendment}
                        isPicked={picked.has(amendment.textId)}
                        isOfOtherText={selected.some(
                          (other) => other.baseTextId !== amendment.baseTextId,
                        )}
                        onPick={pick}
                      />
                    ) : null}
                    <Card amendment={amendment} onTouched={tellTouched} />
                  </div>
                </Together>
              ))}
            </div>
          </div>
        ))}
        {closed.length > 0 ? (
          <section className={styles['group']}>
            <h3>{say('amendments.closed')}</h3>
            <div className={styles['cards']}>
              {closed.map((amendment) => (
                <Card key={amendment.textId} amendment={amendment} />
              ))}
            </div>
          </section>
        ) : null}
      </Together>
    </div>
  )
}
