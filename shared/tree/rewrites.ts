/**
 * Which letters of a text were written anew in place of which: an editor that splits, joins, moves or lists a paragraph strikes
 * its words and puts copies of them.
 */
import * as Y from 'yjs'
import { above } from './amended-words.ts'
import { inPieces, isNewIn, isText, putBy, struckBy } from './changed-items.ts'
import { atOnce, type Piece, rewrittenWords } from './rewritten-words.ts'
import { newTextDoc } from './text-doc.ts'

/** Letters in a row and their copies. */
export interface Rewrite {
  readonly from: Y.ID
  readonly to: Y.ID
  readonly length: number
}

export interface Rewrites {
  /** Takes in what came into the text's log since. */
  readonly take: (updates: readonly Uint8Array[]) => void
  /** Whose copies this state vector does not have, in the order of writing. */
  readonly since: (stateVector: Uint8Array) => Rewrite[]
  /** How much of the text has been taken in. */
  readonly stateVector: () => Uint8Array
}

interface Letters extends Piece {
  readonly ids: readonly Y.ID[]
}

function lettersOf(items: readonly Y.Item[], isCarried: boolean): Letters {
  const ids: Y.ID[] = []
  let words = ''
  for (const item of items) {
    if (!isText(item)) continue
    words += item.content.str
    for (let offset = 0; offset < item.length; offset += 1)
      ids.push(Y.createID(item.id.client, item.id.clock + offset))
  }
  return { words, isCarried, ids }
}

const isAfter = (id: Y.ID, before: Y.ID, distance: number): boolean =>
  id.client === before.client && id.clock === before.clock + distance

/** Follows a text's log. */
export function openRewrites(): Rewrites {
  // What a change struck is read after it.
  const doc = newTextDoc({ gc: false })
  const rewrites: { from: Y.ID; to: Y.ID; length: number }[] = []
  let taken: Uint8Array = new Uint8Array()

  const add = (from: Y.ID, to: Y.ID) => {
    const last = rewrites.at(-1)
    if (last && isAfter(from, last.from, last.length) && isAfter(to, last.to, last.length))
      last.length += 1
    else rewrites.push({ from, to, length: 1 })
  }
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    const gone = struckBy(transaction)
    if (gone.size === 0) return
    // What only goes with its paragraph was put there meanwhile: whoever struck that has not read it, and put no copy.
    const { ds } = Y.decodeUpdate(taken)
    const struck = inPieces(new Set([...gone].filter(({ id }) => Y.isDeleted(ds, id)))).map(
      (items) => lettersOf(items, items[0] !== undefined && above(items[0])?.deleted === true),
    )
    const put = inPieces(putBy(transaction)).map((items) => {
      const holder = items[0] && above(items[0])
      return lettersOf(items, holder ? isNewIn(transaction, holder.id) : false)
    })
    if (struck.length === 0 || put.length === 0) return
    for (const part of rewrittenWords(put, struck, atOnce))
      for (let offset = 0; offset < part.length; offset += 1) {
        const from = struck[part.struck]?.ids[part.struckAt + offset]
        const to = put[part.put]?.ids[part.putAt + offset]
        if (from && to) add(from, to)
      }
  })

  return {
    take(updates) {
      for (const update of updates) {
        taken = update
        doc.transact(() => Y.applyUpdate(doc, update))
      }
    },
    since(stateVector) {
      const known = Y.decodeStateVector(stateVector)
      return rewrites.filter(({ to, length }) => to.clock + length > (known.get(to.client) ?? 0))
    },
    stateVector: () => Y.encodeStateVector(doc),
  }
}
