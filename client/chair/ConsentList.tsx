import { useState } from 'react'
import type { RecommendationId } from '#shared/domain/ids'
import { numberOf } from '#shared/record/labels'
import { useFormAct } from '../drafting/act.ts'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { DeadlineDialog } from './DeadlineDialog.tsx'
import styles from './desk.module.css'
import type { DeskItem } from './desk.ts'

/** Everything that nobody contests, to be taken agreed ad ref in one act, or put under silence together. */
export function ConsentList({
  items,
  mayAct,
}: {
  readonly items: readonly DeskItem[]
  readonly mayAct: boolean
}) {
  const say = useMessages()
  const state = useRecordState()
  const [leftOut, setLeftOut] = useState<ReadonlySet<RecommendationId>>(new Set())
  const [asked, setAsked] = useState<'agree' | 'silence' | null>(null)
  const close = () => setAsked(null)
  const chosen = items
    .map(({ recommendation }) => recommendation.recommendationId)
    .filter((each) => !leftOut.has(each))
  const { act, isPending } = useFormAct({ asked, chosen })
  const numbers = chosen.map((each) => numberOf(state, each)).join(', ')
  const choose = (recommendationId: RecommendationId, isChosen: boolean) => {
    const next = new Set(leftOut)
    if (isChosen) next.delete(recommendationId)
    else next.add(recommendationId)
    setLeftOut(next)
  }
  return (
    <section className={styles['consent']} aria-labelledby="consent-list">
      <h2 id="consent-list">{say('consent.title')}</h2>
      <p>{items.length === 0 ? say('consent.none') : say('consent.explained')}</p>
      <ul>
        {items.map(({ recommendation: { recommendationId, title } }) => {
          const name = say('resolve.title', { number: numberOf(state, recommendationId), title })
          return (
            <li key={recommendationId}>
              {mayAct ? (
                <label>
                  <input
                    type="checkbox"
                    checked={!leftOut.has(recommendationId)}
                    onChange={(event) => choose(recommendationId, event.target.checked)}
                  />
                  <span>{name}</span>
                </label>
              ) : (
                name
              )}
            </li>
          )
        })}
      </ul>
      {mayAct && items.length > 0 ? (
        <div className={styles['acts']}>
          <Button
            look="primary"
            isDisabled={isPending || chosen.length === 0}
            onPress={() => setAsked('agree')}
          >
            {say('consent.agree', { count: chosen.length })}
          </Button>
          <Button isDisabled={isPending || chosen.length === 0} onPress={() => setAsked('silence')}>
            {say('consent.silence', { count: chosen.length })}
          </Button>
        </div>
      ) : null}
      {asked === 'agree' ? (
        <Dialog title={say('consent.confirmTitle', { count: chosen.length })} onClose={close}>
          <p>{say('consent.confirmText', { numbers })}</p>
          <DialogActions>
            <Button onPress={close}>{say('cancel')}</Button>
            <Button
              look="primary"
              isDisabled={isPending}
              onPress={() =>
                void act({ type: 'agree-consent-list', recommendationIds: chosen }).then(close)
              }
            >
              {say('resolve.confirm.agree-ad-ref')}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
      {asked === 'silence' ? (
        <DeadlineDialog
          title={say('silence.title')}
          text={say('silence.explainedSet', { numbers })}
          confirm={say('silence.confirm')}
          isPending={isPending}
          onClose={close}
          onSet={async (until) =>
            until !== undefined &&
            act({ type: 'put-under-silence', recommendationIds: chosen, until })
          }
        />
      ) : null}
    </section>
  )
}
