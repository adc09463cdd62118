import { useEffect, useRef, useState } from 'react'
import { TextId } from '#shared/domain/ids'
import type { Amendment, AmendmentOutcome } from '#shared/domain/text'
import { colours, tableColour } from '#shared/record/colours'
import { amendmentOrdinal, delegationColourIndex, delegationOf } from '#shared/record/labels'
import { isOwn } from '#shared/record/text-right'
import { isReworded } from '#shared/text/changes'
import { useFormAct } from '../drafting/act.ts'
import { useHeldIds } from '../live/held-ids.ts'
import { newId } from '../live/new-id.ts'
import { useIsAwaited } from '../live/open-texts.tsx'
import { useActor, useRecordState } from '../live/record.tsx'
import { formatDay, formatTime, useMessages } from '../messages/use-messages.ts'
import { Badge, type Tone } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { DelegationChip } from '../ui/DelegationChip.tsx'
import { Skeleton } from '../ui/Placeholder.tsx'
import styles from './amendments.module.css'
import { baseName } from './base-name.ts'
import { Changes } from './Changes.tsx'
import { DecidedChanges } from './DecidedChanges.tsx'
import { useAmendmentFocus, useChosenCard } from './focus.tsx'
import { sponsorStyle } from './mark.ts'
import { OutcomeDialog } from './OutcomeDialog.tsx'
import { ShowInText } from './ShowInText.tsx'
import { TakeUpInPart } from './TakeUpInPart.tsx'
import { type AmendedChange, useAmendedChange } from './use-change.ts'
import { WithoutPlace } from './WithoutPlace.tsx'

const tones = {
  private: 'neutral',
  discarded: 'neutral',
  tabled: 'warn',
  withdrawn: 'neutral',
  'taken-up': 'good',
  'taken-up-in-part': 'good',
  bracketed: 'warn',
  'not-taken-up': 'neutral',
} as const satisfies Record<Amendment['standing'], Tone>

