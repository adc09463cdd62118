/** A replica whose acts are noted, to be undone. */
import type * as Y from 'yjs'
import { type Edit, editIn } from '#shared/flow/edit'
import { openUndo, type Undo } from '#shared/flow/undo'
import type { Replica } from './flow-replicas.ts'

const taking = 'undo'

export interface Undoing {
  readonly undo: Undo<string>
  /** What comes next is a step of its own. */
  wait(): void
}

/** Notes each transaction that no other replica sent, as an act from one place, named by its number, to another. */
export function undoing({ doc }: Replica): Undoing {
  let [now, acts] = [0, 0]
  const undo = openUndo<string>(() => now, taking)
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (transaction.origin !== null) return
    const edit: Edit | undefined = editIn(transaction)
    if (!edit) return
    undo.note(doc, edit, `before act ${acts}`, `behind act ${acts}`)
    acts += 1
  })
  return {
    undo,
    wait() {
      now += 1000
    },
  }
}
