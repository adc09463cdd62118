/**
 * The table of copies as a document carries it, so that it comes with updates and everybody reads the same. Kept ranges are written by
 * the installation alone, in the same update as the letters that it copied, or when it has verified what a page claims.
 *
 * `copies` has `9-0: "5:1-10:i"`: 9-0 to 9-4 are copies of 1-10 to 1-14, which the installation made. `claims` has
 * `3-4: "moved:7:1-4,2:5-0"`: who wrote 3-4 says that it and the eight letters behind it are the seven from 1-4 on and 5-0 and 5-1, which
 * were taken away. A claim by itself tells nobody anything.
 */
import * as Y from 'yjs'
import { isCopyClient } from '../flow/flow-doc.ts'
import { type IdRange, type LetterId, nameOf } from '../flow/ids.ts'
import type { CopyRange } from './copy-range.ts'
import { type DeclaredCopy, lettersIn, longest, mostStretches } from './declared-copy.ts'
import { type Copies, copiesOf } from './table.ts'

export const copiesRoot = 'copies'
/** What pages declare; the one root of these that they write. */
export const claimsRoot = 'claims'

const digits = '(0|[1-9][0-9]{0,14})'
const idForm = new RegExp(`^${digits}-${digits}$`)
const rangeForm = new RegExp(`^${digits}:${digits}-${digits}:([imv])(?::([\\w-]{1,64}))?$`)
const stretchForm = new RegExp(`^${digits}:${digits}-${digits}$`)
const claimForm = /^(moved:)?(\d+:\d+-\d+(?:,\d+:\d+-\d+)*)(?::([\w-]{1,64}))?$/

const idFrom = (client: string | undefined, clock: string | undefined): LetterId => ({
  client: Number(client),
  clock: Number(clock),
})

function letterNamed(name: string): LetterId | undefined {
  const [whole, client, clock] = idForm.exec(name) ?? []
  return whole === undefined ? undefined : idFrom(client, clock)
}

/** A length that a text can have; undefined for any other. */
const lengthFrom = (digitsOf: string | undefined): number | undefined => {
  const length = Number(digitsOf)
  return length >= 1 && length <= longest ? length : undefined
}

function rangeAt(name: string, value: unknown): CopyRange | undefined {
  const [whole, digitsOf, client, clock, by, text] = rangeForm.exec(String(value)) ?? []
  const [copy, length] = [letterNamed(name), lengthFrom(digitsOf)]
  if (whole === undefined || !copy || length === undefined) return undefined
  const original = { ...idFrom(client, clock), ...(text !== undefined && { text }) }
  if (by === 'i') return { copy, original, length, by: 'installation' }
  return { copy, original, length, by: 'member', ...(by === 'v' && { isMoved: true }) }
}

/** The stretches of a claim; undefined where they are none, or too many. */
function stretchesIn(said: string): DeclaredCopy['originals'] | undefined {
  const stretches = said.split(',').flatMap((each) => {
    const [whole, digitsOf, client, clock] = stretchForm.exec(each) ?? []
    const length = lengthFrom(digitsOf)
    return whole === undefined || length === undefined ? [] : [{ ...idFrom(client, clock), length }]
  })
  const isWhole = stretches.length === said.split(',').length && stretches.length <= mostStretches
  return isWhole && lettersIn({ originals: stretches }) <= longest ? stretches : undefined
}

/** What a key of the claims says; undefined for what no page of ours writes. */
export function claimAt(name: string, value: unknown): DeclaredCopy | undefined {
  if (typeof value !== 'string') return undefined
  const [, moved, said = '', text] = claimForm.exec(value) ?? []
  const [copy, originals] = [letterNamed(name), stretchesIn(said)]
  if (!copy || !originals) return undefined
  return { copy, originals, isMoved: moved !== undefined, ...(text !== undefined && { text }) }
}

const stretchSaid = ({ length, ...first }: IdRange): string => `${length}:${nameOf(first)}`
const letterFor = ({ by, isMoved }: CopyRange): string => {
  if (by === 'installation') return 'i'
  return isMoved ? 'v' : 'm'
}
const valueOf = (range: CopyRange): string => {
  const { original, length } = range
  return [
    stretchSaid({ ...original, length }),
    letterFor(range),
    ...(original.text === undefined ? [] : [original.text]),
  ].join(':')
}

/** The ranges that the installation keeps in a document. */
export const keptCopiesOf = (doc: Y.Doc): CopyRange[] =>
  [...doc.getMap(copiesRoot)].flatMap(([name, value]) => rangeAt(name, value) ?? [])

/** Keeps ranges. Undos' are read from the ids, and one that is kept already stays as it is: the first says whose copy a letter is. */
export function keepCopies(doc: Y.Doc, ranges: readonly CopyRange[]): void {
  if (ranges.length === 0) return
  doc.transact(() => {
    const keys = doc.getMap(copiesRoot)
    for (const range of ranges) {
      const name = nameOf(range.copy)
      if (range.by === 'undo' || keys.has(name)) continue
      keys.set(name, valueOf(range))
    }
  })
}

/** What is said of such letters under the name of their first one. */
export const claimSaid = ({ originals, text, isMoved }: DeclaredCopy): string =>
  [
    ...(isMoved ? ['moved'] : []),
    originals.map(stretchSaid).join(','),
    ...(text === undefined ? [] : [text]),
  ].join(':')

/** Says of letters that a page has just put, which others they are: in the transaction that puts them. */
export function claimCopies(doc: Y.Doc, claims: readonly DeclaredCopy[]): void {
  if (claims.length === 0) return
  doc.transact(() => {
    const keys = doc.getMap(claimsRoot)
    for (const claim of claims) keys.set(nameOf(claim.copy), claimSaid(claim))
  })
}

interface Known {
  /** How much of copies the document had. */
  readonly kept: number
  readonly redone: number
  readonly table: Copies
}
const tables = new WeakMap<Y.Doc, Known>()

/** How many letters undos have written: with the kept ranges, which are never changed, it says whether copies have come. */
function redoneIn({ store }: Y.Doc): number {
  let letters = 0
  for (const client of store.clients.keys())
    if (isCopyClient(client)) letters += Y.getState(store, client)
  return letters
}

/** The table of a text: what the installation keeps, and what undos brought back. Worked out anew only when copies have come. */
export function tableOf(doc: Y.Doc): Copies {
  const [kept, redone] = [doc.getMap(copiesRoot)._map.size, redoneIn(doc)]
  const known = tables.get(doc)
  if (known?.kept === kept && known.redone === redone) return known.table
  const table = copiesOf(doc, { version: 1, ranges: keptCopiesOf(doc) })
  tables.set(doc, { kept, redone, table })
  return table
}
