import { useEffect, useRef, useState } from 'react'
import type { Touched } from '#shared/compare/competes'
import { isReworded } from '#shared/compare/shown'
import { TextId } from '#shared/domain/ids'
import type { Amendment, AmendmentOutcome } from '#shared/domain/text'
import { colours, tableColour } from '#shared/record/colours'
import { amendmentOrdinal, delegationColourIndex, delegationOf } from '#shared/record/labels'
import { isOwn } from '#shared/record/text-right'
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
import type { Compared } from './compared.ts'
import { DecidedChanges } from './DecidedChanges.tsx'
import { useAmendmentFocus, useChosenCard } from './focus.tsx'
import { sponsorStyle } from './mark.ts'
import { OutcomeDialog } from './OutcomeDialog.tsx'
import { ShowInText } from './ShowInText.tsx'
import { TakeUpInPart } from './TakeUpInPart.tsx'
import { useAmendedChange } from './use-change.ts'

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
  onTouched,
}: {
  readonly amendment: Amendment
  /** Told what it changes, for finding what competes with it. */
  readonly onTouched?: (textId: TextId, touched: Touched) => void
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
      {standing === 'tabled' ? <Open amendment={amendment} onTouched={onTouched} /> : null}
    </article>
  )
}

const outcomes = ['take-up', 'bracket', 'not-take-up'] as const satisfies AmendmentOutcome[]

/** Formatting alone gives no second wording that a bracket could hold. */
function outcomesOf(change: Compared | undefined): readonly (typeof outcomes)[number][] {
  const isOneWording = change && !isReworded(change.changes)
  return isOneWording ? outcomes.filter((outcome) => outcome !== 'bracket') : outcomes
}

function Open({
  amendment,
  onTouched,
}: {
  readonly amendment: Amendment
  readonly onTouched: ((textId: TextId, touched: Touched) => void) | undefined
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
    if (change) onTouched?.(textId, change.touched)
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
        <Changes textId={textId} changes={change.changes} label={say('amendment.changes')} />
      ) : (
        <Skeleton label={say('loading')} isAwaited={isAwaited} />
      )}
      <div className={styles['buttons']}>
        {change ? <ShowInText amendment={amendment} changes={change.changes} /> : null}
        {isPresiding
          ? outcomesOf(change).map((outcome) => (
              <Button
                key={outcome}
                isSmall
                isDisabled={isPending}
                onPress={() => setAsked(outcome)}
              >
                {say(`amendment.do.${outcome}`)}
              </Button>
            ))
          : null}
        {isPresiding && change ? <TakeUpInPart amendment={amendment} /> : null}
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
            <Button isSmall isDisabled={isPending} onPress={() => void draftAnew()}>
              {say('amendment.draftAnew')}
            </Button>
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
