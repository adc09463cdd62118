/**
 * What is said of a bracket beside its edges, which bear only an id: when it was put, and whose it is where that is not simply the
 * author of its opening edge: the secretariat corrected it, or it was put before edges had authors; and what it is for.
 */
import type * as Y from 'yjs'
import type { Inline } from '../domain/content.ts'

type Edge = Extract<Inline, { type: 'bracket' }>
type Noted = 'sponsors' | 'putAt' | 'reason'

/** Written by the installation alone. */
export const bracketsRoot = 'brackets'
const keysOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(bracketsRoot)

/** Notes what an opening edge says, where that is not noted yet. */
export function setBracketKeys(
  doc: Y.Doc,
  { bracketId, sponsors, putAt, reason }: Pick<Edge, 'bracketId' | Noted>,
): void {
  const [keys, known] = [keysOf(doc), bracketKeysOf(doc, bracketId)]
  if (sponsors !== known.sponsors) keys.set(`${bracketId}.sponsors`, sponsors)
  if (putAt !== undefined && putAt !== known.putAt) keys.set(`${bracketId}.putAt`, putAt)
  if (reason !== undefined && reason !== known.reason) keys.set(`${bracketId}.reason`, reason)
}

/** Says what a bracket is for, or with an empty reason that nobody says so any more. */
export const setBracketReason = (doc: Y.Doc, bracketId: string, reason: string): void =>
  void keysOf(doc).set(`${bracketId}.reason`, reason)

/** Whether anything is noted of a bracket. */
export const isNoted = (doc: Y.Doc, bracketId: string): boolean =>
  ['sponsors', 'putAt'].some((name) => keysOf(doc).has(`${bracketId}.${name}`))

/** What is noted of a bracket. */
export function bracketKeysOf(doc: Y.Doc, bracketId: string): Pick<Edge, Noted> {
  const keys = keysOf(doc)
  const [sponsors, putAt, reason] = ['sponsors', 'putAt', 'reason'].map((name) =>
    keys.get(`${bracketId}.${name}`),
  )
  return {
    sponsors: typeof sponsors === 'string' ? sponsors : '',
    ...(typeof putAt === 'string' && { putAt }),
    ...(typeof reason === 'string' && reason !== '' && { reason }),
  }
}
