/**
 * Words from before a backup was put in place, or from before the texts moved into flows, come back to their author: they are kept on
 * this device for them, and never merged into the text of now. What others had typed is not theirs to bring back.
 */
import * as Y from 'yjs'
import type { MemberId, TextId } from '#shared/domain/ids'
import { clientsOfSession } from '#shared/flow/flow-doc'
import { formerClocks } from '#shared/migration/former-clocks'
import { contentToPlain } from '#shared/text/content-to-plain'
import { discardKeptWords, keepWords } from './kept-words.ts'
import { ownWordsBeyond } from './own-words.ts'
import { serverInstant } from './server-clock.ts'
import type { TextRoom } from './text-room.ts'

/** Why these words are kept. */
export const beforeBackup = 'backup-restored'

/** A text as a page had it of a store that is no more. */
export interface FormerText {
  readonly epoch: string
  readonly memberId: MemberId
  readonly textId: TextId
  readonly doc: Y.Doc
  /** Under which client ids its author typed in it. */
  readonly clients: readonly number[]
}

/** The client ids of an author by sessions, the first of each naming it: letters, what an undo put back, and edges have one each. */
function sessionsOf({ clients }: FormerText): (readonly number[])[] {
  const sessions = new Map<number | undefined, number[]>()
  for (const client of clients) {
    const [session] = clientsOfSession(client)
    sessions.set(
      session,
      [...(sessions.get(session) ?? []), client].toSorted((a, b) => a - b),
    )
  }
  return [...sessions.values()]
}

/** The restored text, as soon as all of it is here; undefined when the restored record has no such text. */
export type RestoredText = (textId: TextId) => Promise<TextRoom> | undefined

/**
 * Keeps what the author typed and the restored text has not. False when this device has no room for it: then whatever else has the
 * words must not be let go of.
 */
export async function takeBack(former: FormerText, restored: RestoredText): Promise<boolean> {
  const { epoch, memberId, textId, doc } = former
  const at = serverInstant()
  let isKept = true
  const kept = sessionsOf(former).flatMap((clients) => {
    const words = ownWordsBeyond(doc, clients, new Map(), '')
    return words === '' ? [] : [{ clients, words, id: `${epoch}/${textId}/${clients[0]}` }]
  })
  const keep = (id: string, words: string) => {
    if (!keepWords({ id, memberId, textId, at, why: beforeBackup, words, epoch })) isKept = false
  }
  // All of it, until the restored text is here and tells what it has: the network may be gone by then.
  for (const { id, words } of kept) keep(id, words)
  const room = kept.length > 0 ? await restored(textId) : undefined
  if (!room) return isKept
  // What the tree had by then is in the text as it moved, or was deleted.
  const state = new Map([
    ...formerClocks(room.doc),
    ...Y.decodeStateVector(Y.encodeStateVector(room.doc)),
  ])
  const said = contentToPlain(room.content())
  for (const { id, clients } of kept) {
    const words = ownWordsBeyond(doc, clients, state, said)
    if (words === '') discardKeptWords(id)
    else keep(id, words)
  }
  return isKept
}
