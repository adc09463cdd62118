import { useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import { type Stance, stances } from '#shared/domain/position'
import { isDecided } from '#shared/record/text-right'
import { useFormAct } from '../drafting/act.ts'
import { useActor, useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { TextField } from '../ui/TextField.tsx'
import ui from '../ui/ui.module.css'

/** A delegate's own position on a text: taken, changed, withdrawn. Nothing for others. */
export function TakePosition({ textId, on }: { readonly textId: TextId; readonly on: string }) {
  const say = useMessages()
  const state = useRecordState()
  const actor = useActor()
  const [isOpen, setOpen] = useState(false)
  const [stance, setStance] = useState<Stance | null>(null)
  const [explanation, setExplanation] = useState('')
  const { act, isPending } = useFormAct({ stance, explanation })
  const text = state.texts[textId]
  const delegationId =
    actor.by === 'member' && actor.role === 'delegate' ? actor.delegationId : null
  if (!text || !('recommendationId' in text) || delegationId === null) return null
  const status = state.recommendations[text.recommendationId]?.status
  if (status === undefined || (isDecided(status) && status !== 'agreed-ad-ref')) return null
  const own = text.positions.find((position) => position.delegationId === delegationId)
  const open = () => {
    setStance(own?.stance ?? null)
    setExplanation(own?.explanation ?? '')
    setOpen(true)
  }
  const close = () => setOpen(false)
  const take = async () => {
    if (stance && (await act({ type: 'take-position', textId, stance, explanation }))) close()
  }
  return (
    <>
      <Button isSmall onPress={open}>
        {own
          ? say('positions.change', { stance: say(`stance.${own.stance}`) })
          : say('positions.take')}
      </Button>
      {isOpen ? (
        <Dialog title={on} onClose={close} isDismissable={explanation === (own?.explanation ?? '')}>
          <div className={ui['stack']}>
            <Choice
              label={say('positions.own')}
              value={stance}
              options={stances.map((each) => [each, say(`stance.${each}`)] as const)}
              onChange={setStance}
            />
            <TextField
              label={say('positions.explanation')}
              value={explanation}
              onChange={setExplanation}
              rows={3}
              hint={say('positions.explanationHint')}
            />
          </div>
          <DialogActions>
            {own ? (
              <Button
                look="danger"
                isDisabled={isPending}
                onPress={() =>
                  void act({ type: 'withdraw-position', textId }).then(
                    (isDone) => isDone && close(),
                  )
                }
              >
                {say('positions.withdraw')}
              </Button>
            ) : null}
            <Button onPress={close}>{say('cancel')}</Button>
            <Button
              look="primary"
              isDisabled={isPending || stance === null}
              onPress={() => void take()}
            >
              {say('positions.confirm')}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </>
  )
}
