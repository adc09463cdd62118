import { useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import { isRecordedAsDissent } from '#shared/record/dissent'
import { alternativeOrdinal, delegationOf } from '#shared/record/labels'
import { isDecided } from '#shared/record/text-right'
import { AmendableText } from '../amendments/AmendableText.tsx'
import { useAct } from '../drafting/act.ts'
import styles from '../drafting/drafting.module.css'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { tallyByGroup } from '../positions/tally.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { alternativeColour } from './compared.ts'

/** An alternative beside the majority text: who sponsors it, why, and how it differs. */
export function AlternativePanel({
  textId,
  onCompare,
}: {
  readonly textId: TextId
  readonly onCompare: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const { act, isPending } = useAct()
  const [leaving, setLeaving] = useState<'leave-sponsors' | 'withdraw-alternative' | null>(null)
  const text = state.texts[textId]
  if (text?.kind !== 'alternative') return null

  const names = text.sponsors.map(
    (sponsor) => delegationOf(state, sponsor.delegationId)?.name ?? '',
  )
  const colour = alternativeColour(state, textId)
  const status = state.recommendations[text.recommendationId]?.status ?? 'withdrawn'
  const mine = actor.by === 'member' && actor.role === 'delegate' ? actor.delegationId : null
  const isSponsor = text.sponsors.some((sponsor) => sponsor.delegationId === mine)
  const isOpen = text.standing === 'standing' && !isDecided(status)
  const isDissent = isRecordedAsDissent(state, text)
  const heading = say('alternative.heading', { number: alternativeOrdinal(state, textId) })
  return (
    <div className={styles['alternative']} style={{ ['--alternative-colour' as string]: colour }}>
      <AmendableText textId={textId} heading={heading}>
        <p className={styles['byline']}>
          {names.length > 0
            ? say('alternative.by', { names: new Intl.ListFormat('en-GB').format(names) })
            : null}
          {isDissent ? <Badge tone="warn">{say('alternative.dissent')}</Badge> : null}
          {text.standing === 'standing' ? (
            text.positions.length > 0 ? (
              <Badge tone="warn">
                {say('alternative.positions', {
                  count: tallyByGroup(state, text.positions).length,
                })}
              </Badge>
            ) : null
          ) : (
            <Badge tone={text.standing === 'lapsed' ? 'warn' : 'neutral'}>
              {say(`alternative.${text.standing}`)}
            </Badge>
          )}
        </p>
        {text.reason === '' ? null : <p className={styles['reason']}>{text.reason}</p>}
        <div className={styles['buttons']}>
          <Button isSmall onPress={onCompare}>
            {say('alternative.compare')}
          </Button>
          {isOpen && mine !== null && !isSponsor ? (
            <Button
              isSmall
              isDisabled={isPending}
              onPress={() => void act({ type: 'join-sponsors', textId })}
            >
              {say('alternative.join')}
            </Button>
          ) : null}
          {isOpen && isSponsor ? (
            <>
              <Button isSmall onPress={() => setLeaving('leave-sponsors')}>
                {say('alternative.leave')}
              </Button>
              <Button isSmall onPress={() => setLeaving('withdraw-alternative')}>
                {say('alternative.withdraw')}
              </Button>
            </>
          ) : null}
        </div>
      </AmendableText>
      {leaving ? (
        <Dialog title={say(`alternative.${leaving}.title`)} onClose={() => setLeaving(null)}>
          <p>
            {leaving === 'leave-sponsors' && text.sponsors.length > 1
              ? say('alternative.leave.text')
              : say('alternative.lapse.text')}
          </p>
          <DialogActions>
            <Button onPress={() => setLeaving(null)}>{say('cancel')}</Button>
            <Button
              look="danger"
              isDisabled={isPending}
              onPress={() => void act({ type: leaving, textId }).then(() => setLeaving(null))}
            >
              {say(`alternative.${leaving}.confirm`)}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </div>
  )
}
