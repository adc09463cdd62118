/**
 * The table of copies as a document carries it, so that it comes with updates and everybody reads the same. Kept ranges are written by
 * the installation alone, in the same update as the letters that it copied, or when it has verified what a page claims.
 *
 * `copies` has `9-0: "5:1-10:i"`: 9-0 to 9-4 are copies of 1-10 to 1-14, which the installation made. `claims` has `3-4: "7:1-4"`: who
 * wrote 3-4 says that it and the six letters behind it are those from 1-4 on. A claim by itself tells nobody anything.
 */
import * as Y from 'yjs'
import { isCopyClient } from '../flow/flow-doc.ts'
import { type LetterId, nameOf } from '../flow/ids.ts'
import type { CopyRange } from './copy-range.ts'
import type { DeclaredCopy } from './declared-copy.ts'
import { type Copies, copiesOf } from './table.ts'

export const copiesRoot = 'copies'
/** What pages declare; the one root of these that they write. */
export const claimsRoot = 'claims'

const digits = '(0|[1-9][0-9]{0,14})'
const idForm = new RegExp(`^${digits}-${digits}$`)
const rangeForm = new RegExp(`^${digits}:${digits}-${digits}:([im])(?::([\\w-]{1,64}))?$`)
const claimForm = new RegExp(`^${digits}:${digits}-${digits}(?::([\\w-]{1,64}))?$`)
/** As many letters as a text may hold. */
const longest = 300_000

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
  return { copy, original, length, by: by === 'm' ? 'member' : 'installation' }
}

/** What a key of the claims says; undefined for what no page of ours writes. */
export function claimAt(name: string, value: unknown): DeclaredCopy | undefined {
  if (typeof value !== 'string') return undefined
  const [whole, digitsOf, client, clock, text] = claimForm.exec(value) ?? []
  const [copy, length] = [letterNamed(name), lengthFrom(digitsOf)]
  if (whole === undefined || !copy || length === undefined) return undefined
  return {
    copy,
    original: { ...idFrom(client, clock), ...(text !== undefined && { text }) },
    length,
  }
}

const valueOf = ({ original, length }: Pick<CopyRange, 'original' | 'length'>, by: string[]) =>
  [length, nameOf(original), ...by, ...(original.text === undefined ? [] : [original.text])].join(
    ':',
  )

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
      keys.set(name, valueOf(range, [range.by === 'member' ? 'm' : 'i']))
    }
  })
}

/** What is said of such letters under the name of their first one. */
export const claimSaid = (claim: DeclaredCopy): string => valueOf(claim, [])

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
