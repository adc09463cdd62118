/** A flow in the hands of somebody who edits it. */
import type * as Y from 'yjs'
import type { LetterId } from './ids.ts'

export interface Draft {
  readonly flow: Y.Text
  /** Where ids of new blocks come from. */
  readonly newBlockId: () => string
  /** What is put where this letter stood, which stands no more, comes right behind it. */
  readonly behind?: LetterId | undefined
}

/** All or nothing, and one update. */
export function inOne<T>({ flow }: Draft, work: (doc: Y.Doc) => T): T {
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  return doc.transact(() => work(doc))
}
