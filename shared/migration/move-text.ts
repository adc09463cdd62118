/**
 * Moves a text from the tree into flows. Each letter comes under a client id of its author, and what stood under which name stands now
 * under which is told as ranges, in the form of the table of copies: comments and amendments find their letters by it.
 *
 * Before: a paragraph p1 in which Portugal (client 7) wrote "The fund" as 7-3 to 7-10. After, Portugal's new client being 40:
 * `{block: p1} The fund {end}`, 40-0 to 40-7, and the range 40-0 from 7-3, eight letters long.
 */
import * as Y from 'yjs'
import type { CopyRange } from '../copies/copy-range.ts'
import { asClient, newFlowDoc } from '../flow/flow-doc.ts'
import { type Ids, writeText } from '../flow/write-flow.ts'
import { type MovedTables, movedTables } from './old-tables.ts'
import { readOldText } from './old-words.ts'

export interface MovedText<Author> {
  /** In one transaction, with all that is deleted kept. */
  readonly doc: Y.Doc
  /** Where each old letter stands now. */
  readonly ranges: readonly CopyRange[]
  /** Where its tables are. */
  readonly tables: MovedTables
  /** Who writes under which client id of the new document; those of edges and keys are not among them. */
  readonly authors: ReadonlyMap<number, Author>
}

export interface Movers<Author> {
  /** Whose a letter of the old text is. */
  readonly authorOf: (client: number, clock: number) => Author
  /** A client id that nobody has ever written under in the text: for each author one, and for the installation. */
  readonly newClient: () => number
  readonly ids: Omit<Ids, 'putWords'>
}

/** The first letter that a client has written from a clock on: marks may come before it. */
export function firstLetter({ store }: Y.Doc, client: number, clock: number): number | undefined {
  const structs = store.clients.get(client) ?? []
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
    const struct = structs[at]
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
      return Math.max(struct.id.clock, clock)
  }
  return undefined
}

export function moveText<Author>(
  old: Y.Doc,
  { authorOf, newClient, ids }: Movers<Author>,
): MovedText<Author> {
  const { content, lettersOf, elementsOf } = readOldText(
    old,
    (client, clock, next) => authorOf(client, clock) === authorOf(client, next),
  )
  const doc = newFlowDoc(newClient(), { gc: false })
  const clients = new Map<Author, number>()
  const ranges: CopyRange[] = []
  // In one transaction: Yjs walks all of a document when one ends.
  writeText(doc, content, {
    ...ids,
    putWords(words, put) {
      const from = lettersOf(words)
      if (!from) throw new Error('words of a text were read from its letters')
      const { client, clock, length } = from
      const author = authorOf(client, clock)
      const own = clients.get(author) ?? newClient()
      clients.set(author, own)
      const before = Y.getState(doc.store, own)
      asClient(doc, own, put)
      const first = firstLetter(doc, own, before)
      if (first === undefined) return
      const copy = { client: own, clock: first }
      ranges.push({ copy, original: { client, clock }, length, by: 'installation' })
    },
  })
  return {
    doc,
    ranges,
    tables: movedTables(doc, content.words, elementsOf),
    authors: new Map([...clients].map(([author, client]) => [client, author])),
  }
}
