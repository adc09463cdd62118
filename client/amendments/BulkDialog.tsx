import { useState } from 'react'
import { competes, type Touched } from '#shared/compare/competes'
import type { TextId } from '#shared/domain/ids'
import type { Amendment } from '#shared/domain/text'
import { amendmentOrdinal, sponsorCodes } from '#shared/record/labels'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import ui from '../ui/ui.module.css'
import styles from './amendments.module.css'
import { type BulkAct, type BulkOutcome, useBulkRun } from './bulk.ts'

/** Says what will be done with several amendments and in which order, does it, and tells of each that was refused. */
export function BulkDialog({
  act,
  amendments: given,
  touchedBy,
  onClose,
}: {
  readonly act: BulkAct
  readonly amendments: readonly Amendment[]
  readonly touchedBy: ReadonlyMap<TextId, Touched>
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  // Those that were chosen: once decided they are no longer among the open ones.
  const [amendments] = useState(given)
  const [note, setNote] = useState('')
  const { outcomes, isRunning, run } = useBulkRun()
  const hasRun = outcomes.size > 0
  const count = amendments.length
  const numberOf = (textId: TextId) => amendmentOrdinal(state, textId)
  const competing = (textId: TextId) =>
    amendments
      .filter((other) => other.textId !== textId)
      .filter((other) => {
        const [one, rival] = [touchedBy.get(textId), touchedBy.get(other.textId)]
        return one && rival && competes(one, rival)
      })
      .map((other) => numberOf(other.textId))
  const confirm = async () => {
    const ids = amendments.map(({ textId }) => textId)
    if (await run(act, ids, note)) onClose()
  }
  return (
    <Dialog
      title={say(`bulk.title.${act}`, { count })}
      onClose={onClose}
      isDismissable={note === '' && !isRunning}
    >
      <div className={ui['stack']}>
        <p>
          {say(`bulk.does.${act}`)} {say('bulk.final')}
        </p>
        <ol className={styles['bulkList']}>
          {amendments.map(({ textId }) => {
            const rivals = competing(textId)
            return (
              <li key={textId}>
                {say('bulk.entry', {
                  number: numberOf(textId),
                  codes: sponsorCodes(state, textId),
                })}
                {act === 'take-up' && rivals.length > 0 && !hasRun ? (
                  <small>{say('bulk.competing', { numbers: rivals.join(', ') })}</small>
                ) : null}
                <Outcome outcome={outcomes.get(textId)} />
              </li>
            )
          })}
        </ol>
        {act === 'withdraw' || hasRun ? null : (
          <TextField
            label={say('resolve.note')}
            value={note}
            onChange={setNote}
            rows={2}
            hint={say('resolve.noteHint')}
          />
        )}
        <p role="status">
          {hasRun && !isRunning
            ? say('bulk.reported', {
                done: [...outcomes.values()].filter((each) => each.state === 'done').length,
                count,
              })
            : ''}
        </p>
      </div>
      <DialogActions>
        <Button isDisabled={isRunning} onPress={onClose}>
          {say(hasRun ? 'close' : 'cancel')}
        </Button>
        {hasRun ? null : (
          <Button
            look={act === 'withdraw' ? 'danger' : 'primary'}
            isDisabled={isRunning}
            onPress={() => void confirm()}
          >
            {say(`bulk.confirm.${act}`)}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}

function Outcome({ outcome }: { readonly outcome: BulkOutcome | undefined }) {
  const say = useMessages()
  switch (outcome?.state) {
    case undefined:
      return null
    case 'waiting':
      return <small>{say('bulk.running')}</small>
    case 'done':
      return <small data-tone="good">{say('bulk.done')}</small>
    case 'refused':
      return <small data-tone="bad">{outcome.why}</small>
  }
}
