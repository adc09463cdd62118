import { useState } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import type { Amendment } from '#shared/domain/text'
import { amendmentOrdinal } from '#shared/record/labels'
import { useFormAct } from '../drafting/act.ts'
import { DecisionDialog } from '../drafting/DecisionDialog.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import ui from '../ui/ui.module.css'
import styles from './amendments.module.css'
import { ChangeAbout, Pieces } from './Changes.tsx'
import { sponsorStyle } from './mark.ts'
import { useAmendedChange } from './use-change.ts'

/** Opens the choice among an amendment's changes. */
export function TakeUpInPart({ amendment }: { readonly amendment: Amendment }) {
  const say = useMessages()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button isSmall onPress={() => setOpen(true)}>
        {say('part.do')}
      </Button>
      {isOpen ? <PartDialog amendment={amendment} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** The chair chooses change by change what becomes part of the text. */
function PartDialog({
  amendment,
  onClose,
}: {
  readonly amendment: Amendment
  readonly onClose: () => void
}) {
  const say = useMessages()
  const state = useRecordState()
  const changes = useAmendedChange(amendment)?.changes ?? []
  const [wanted, setWanted] = useState<readonly string[]>([])
  const { textId } = amendment
  const ids = changes.map(({ changeId }) => changeId)
  const chosen = ids.filter((id) => wanted.includes(id))
  const left = ids.filter((id) => !wanted.includes(id))
  const isPart = chosen.length > 0 && left.length > 0
  const { act, isPending } = useFormAct(chosen)
  return (
    <DecisionDialog
      title={say('part.title', { number: amendmentOrdinal(state, textId) })}
      confirm={say('part.confirm', { count: chosen.length })}
      isPossible={isPart}
      isTouched={chosen.length > 0}
      isPending={isPending}
      onDecide={(note) => act({ type: 'take-up-changes', textId, chosen, left, note })}
      onClose={onClose}
    >
      <p>{say('part.does')}</p>
      <CheckboxGroup
        className={styles['choices'] ?? ''}
        style={sponsorStyle(state, textId)}
        value={[...chosen]}
        onChange={(values) => setWanted(values)}
      >
        <Label className={ui['label'] ?? ''}>{say('part.changes')}</Label>
        {changes.map((change, place) => (
          <Checkbox
            key={change.changeId}
            value={change.changeId}
            className={styles['choice'] ?? ''}
          >
            <span className={styles['box']} aria-hidden />
            <span className={styles['changes']}>
              <small>{say('part.change', { number: place + 1 })} </small>
              <ChangeAbout change={change} />
              <span className={styles['pieces']}>
                <Pieces pieces={change.pieces} />
              </span>
            </span>
          </Checkbox>
        ))}
      </CheckboxGroup>
      <p className={styles['hint']} role="status">
        {say('part.chosen', { chosen: chosen.length, count: ids.length })}
        {isPart ? '' : ` ${say('part.some')}`}
      </p>
    </DecisionDialog>
  )
}
