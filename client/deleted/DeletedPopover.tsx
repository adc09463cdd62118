import { useMemo } from 'react'
import { Dialog, Heading, Popover } from 'react-aria-components'
import { putBack } from '#shared/compare/deleted-words'
import type { TextId } from '#shared/domain/ids'
import { caretAt } from '#shared/flow/carets'
import { flowOf } from '#shared/flow/flow-doc'
import { useEditing } from '../editor/editing.tsx'
import type { SelectedPlace } from '../flow/selected-place.ts'
import { actOn } from '../flow/table-commands.ts'
import { useTextRoom } from '../live/open-texts.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import styles from './deleted.module.css'
import { type Deletion, whoDeleted } from './deletion.ts'

/** Deleted words: who deleted them and when; for those who type, putting them back. */
export function DeletedPopover({
  textId,
  deletion,
  anchor,
  mayType,
  onPut,
  onClose,
}: {
  readonly textId: TextId
  /** Undefined when the words stand again meanwhile. */
  readonly deletion: Deletion | undefined
  readonly anchor: Element
  readonly mayType: boolean
  /** The words stand again; the place is behind them. */
  readonly onPut: (behind: SelectedPlace) => void
  readonly onClose: () => void
}) {
  const say = useMessages()
  const room = useTextRoom(textId)
  const { undo } = useEditing()
  const trigger = useMemo(() => ({ current: anchor }), [anchor])
  const put = ({ passage: { flow: name, index, ids } }: Deletion) => {
    const { doc } = room
    const flow = flowOf(doc, name)
    const placeAt = (at: number) => {
      const place = caretAt(flow, at)
      return { flow, anchor: place, head: place }
    }
    const before = flow.length
    actOn(doc, undo, placeAt(index), () => putBack(doc, ids))
    onPut(placeAt(index + flow.length - before))
  }
  return (
    <Popover
      className={styles['popover'] ?? ''}
      triggerRef={trigger}
      isOpen
      placement="bottom start"
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Dialog className={styles['dialog'] ?? ''}>
        <Heading slot="title" className={styles['title'] ?? ''}>
          {deletion ? whoDeleted(deletion) : say('deleted.title')}
        </Heading>
        {deletion ? (
          <>
            <blockquote className={styles['quote']} dir="auto">
              {deletion.words.trim()}
            </blockquote>
            {mayType ? (
              <>
                <Button look="primary" onPress={() => put(deletion)}>
                  {say('deleted.putBack')}
                </Button>
                <p className={styles['fact']}>{say('deleted.whose')}</p>
              </>
            ) : null}
          </>
        ) : (
          <p>{say('deleted.again')}</p>
        )}
      </Dialog>
    </Popover>
  )
}
