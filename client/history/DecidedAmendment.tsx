import { useState } from 'react'
import type { TextContent } from '#shared/domain/content'
import type { EventOf } from '#shared/record/event'
import { changesBetween } from '#shared/text/changes'
import { Changes } from '../amendments/Changes.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'

const contentOf = (plain: string): TextContent => ({
  words: plain
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((words) => ({
      type: 'paragraph',
      blockId: '',
      inlines: [{ type: 'words', words, marks: [] }],
    })),
  tasks: [],
  provisions: [],
})

/** What an amendment proposed, and what the outcome made of the text. */
export function DecidedAmendment({ decided }: { readonly decided: EventOf<'amendment-decided'> }) {
  const say = useMessages()
  const [isOpen, setOpen] = useState(false)
  const before = contentOf(decided.before)
  return (
    <>
      {decided.note === '' ? null : <p>{decided.note}</p>}
      <Button isSmall onPress={() => setOpen(true)}>
        {say('history.amendmentWords')}
      </Button>
      {isOpen ? (
        <Dialog title={say('history.amendmentWords')} onClose={() => setOpen(false)}>
          <h3>{say('history.proposed')}</h3>
          <Changes
            textId={decided.textId}
            changes={changesBetween(before, contentOf(decided.proposed))}
            label={say('history.proposed')}
          />
          <h3>{say('history.outcome')}</h3>
          <Changes
            textId={decided.textId}
            changes={changesBetween(before, contentOf(decided.after))}
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
