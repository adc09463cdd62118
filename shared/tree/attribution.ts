/**
 * Who wrote what, from a text's log: each letter is its writer's for as long as it stands, also after somebody else has split,
 * joined, moved or listed its paragraph, has put it back by undo, or has pasted what they cut.
 */
import * as Y from 'yjs'
import { above } from './amended-words.ts'
import { openAuthorRanges } from './author-ranges.ts'
import { inPieces, isNewIn, isText, putBy, struckBy } from './changed-items.ts'
import { atOnce, type Piece, rewrittenWords, type Shortest } from './rewritten-words.ts'
import { newTextDoc } from './text-doc.ts'

/** What of a text's log tells whose the words are; null is the installation. */
export interface AuthoredRecord<Author> {
  readonly author: Author | null
  readonly updates: readonly Uint8Array[]
  readonly clients: readonly number[]
}

export interface Attribution<Author> {
  /** Takes in what came into the log since. */
  readonly take: (records: readonly AuthoredRecord<Author>[]) => void
  /** Whose a letter is. */
  readonly authorOf: (clientId: number, clock: number) => Author | null
  /** Whether the text has or had this letter. */
  readonly has: (clientId: number, clock: number) => boolean
  /** Who writes under which client id. */
  readonly authors: () => ReadonlyMap<number, Author | null>
}

/** A text whose words, with their ids, another text was begun from or follows. */
export type Source<Author> = Pick<Attribution<Author>, 'authorOf' | 'has'>

/** What one change has struck and a later one puts: words that are cut and pasted, or that two people have moved at once. */
const later: Shortest = { piece: 4, part: 8, rest: false }
/** Then at least this share of a piece must be found: words that every text has are no sign of anything. */
const leastShare = 1 / 3
/** So many letters of what was struck lately are remembered. */
const mostRemembered = 100_000

/** A piece of a document with the author of each letter; undefined where that is not known yet. */
interface AuthoredPiece<Author> extends Piece {
  readonly authors: (Author | null | undefined)[]
}
/** A piece that was put, with the id of each letter. */
interface PutPiece<Author> extends AuthoredPiece<Author> {
  readonly ids: readonly Y.ID[]
}

/** A part of a piece whose author is not known yet. */
interface Waiting<Author> extends Piece {
  readonly of: AuthoredPiece<Author>
  readonly at: number
}
function waitingIn<Author>(of: AuthoredPiece<Author>): Waiting<Author>[] {
  const { words, authors, isCarried } = of
  const waiting: Waiting<Author>[] = []
  for (let at = 0, end = 0; at < words.length; at = end + 1) {
    end = at
    while (end < words.length && authors[end] === undefined) end += 1
    if (end > at) waiting.push({ of, at, words: words.slice(at, end), isCarried })
  }
  return waiting
}

/** Gives letters that were struck and put again the author that they had; gives back the pieces found in each piece. */
function carryOver<Author>(
  put: readonly AuthoredPiece<Author>[],
  struck: readonly AuthoredPiece<Author>[],
  shortest: Shortest,
  share = 0,
): Map<AuthoredPiece<Author>, Set<AuthoredPiece<Author>>> {
  const pairs = new Map<AuthoredPiece<Author>, Set<AuthoredPiece<Author>>>()
  const waiting = put.flatMap(waitingIn)
  const found = rewrittenWords(waiting, struck, shortest)
  const lengths = new Map<number, number>()
  for (const { put: index, length } of found) lengths.set(index, (lengths.get(index) ?? 0) + length)
  for (const part of found) {
    const to = waiting[part.put]
    const from = struck[part.struck]
    if (!to || !from || (lengths.get(part.put) ?? 0) < share * to.words.length) continue
    pairs.set(to.of, (pairs.get(to.of) ?? new Set()).add(from))
    for (let offset = 0; offset < part.length; offset += 1)
      to.of.authors[to.at + part.putAt + offset] = from.authors[part.struckAt + offset]
  }
  return pairs
}

