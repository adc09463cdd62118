/**
 * What the amendments of a page change in their bases: compared once for each state of the two documents, whatever shows it. Cards, marks,
 * the choice of parts, distances and what competes are read from the one comparison.
 */
import type * as Y from 'yjs'
import { changesIn, seenBranch } from '#shared/amendment/branch'
import { type BasePlaces, basePlaces } from '#shared/compare/base-places'
import { type Touched, touchedBy } from '#shared/compare/competes'
import { countWords, type Distance, distanceOf } from '#shared/compare/distance'
import { type OwnChanges, ownChangesOf } from '#shared/compare/own-changes'
import { passagesOf, type RowPassages, rowPassagesOf } from '#shared/compare/row-passages'
import { type ShownChange, shownChanges } from '#shared/compare/shown'
import { tableOf } from '#shared/copies/doc-copies'
import type { AmendmentPassage } from '#shared/text/amendment-passages'

/** What an amendment changes in its base. The same object for as long as neither document changes. */
export interface Compared {
  readonly changes: readonly ShownChange[]
  readonly touched: Touched
  /** Where it is drawn in the base as it is when that is asked for, which is to be at once. */
  readonly passages: () => readonly AmendmentPassage[]
  readonly rows: () => RowPassages
  readonly distance: () => Distance
  /** Where it stands in the amendment, which is asked for at once too. */
  readonly own: () => OwnChanges
}

/** A value worked out once. */
function once<T>(work: () => T): () => T {
  let known: { readonly value: T } | undefined
  return () => {
    known ??= { value: work() }
    return known.value
  }
}

const versions = new WeakMap<Y.Doc, { count: number }>()

/** Another number whenever a document has changed since it was first asked for. */
function versionOf(doc: Y.Doc): number {
  const known = versions.get(doc)
  if (known) return known.count
  const version = { count: 0 }
  versions.set(doc, version)
  doc.on('afterTransaction', ({ changed }: Y.Transaction) => {
    if (changed.size > 0) version.count += 1
  })
  return version.count
}

/** Works something out of a document once for each of its states. */
function perState<T>(work: (doc: Y.Doc) => T): (doc: Y.Doc) => T {
  const known = new WeakMap<Y.Doc, { readonly version: number; readonly value: T }>()
  return (doc) => {
    const version = versionOf(doc)
    const before = known.get(doc)
    if (before?.version === version) return before.value
    const value = work(doc)
    known.set(doc, { version, value })
    return value
  }
}

interface OfDocument {
  readonly places: () => BasePlaces
  /** How many words it has, counted for the first amendment that asks. */
  words: number | undefined
}
const factsOf = perState(
  (doc): OfDocument => ({ places: once(() => basePlaces(doc)), words: undefined }),
)

/** Both documents are here as a whole. */
function compare(base: Y.Doc, amendment: Y.Doc): Compared {
  const comparison = changesIn(seenBranch(base, amendment), tableOf(amendment))
  const facts = factsOf(base)
  const changes = shownChanges(comparison)
  return {
    changes,
    touched: touchedBy(comparison),
    passages: once(() => passagesOf(comparison, facts.places())),
    rows: once(() => rowPassagesOf(comparison, facts.places())),
    own: once(() => ownChangesOf(comparison, factsOf(amendment).places())),
    distance: once(() => {
      facts.words ??= countWords(comparison)
      return distanceOf(comparison, facts.words)
    }),
  }
}

interface Known {
  readonly base: Y.Doc
  readonly versions: readonly [base: number, amendment: number]
  readonly compared: Compared
}
const known = new WeakMap<Y.Doc, Known>()

/** What an amendment's document changes in its base's, as both are at this moment. */
export function comparedOf(base: Y.Doc, amendment: Y.Doc): Compared {
  const now = [versionOf(base), versionOf(amendment)] as const
  const before = known.get(amendment)
  if (before?.base === base && before.versions.every((version, at) => version === now[at]))
    return before.compared
  const compared = compare(base, amendment)
  known.set(amendment, { base, versions: now, compared })
  return compared
}
