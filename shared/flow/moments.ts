/**
 * Reads a flow at two moments of its document at once: each letter with whether it stood then and stands now, and the marks that it
 * had and has. Deleted letters are read too, so the document keeps them (`gc: false`).
 *
 * Before `one two`, then "two" is deleted and "three" put: "one " stood and stands, "three" stands, "two" stood.
 */
import * as Y from 'yjs'
import { type Embed, isBlockEdge, readEmbed } from './embeds.ts'
import { wordsFlow } from './flow-doc.ts'
import { behind, has, type LetterId, lastAt } from './ids.ts'
import { type Marks, noMarks, withMark } from './tokens.ts'

/** Whether a document had a letter at a moment, deleted or not. */
export const isKnownAt = ({ sv }: Y.Snapshot, { client, clock }: LetterId): boolean =>
  clock < (sv.get(client) ?? 0)

/** Whether a letter stood at a moment. */
export const stoodAt = (moment: Y.Snapshot, id: LetterId): boolean =>
  isKnownAt(moment, id) && !has(moment.ds.clients, id)

/** Letters that were written together and share their fate, or one embed. */
export interface Piece {
  readonly id: Y.ID
  readonly letters: string
  /** In place of letters; undefined in it is what no page of ours writes. */
  readonly embed?: { readonly is: Embed | undefined }
  readonly stood: boolean
  readonly stands: boolean
  readonly marksThen: Marks
  readonly marksNow: Marks
}

/** Where each piece of an item ends, in order: where a moment says something else of what is behind it. Few are cut. */
function endsIn({ id, length }: Y.Item, moments: readonly Y.Snapshot[]): readonly number[] {
  const ends = new Set<number>()
  const add = (clock: number) => {
    if (clock > id.clock && clock < id.clock + length) ends.add(clock - id.clock)
  }
  for (const { sv, ds } of moments) {
    add(sv.get(id.client) ?? 0)
    const stretches = ds.clients.get(id.client)
    if (!stretches) continue
    for (let at = Math.max(0, lastAt(stretches, id.clock)); at < stretches.length; at += 1) {
      const { clock, len } = stretches[at] ?? { clock: 0, len: 0 }
      if (clock >= id.clock + length) break
      add(clock)
      add(clock + len)
    }
  }
  if (ends.size === 0) return [length]
  return [...ends, length].toSorted((a, b) => a - b)
}

/** All pieces of a flow in their order, also those that stood at neither moment. Work in proportion to what it has ever held. */
export function piecesAt(flow: Y.Text, then: Y.Snapshot, now: Y.Snapshot): Piece[] {
  const pieces: Piece[] = []
  const moments = [then, now]
  let [marksThen, marksNow] = [noMarks, noMarks]
  for (let item = flow._start; item; item = item.right) {
    const { content } = item
    if (content instanceof Y.ContentFormat) {
      const { key, value } = content
      const [stood, stands] = [stoodAt(then, item.id), stoodAt(now, item.id)]
      // The same marks stay one object, so that they need not be compared.
      const isSame = marksThen === marksNow && stood && stands
      if (stood) marksThen = withMark(marksThen, key, value)
      if (stands) marksNow = isSame ? marksThen : withMark(marksNow, key, value)
      continue
    }
    const add = (id: Y.ID, letters: string) => {
      const [stood, stands] = [stoodAt(then, id), stoodAt(now, id)]
      if (!(content instanceof Y.ContentEmbed)) {
        pieces.push({ id, letters, stood, stands, marksThen, marksNow })
        return
      }
      const embed = { is: readEmbed(content.embed) }
      if (isBlockEdge(embed.is)) {
        if (stood) marksThen = noMarks
        if (stands) marksNow = noMarks
      }
      pieces.push({ id, letters, stood, stands, marksThen, marksNow, embed })
    }
    const { id, length } = item
    const text = content instanceof Y.ContentString ? content.str : '\uFFFC'.repeat(length)
    if (length === 1) {
      add(id, text)
      continue
    }
    let start = 0
    for (const end of endsIn(item, moments)) {
      const isWhole = end - start === length
      add(
        isWhole ? id : Y.createID(id.client, id.clock + start),
        isWhole ? text : text.slice(start, end),
      )
      start = end
    }
  }
  return pieces
}

/** All letters that stood at a moment, one by one. */
export const lettersAt = (
  flow: Y.Text,
  moment: Y.Snapshot,
): { readonly id: LetterId; readonly letter: string | Embed | undefined }[] =>
  piecesAt(flow, moment, moment).flatMap(({ id, letters, embed, stood }) =>
    stood
      ? letters.split('').map((letter, at) => ({
          id: behind(id, at),
          letter: embed ? embed.is : letter,
        }))
      : [],
  )

const cellFlow = /^cell\//

/** The names of all flows of a document: the words, then the cells. */
export const flowNames = (doc: Y.Doc): string[] => [
  wordsFlow,
  ...[...doc.share.keys()].filter((name) => cellFlow.test(name)).toSorted(),
]