/** Follows a text's log. A source tells whose the words are that came from it in records of the installation. */
export function openAttribution<Author>(source?: Source<Author>): Attribution<Author> {
  // What is struck is remembered, for whoever puts it back.
  const doc = newTextDoc({ gc: false })
  const bindings = new Map<number, Author | null>()
  const ranges = openAuthorRanges<Author | null>()
  let remembered: PutPiece<Author>[] = []
  let writer: Author | null = null
  let taken: Uint8Array = new Uint8Array()
  /** What each writer has put last: when they strike the same next, they have moved it. */
  const fresh = new Map<Author | null, PutPiece<Author>[]>()

  const authorOf = (clientId: number, clock: number): Author | null => {
    const range = ranges.find(clientId, clock)
    return range ? range.author : (bindings.get(clientId) ?? null)
  }
  const has = (clientId: number, clock: number) => clock < Y.getState(doc.store, clientId)

  const pieceOf = (
    items: readonly Y.Item[],
    isCarried: boolean,
    whose: (item: Y.Item, offset: number) => Author | null | undefined,
  ): PutPiece<Author> => {
    const ids: Y.ID[] = []
    const authors: (Author | null | undefined)[] = []
    let words = ''
    for (const item of items) {
      if (!isText(item)) continue
      words += item.content.str
      for (let offset = 0; offset < item.length; offset += 1) {
        ids.push(Y.createID(item.id.client, item.id.clock + offset))
        authors.push(whose(item, offset))
      }
    }
    return { words, isCarried, ids, authors }
  }

  const struckPieces = (items: ReadonlySet<Y.Item>) =>
    inPieces(items).map((piece) =>
      pieceOf(piece, piece[0] !== undefined && above(piece[0])?.deleted === true, (item, offset) =>
        authorOf(item.id.client, item.id.clock + offset),
      ),
    )

  /** Undo writes a copy of what was struck to the left of it: whose that is, when this item is such a copy. */
  const undoneBy = (
    item: Y.Item,
    isNew: (id: Y.ID) => boolean,
  ): ((offset: number) => Author | null) | undefined => {
    const { rightOrigin } = item
    // What came and went within one change tells nothing.
    if (!rightOrigin || !isText(item) || isNew(rightOrigin)) return undefined
    const structs = doc.store.clients.get(rightOrigin.client) ?? []
    let struck = ''
    for (
      let index = Y.findIndexSS(structs, rightOrigin.clock);
      struck.length < item.length;
      index += 1
    ) {
      const struct = structs[index]
      if (!isText(struct) || !struct.deleted) return undefined
      struck += struct.content.str.slice(Math.max(0, rightOrigin.clock - struct.id.clock))
    }
    if (!struck.startsWith(item.content.str)) return undefined
    return (offset) => authorOf(rightOrigin.client, rightOrigin.clock + offset)
  }
  const putIn = (transaction: Y.Transaction) => {
    const isNew = (id: Y.ID) => isNewIn(transaction, id)
    return inPieces(putBy(transaction)).map((piece) => {
      const holder = piece[0] && above(piece[0])
      const undone = new Map(piece.map((item) => [item, undoneBy(item, isNew)]))
      return pieceOf(piece, holder ? isNew(holder.id) : false, (item, offset) => {
        const { client, clock } = item.id
        if (writer === null && source?.has(client, clock + offset))
          return source.authorOf(client, clock + offset)
        return undone.get(item)?.(offset)
      })
    })
  }

  const remember = (struck: readonly PutPiece<Author>[]) => {
    for (const piece of struck)
      if (piece.words.length >= later.piece) remembered.push({ ...piece, isCarried: false })
    let letters = 0
    const last = remembered.findLastIndex(({ words }) => {
      letters += words.length
      return letters > mostRemembered
    })
    remembered = remembered.slice(last + 1)
  }
  /** Keeps the authors that the client ids do not tell. */
  const keep = ({ ids, authors }: PutPiece<Author>) => {
    for (const [offset, id] of ids.entries()) {
      const author = authors[offset]
      if (author !== undefined && author !== authorOf(id.client, id.clock))
        ranges.add(id.client, id.clock, 1, author)
    }
  }

  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    const put = putIn(transaction)
    const gone = struckBy(transaction)
    const { ds } = Y.decodeUpdate(taken)
    const isStruckByIt = (id: Y.ID | undefined) => id !== undefined && Y.isDeleted(ds, id)
    // What only goes with its paragraph was put there meanwhile: whoever struck that has not read it.
    const struck = struckPieces(new Set([...gone].filter(({ id }) => isStruckByIt(id))))
    if (put.length > 0) {
      carryOver(put, struck, atOnce)
      // In brackets both wordings stand: what was struck once is put twice.
      if (writer === null) carryOver(put, struck, later)
      // Others had struck meanwhile what this change strikes too.
      const struckAgain = remembered.filter(({ ids: [first] }) => isStruckByIt(first))
      const found = carryOver(put, struckAgain, later)
      for (const each of carryOver(put, remembered, later, leastShare)) found.set(...each)
      // Where one long part of a piece is found again, its short ones are no chance.
      for (const [piece, pieces] of found) carryOver([piece], [...pieces], atOnce)
      put.forEach(keep)
      fresh.set(writer, put)
    } else if (struck.length > 0) {
      const last = fresh.get(writer) ?? []
      carryOver(last, struck, atOnce, leastShare)
      last.forEach(keep)
    }
    remember(struckPieces(gone))
  })

  return {
    take(records) {
      // The installation's copies come before what tells whose their client ids are.
      for (const { clients, author } of records)
        for (const client of clients) bindings.set(client, author)
      for (const { author, updates } of records) {
        writer = author
        for (const update of updates) {
          taken = update
          doc.transact(() => Y.applyUpdate(doc, update))
        }
      }
    },
    authorOf,
    has,
    authors: () => bindings,
  }
}