/** A tabled amendment: who wants it and why, what it changes, and what may be done with it. */
export function AmendmentCard({
  amendment,
  onPlaces,
}: {
  readonly amendment: Amendment
  readonly onPlaces?: (textId: TextId, places: ReadonlySet<string>) => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const { textId, baseTextId, sponsors, standing, reason, proposedAt } = amendment
  const colourOf = (place: number) => colours[place] ?? tableColour
  const names = sponsors.map(({ delegationId }) => delegationOf(state, delegationId)?.name ?? '')
  const heading = say('amendment.heading', { number: amendmentOrdinal(state, textId) })
  const card = useRef<HTMLElement>(null)
  const isChosen = useChosenCard(textId, card)
  return (
    <article
      ref={card}
      tabIndex={-1}
      className={styles['card']}
      data-active={isChosen}
      style={sponsorStyle(state, textId)}
      aria-label={heading}
    >
      <header className={styles['head']}>
        {sponsors.map(({ delegationId }) => {
          const delegation = delegationOf(state, delegationId)
          return delegation ? (
            <DelegationChip
              key={delegationId}
              name={delegation.name}
              code={delegation.code}
              colour={colourOf(delegationColourIndex(state, delegationId))}
            />
          ) : null
        })}
        <strong>{heading}</strong>
        <Badge tone={tones[standing]}>{say(`amendment.standing.${standing}`)}</Badge>
      </header>
      <p className={styles['hint']}>
        {say('amendment.by', {
          names: new Intl.ListFormat('en-GB').format(names),
          text: baseName(say, state, baseTextId),
        })}{' '}
        <time dateTime={proposedAt} title={formatDay(proposedAt)}>
          {formatTime(proposedAt)}
        </time>
      </p>
      {reason === '' ? null : <p className={styles['reason']}>{reason}</p>}
      {amendment.changes ? <DecidedChanges changes={amendment.changes} /> : null}
      {standing === 'tabled' ? <Open amendment={amendment} onPlaces={onPlaces} /> : null}
    </article>
  )
}

const outcomes = ['take-up', 'bracket', 'not-take-up'] as const satisfies AmendmentOutcome[]

/** Formatting alone gives no second wording that a bracket could hold. */
function outcomesOf(change: AmendedChange | undefined): readonly (typeof outcomes)[number][] {
  const isOneWording = change && !isReworded(change.changes)
  return isOneWording ? outcomes.filter((outcome) => outcome !== 'bracket') : outcomes
}

function Open({
  amendment,
  onPlaces,
}: {
  readonly amendment: Amendment
  readonly onPlaces: ((textId: TextId, places: ReadonlySet<string>) => void) | undefined
}) {
  const say = useMessages()
  const actor = useActor()
  const { act, isPending } = useFormAct()
  const { choose } = useAmendmentFocus()
  const [asked, setAsked] = useState<AmendmentOutcome | null>(null)
  const change = useAmendedChange(amendment)
  const isAwaited = useIsAwaited(amendment.textId)
  const { textId } = amendment
  useEffect(() => {
    if (change) onPlaces?.(textId, change.places)
  })
  const ids = useHeldIds(() => newId(TextId, 't'))
  const draftAnew = async () => {
    const draftTextId = ids.of(textId)
    const command = {
      type: 'draft-amendment-anew',
      textId: draftTextId,
      amendmentTextId: textId,
    } as const
    if (!(await act(command))) return
    ids.done()
    choose(draftTextId, 'draft')
  }
  const isPresiding = actor.by === 'member' && ['chair', 'vice-chair'].includes(actor.role)
  const isDelegate =
    actor.by === 'member' && actor.role === 'delegate' && actor.delegationId !== null
  const mine = isOwn(amendment, actor)
  return (
    <>
      {change ? (
        <>
          <WithoutPlace words={change.withoutPlace} isOwn={mine} />
          <Changes textId={textId} changes={change.changes} label={say('amendment.changes')} />
        </>
      ) : (
        <Skeleton label={say('loading')} isAwaited={isAwaited} />
      )}
      <div className={styles['buttons']}>
        {change?.withoutPlace === '' ? (
          <ShowInText amendment={amendment} changes={change.changes} />
        ) : null}
        {isPresiding
          ? outcomesOf(change).map((outcome) => (
              <Button
                key={outcome}
                isSmall
                isDisabled={
                  isPending ||
                  (outcome !== 'not-take-up' && change !== undefined && change.withoutPlace !== '')
                }
                onPress={() => setAsked(outcome)}
              >
                {say(`amendment.do.${outcome}`)}
              </Button>
            ))
          : null}
        {isPresiding && change?.withoutPlace === '' ? <TakeUpInPart amendment={amendment} /> : null}
        {isDelegate && !mine ? (
          <Button
            isSmall
            isDisabled={isPending}
            onPress={() => void act({ type: 'join-sponsors', textId })}
          >
            {say('amendment.join')}
          </Button>
        ) : null}
        {isDelegate && mine ? (
          <>
            {change && change.withoutPlace !== '' ? (
              <Button
                isSmall
                look="primary"
                isDisabled={isPending}
                onPress={() => void draftAnew()}
              >
                {say('amendment.draftAnew')}
              </Button>
            ) : null}
            {amendment.sponsors.length > 1 ? (
              <Button
                isSmall
                isDisabled={isPending}
                onPress={() => void act({ type: 'leave-sponsors', textId })}
              >
                {say('alternative.leave')}
              </Button>
            ) : null}
            <Button
              isSmall
              isDisabled={isPending}
              onPress={() => void act({ type: 'withdraw-amendment', textId })}
            >
              {say('amendment.withdraw')}
            </Button>
          </>
        ) : null}
      </div>
      {asked ? (
        <OutcomeDialog
          amendment={amendment}
          outcome={asked}
          changes={change?.changes ?? []}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </>
  )
}
