import { useEffect, useRef, useState } from 'react'
import { TextId } from '#shared/domain/ids'
import { decide } from '#shared/record/decide'
import { alternativeOrdinal } from '#shared/record/labels'
import type { Point } from '#shared/text/text-comparison'
import { useFormAct } from '../drafting/act.ts'
import { useFacts } from '../live/facts.ts'
import { newId } from '../live/new-id.ts'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { DialogActions } from '../ui/Dialog.tsx'
import { useNotice } from '../ui/notices.tsx'
import { TextField } from '../ui/TextField.tsx'
import styles from './comparison.module.css'

/** Tables one point of an alternative as the acting delegation's amendment to the majority text; says why where it cannot be. */
export function AmendFromAlternative({
  alternativeTextId,
  point,
  onDone,
}: {
  readonly alternativeTextId: TextId
  readonly point: Point
  readonly onDone: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const facts = useFacts()
  const notify = useNotice()
  const [textId] = useState(() => newId(TextId, 't'))
  const number = alternativeOrdinal(state, alternativeTextId)
  const [reason, setReason] = useState(() => say('comparison.reason', { number }))
  const { act, isPending } = useFormAct(reason)
  const command = {
    type: 'amend-from-alternative',
    textId,
    alternativeTextId,
    point,
    reason,
  } as const
  const decided = decide(state, command, actor, facts)
  const chosen = useRef<HTMLElement>(null)
  useEffect(() => chosen.current?.focus(), [])
  const table = async () => {
    if (!(await act(command))) return
    notify(say('comparison.tabled'))
    onDone()
  }
  return (
    <section
      ref={chosen}
      tabIndex={-1}
      className={styles['chosen']}
      aria-label={say('comparison.chosen')}
    >
      <strong>{say('comparison.chosen')}</strong>
      <blockquote>
        {point.struck === '' ? null : <del>{point.struck}</del>}{' '}
        {point.put === '' ? null : <ins>{point.put}</ins>}
      </blockquote>
      <TextField label={say('propose.reason')} value={reason} onChange={setReason} />
      {decided.ok || isPending ? null : (
        <p className={styles['whyNot']}>{decided.refusal.sentence}</p>
      )}
      <DialogActions>
        <Button onPress={onDone}>{say('cancel')}</Button>
        <Button look="primary" isDisabled={isPending || !decided.ok} onPress={() => void table()}>
          {say('comparison.table')}
        </Button>
      </DialogActions>
    </section>
  )
}
