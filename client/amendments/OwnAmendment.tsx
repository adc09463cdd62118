import { type ReactNode, useRef, useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import type { Amendment } from '#shared/domain/text'
import { useFormAct } from '../drafting/act.ts'
import { TextPanel } from '../drafting/TextPanel.tsx'
import { useRecord, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import ui from '../ui/ui.module.css'
import styles from './amendments.module.css'
import { Changes } from './Changes.tsx'
import { useChosenDraft } from './focus.tsx'
import { sponsorStyle } from './mark.ts'
import { useAmendedChange } from './use-change.ts'
import { useReturnedEdits } from './use-returned-edits.ts'

/** The amendment that one's delegation drafts, before anybody else sees it. */
export function OwnAmendment({
  textId,
  ...shown
}: {
  readonly textId: TextId
  /** Of the text that it amends. */
  readonly heading: string
  /** The record has it: it can be tabled and discarded. */
  readonly isStarted: boolean
  readonly tools: ReactNode
  readonly onClose: () => void
}) {
  const amendment = useRecord(({ texts }) => texts[textId])
  return amendment?.kind === 'amendment' ? <Own amendment={amendment} {...shown} /> : null
}

function Own({
  amendment,
  heading,
  isStarted,
  tools,
  onClose,
}: {
  readonly amendment: Amendment
  readonly heading: string
  readonly isStarted: boolean
  readonly tools: ReactNode
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const [asked, setAsked] = useState<'table' | 'discard' | null>(null)
  const [reason, setReason] = useState('')
  const { act, isPending } = useFormAct({ asked, reason })
  const change = useAmendedChange(amendment)
  const { textId } = amendment
  const place = useRef<HTMLDivElement>(null)
  useReturnedEdits(textId)
  useChosenDraft(textId, place)
  const close = () => setAsked(null)
  const confirm = async () => {
    const isDone =
      asked === 'table'
        ? await act({ type: 'table-amendment', textId, reason })
        : await act({ type: 'withdraw-amendment', textId })
    if (isDone) onClose()
  }
  return (
    <div ref={place} className={styles['own']} tabIndex={-1} style={sponsorStyle(state, textId)}>
      <TextPanel textId={textId} heading={say('amendment.own', { text: heading })} tools={tools}>
        <p className={styles['hint']}>{say('amendment.private')}</p>
        <div className={styles['buttons']}>
          <Button
            isSmall
            look="primary"
            isDisabled={isPending || !isStarted || !change || change.changes.length === 0}
            onPress={() => setAsked('table')}
          >
            {say('amendment.table')}
          </Button>
          <Button isSmall isDisabled={isPending || !isStarted} onPress={() => setAsked('discard')}>
            {say('amendment.discard')}
          </Button>
        </div>
      </TextPanel>
      {asked === 'table' ? (
        <Dialog
          title={say('amendment.tableTitle', { text: heading })}
          onClose={close}
          isDismissable={reason === ''}
        >
          <div className={ui['stack']}>
            <p>{say('amendment.tableText')}</p>
            {change ? (
              <Changes textId={textId} changes={change.changes} label={say('amendment.changes')} />
            ) : null}
            <TextField
              label={say('propose.reason')}
              value={reason}
              onChange={setReason}
              rows={3}
              hint={say('amendment.reasonHint')}
            />
          </div>
          <DialogActions>
            <Button onPress={close}>{say('cancel')}</Button>
            <Button look="primary" isDisabled={isPending} onPress={() => void confirm()}>
              {say('amendment.tableConfirm')}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
      {asked === 'discard' ? (
        <Dialog title={say('amendment.discardTitle')} onClose={close}>
          <p>{say('amendment.discardText')}</p>
          <DialogActions>
            <Button onPress={close}>{say('cancel')}</Button>
            <Button look="danger" isDisabled={isPending} onPress={() => void confirm()}>
              {say('amendment.discardConfirm')}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </div>
  )
}
