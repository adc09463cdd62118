/**
 * What the amendments of a page change in their bases: compared once for each state of the two documents, whatever shows it. Cards, marks,
 * the choice of parts, distances and what competes are read from the one comparison.
 */
import * as Y from 'yjs'
import { changesIn, seenBranch } from '#shared/amendment/branch'
import { type BasePlaces, basePlaces } from '#shared/compare/base-places'
import { changedBlocks } from '#shared/compare/changed-blocks'
import { compare as compareMoments } from '#shared/compare/compare'
import { type Touched, touchedBy } from '#shared/compare/competes'
import { countWords, type Distance, distanceOf } from '#shared/compare/distance'
import { type OwnChanges, ownChangesOf } from '#shared/compare/own-changes'
import { passagesOf, type RowPassages, rowPassagesOf } from '#shared/compare/row-passages'
import { type ShownChange, shownChanges } from '#shared/compare/shown'
import { tableOf } from '#shared/copies/doc-copies'
import { hasEdit } from '#shared/flow/plain-edits'
import type { AmendmentPassage } from '#shared/text/amendment-passages'
import { editsSince, versionOf } from '../live/course.ts'

/** What an amendment changes in its base. The same object until it changes anything else. */
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
  /** How many words it has. */
  readonly words: () => number
}
function wordsIn(doc: Y.Doc): number {
  const now = Y.snapshot(doc)
  return countWords(compareMoments(doc, now, now, tableOf(doc)))
}
const factsOf = perState(
  (doc): OfDocument => ({ places: once(() => basePlaces(doc)), words: once(() => wordsIn(doc)) }),
)

/** The same for each state of a document, of what was compared before. */
function inState<T>(doc: Y.Doc, work: (facts: OfDocument) => T): () => T {
  const now = perState((each) => work(factsOf(each)))
  return () => now(doc)
}

interface Comparing {
  readonly compared: Compared
  /** The blocks of the words that it tells anything of. */
  readonly blocks: ReadonlySet<string>
}

/** Both documents are here as a whole. */
function compare(base: Y.Doc, amendment: Y.Doc): Comparing {
  const comparison = changesIn(seenBranch(base, amendment), tableOf(amendment))
  return {
    blocks: changedBlocks(comparison),
    compared: {
      changes: shownChanges(comparison),
      touched: touchedBy(comparison),
      passages: inState(base, ({ places }) => passagesOf(comparison, places())),
      rows: inState(base, ({ places }) => rowPassagesOf(comparison, places())),
      own: inState(amendment, ({ places }) => ownChangesOf(comparison, places())),
      distance: inState(base, ({ words }) => distanceOf(comparison, words())),
    },
  }
}

interface Known extends Comparing {
  readonly base: Y.Doc
  readonly versions: readonly [base: number, amendment: number]
}
const known = new WeakMap<Y.Doc, Known>()

/**
 * Whether all that came into the two documents since a comparison leaves it as it is: letters that came and went in blocks in which the
 * amendment changes nothing, and of these nothing in the amendment that its base has not.
 */
function isUntouched({ base, blocks, versions }: Known, amendment: Y.Doc): boolean {
  const inBase = editsSince(base, versions[0])
  const inAmendment = editsSince(amendment, versions[1])
  if (!inBase || !inAmendment) return false
  return (
    [...inBase, ...inAmendment].every((edit) =>
      [...edit.blocks.keys()].every((id) => !blocks.has(id)),
    ) && inAmendment.every((edit) => hasEdit(base, edit))
  )
}

/** What an amendment's document changes in its base's, as both are at this moment. */
export function comparedOf(base: Y.Doc, amendment: Y.Doc): Compared {
  const now = [versionOf(base), versionOf(amendment)] as const
  const before = known.get(amendment)
  const isKnown = before?.base === base
  if (isKnown && before.versions.every((version, at) => version === now[at])) return before.compared
  const comparing = isKnown && isUntouched(before, amendment) ? before : compare(base, amendment)
  known.set(amendment, { ...comparing, base, versions: now })
  return comparing.compared
}
