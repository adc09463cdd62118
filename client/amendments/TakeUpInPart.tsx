import { useDeferredValue, useMemo, useState } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import type { Amendment } from '#shared/domain/text'
import { amendmentOrdinal } from '#shared/record/labels'
import { amendmentChanges } from '#shared/text/amendment-changes'
import { useFormAct } from '../drafting/act.ts'
import { DecisionDialog } from '../drafting/DecisionDialog.tsx'
import { useTextContent, useTextRoom } from '../live/open-texts.tsx'
import { useRecordState } from '../live/record.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import ui from '../ui/ui.module.css'
import styles from './amendments.module.css'
import { Pieces } from './Changes.tsx'
import { sponsorStyle } from './mark.ts'

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

function useAmendmentChanges({ textId, baseTextId }: Amendment) {
  const base = useTextRoom(baseTextId)
  const room = useTextRoom(textId)
  const before = useDeferredValue(useTextContent(baseTextId))
  const after = useDeferredValue(useTextContent(textId))
  return useMemo(
    () => (before && after ? amendmentChanges(base.doc, room.doc) : []),
    [before, after, base, room],
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
  const changes = useAmendmentChanges(amendment)
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
        {changes.map(({ changeId, pieces, cell, struck, put }, place) => (
          <Checkbox key={changeId} value={changeId} className={styles['choice'] ?? ''}>
            <span className={styles['box']} aria-hidden />
            <span className={styles['changes']}>
              <small>
                {say('part.change', { number: place + 1 })}
                {cell
                  ? ` · ${say('amendment.cell', {
                      rows: say(`rows.${cell.rows}`),
                      row: cell.row,
                      field: say(`field.${cell.field}`),
                    })}`
                  : ''}
                {struck === '' && put === '' ? ` · ${say('part.formOnly')}` : ''}
              </small>
              <span className={styles['pieces']}>
                <Pieces pieces={pieces} />
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
