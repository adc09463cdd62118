import { useState } from 'react'
import type { TextId } from '#shared/domain/ids'
import type { EventOf } from '#shared/record/event'
import { plainChanges } from '#shared/text/plain-changes'
import { ChangesFrame, Pieces } from '../amendments/Changes.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'

/** How a plain text differs from the one before. */
function PlainChanges({
  textId,
  before,
  after,
  label,
}: {
  readonly textId: TextId
  readonly before: string
  readonly after: string
  readonly label: string
}) {
  const changes = plainChanges(before, after)
  return (
    <ChangesFrame textId={textId} label={label} isEmpty={changes.length === 0}>
      {changes.map((pieces, place) => (
        <p key={place}>
          <Pieces pieces={pieces} />
        </p>
      ))}
    </ChangesFrame>
  )
}

/** What an amendment proposed, and what the outcome made of the text. */
export function DecidedAmendment({ decided }: { readonly decided: EventOf<'amendment-decided'> }) {
  const say = useMessages()
  const [isOpen, setOpen] = useState(false)
  const { textId, before, proposed, after } = decided
  return (
    <>
      {decided.note === '' ? null : <p>{decided.note}</p>}
      <Button isSmall onPress={() => setOpen(true)}>
        {say('history.amendmentWords')}
      </Button>
      {isOpen ? (
        <Dialog title={say('history.amendmentWords')} onClose={() => setOpen(false)}>
          <h3>{say('history.proposed')}</h3>
          <PlainChanges
            textId={textId}
            before={before}
            after={proposed}
            label={say('history.proposed')}
          />
          <h3>{say('history.outcome')}</h3>
          <PlainChanges
            textId={textId}
            before={before}
            after={after}
            label={say('history.outcome')}
          />
          <DialogActions>
            <Button onPress={() => setOpen(false)}>{say('close')}</Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </>
  )
}
