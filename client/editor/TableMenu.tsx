import type { Editor } from '@tiptap/core'
import { Table } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { flowOf } from '#shared/flow/flow-doc'
import type { Axis } from '#shared/flow/tables'
import { placeOf } from '../flow/selected-place.ts'
import type { EditedFlow } from '../flow/table-cells.ts'
import {
  actOnCell,
  actOnTable,
  entriesAround,
  mergesAround,
  type TableAct,
  takeOutTable,
} from '../flow/table-commands.ts'
import { newUuid } from '../live/new-uuid.ts'
import { type MessageKey, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import type { Editing } from './editing.tsx'

/** The key that leads from a cell to what can be done with its table. */
function useMenuKey({ view }: Editor, open: () => void): void {
  useEffect(() => {
    const { dom } = view
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.key !== 'F10') return
      event.preventDefault()
      open()
    }
    dom.addEventListener('keydown', press)
    return () => dom.removeEventListener('keydown', press)
  }, [view, open])
}

/**
 * What was done leads on into a cell: the focus is never left on what is gone. It goes there when the menu has closed, which would
 * take it back before; and also where the menu goes with the table.
 */
function useGoingOn({ flow: { doc } }: EditedFlow, { editors }: Editing, isOpen: boolean) {
  const next = useRef<string>(undefined)
  const goOn = useCallback(() => {
    const flow = doc && next.current !== undefined ? flowOf(doc, next.current) : undefined
    next.current = undefined
    if (flow) editors.open(flow)?.focus()
  }, [doc, editors])
  useEffect(() => {
    if (!isOpen) goOn()
  })
  useEffect(() => () => void requestAnimationFrame(goOn), [goOn])
  return next
}

/** What can be done with the table that the caret is in, and with the row and column of its cell. */
export function TableMenu({
  inHand: { editor, flow },
  editing,
}: {
  readonly inHand: EditedFlow
  readonly editing: Editing
}) {
  const say = useMessages()
  const [isOpen, setOpen] = useState(false)
  useMenuKey(editor, () => setOpen(true))
  const [around, merges] = [entriesAround(flow), mergesAround(flow)]

  const next = useGoingOn({ editor, flow }, editing, isOpen)
  const doing = (work: (place: ReturnType<typeof placeOf>) => string | undefined) => () => {
    next.current = work(placeOf(editor.state, flow))
    if (flow.doc && next.current !== undefined) editing.editors.open(flowOf(flow.doc, next.current))
  }
  const draft = { flow, newBlockId: newUuid }
  const entry = (key: MessageKey, axis: Axis, act: TableAct, whyNot?: MessageKey): MenuEntry => ({
    id: key,
    label: say(key),
    whyNot: whyNot && say(whyNot),
    onAction: doing((place) => actOnTable(draft, editing.undo, place, axis, act)),
  })
  const cell = (key: MessageKey, act: 'right' | 'below' | 'split'): MenuEntry => ({
    id: key,
    label: say(key),
    whyNot: merges?.[act] ? undefined : say(`table.no.${act}`),
    onAction: doing((place) => actOnCell(draft, editing.undo, place, act)),
  })
  const [row, column] = [around?.rows, around?.columns]
  return (
    <Menu
      label={say('toolbar.table')}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button look="quiet" isSmall label={say('toolbar.table')} isPressed>
          <Table size={16} />
        </Button>
      }
      entries={[
        entry('table.rowAbove', 'rows', 'add before'),
        entry('table.rowBelow', 'rows', 'add'),
        entry('table.columnBefore', 'columns', 'add before'),
        entry('table.columnAfter', 'columns', 'add'),
        entry(
          'table.rowUp',
          'rows',
          'move back',
          row?.isFirst ? 'table.isFirstRow' : row?.isMergedBefore ? 'table.isMergedRow' : undefined,
        ),
        entry(
          'table.rowDown',
          'rows',
          'move on',
          row?.isLast ? 'table.isLastRow' : row?.isMergedBehind ? 'table.isMergedRow' : undefined,
        ),
        cell('table.mergeRight', 'right'),
        cell('table.mergeBelow', 'below'),
        cell('table.split', 'split'),
        entry(row?.isHeading ? 'table.plainRow' : 'table.headerRow', 'rows', 'heading'),
        entry(column?.isHeading ? 'table.plainColumn' : 'table.headerColumn', 'columns', 'heading'),
        entry('table.deleteRow', 'rows', 'remove'),
        entry('table.deleteColumn', 'columns', 'remove'),
        {
          id: 'table.delete',
          label: say('table.delete'),
          onAction: doing((place) => takeOutTable(draft, editing.undo, place)),
        },
      ]}
    />
  )
}
