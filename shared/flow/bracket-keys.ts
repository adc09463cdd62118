/**
 * What is said of a bracket beside its edges, which bear only an id: when it was put, and whose it is where that is not simply the
 * author of its opening edge: the secretariat corrected it, or it was put before edges had authors.
 */
import type * as Y from 'yjs'
import type { Inline } from '../domain/content.ts'

type Edge = Extract<Inline, { type: 'bracket' }>

/** Written by the installation alone. */
export const bracketsRoot = 'brackets'
const keysOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(bracketsRoot)

/** Notes what an opening edge says, where that is not noted yet. */
export function setBracketKeys(
  doc: Y.Doc,
  { bracketId, sponsors, putAt }: Pick<Edge, 'bracketId' | 'sponsors' | 'putAt'>,
): void {
  const [keys, known] = [keysOf(doc), bracketKeysOf(doc, bracketId)]
  if (sponsors !== known.sponsors) keys.set(`${bracketId}.sponsors`, sponsors)
  if (putAt !== undefined && putAt !== known.putAt) keys.set(`${bracketId}.putAt`, putAt)
}

/** Whether anything is noted of a bracket. */
export const isNoted = (doc: Y.Doc, bracketId: string): boolean =>
  ['sponsors', 'putAt'].some((name) => keysOf(doc).has(`${bracketId}.${name}`))

/** What is noted of a bracket. */
export function bracketKeysOf(doc: Y.Doc, bracketId: string): Pick<Edge, 'sponsors' | 'putAt'> {
  const keys = keysOf(doc)
  const [sponsors, putAt] = [keys.get(`${bracketId}.sponsors`), keys.get(`${bracketId}.putAt`)]
  return {
    sponsors: typeof sponsors === 'string' ? sponsors : '',
    ...(typeof putAt === 'string' && { putAt }),
  }
}
