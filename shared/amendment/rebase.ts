/**
 * Brings a branch up to its base. Yjs lays the two over each other; what an undo, a move or a cut and paste wrote anew in the base is
 * followed by the table of copies, so that the amendment's changes stay what they were.
 *
 * Before: base `one two three`; the branch types "TYPED " before "three" and deletes "one ". In the base everything is deleted and the
 * deletion undone: new letters, left of the old ones, where nobody typed and of which nothing was deleted. After: "TYPED " stands as a
 * copy before the new "three", and the new "one " is deleted in the branch.
 */
import * as Y from 'yjs'
import type { EntryPart } from '../compare/entries.ts'
import { blockIdOf, type Letter, lettersOf } from '../compare/letters.ts'
import { wantedNow } from '../compare/reading.ts'
import { type CopyRange, joined } from '../copies/copy-range.ts'
import { keepCopies, tableOf } from '../copies/doc-copies.ts'
import type { Copies } from '../copies/table.ts'
import { arrange } from '../flow/arrange.ts'
import { setLooks } from '../flow/block-looks.ts'
import { blockKeys, flowOf } from '../flow/flow-doc.ts'
import { type IdRange, type IdSet, idSet, type LetterId, nameOf, without } from '../flow/ids.ts'
import { flowNames, isKnownAt, piecesAt, stoodAt } from '../flow/moments.ts'
import { saidUnder } from '../flow/said-under-key.ts'
import { setEntry, setRemoved } from '../flow/table-acts.ts'
import { type Axis, axes, axisKeys, entriesOf } from '../flow/tables.ts'
import { type Marks, withMark } from '../flow/tokens.ts'
import type { Wanted } from '../flow/wanted.ts'
import { type Branch, changesIn, deletedBy, isDeletedBy } from './branch.ts'

/** What is known when the base's changes have come in. */
interface Rebasing {
  readonly before: Y.Snapshot
  readonly base: Y.Snapshot
  readonly copies: Copies
  readonly deleted: IdSet
  /** Letters of the branch that say again what the base had, by name: what they stand for. */
  readonly retyped: ReadonlyMap<string, LetterId>
  /** Letters of the base that the branch had retyped until the base deleted them: the branch deletes them no longer. */
  readonly released: IdRange[]
}

/** A letter of the base, deleted or not, with what is to stand there in the branch. */
interface Slot {
  /** What is moved behind it goes there. Undefined for letters of the branch in their place. */
  readonly id: LetterId | undefined
  readonly wanted: readonly Wanted[]
}

const isNew = ({ before }: Rebasing, { id }: Letter): boolean => !isKnownAt(before, id)

/** The marks that the branch gave letters which the base has deleted since, by name. */
type Formatted = ReadonlyMap<string, Letter>

/** What the branch gave or took of the marks of a letter, for its copy. */
function markedAlike(letter: Letter, { marksThen, marksNow }: Letter): Marks {
  let marks = letter.marksThen
  for (const name of new Set([...Object.keys(marksThen), ...Object.keys(marksNow)])) {
    const [was, is] = [marksThen[name], marksNow[name]]
    if (JSON.stringify(was) !== JSON.stringify(is)) marks = withMark(marks, name, is ?? null)
  }
  return marks
}

/** How a letter of the base is to stand in the branch; nothing where the branch deleted it, or what it is a copy of. */
function wantedOf(letter: Letter, rebasing: Rebasing, formatted: Formatted): Wanted[] {
  if (!letter.stands) return []
  if (!isNew(rebasing, letter)) return [wantedNow(letter)]
  const sources = rebasing.copies.sourcesOf(letter.id).filter(({ text }) => text === undefined)
  if (sources.some((source) => isDeletedBy(rebasing.deleted, source))) return []
  const source = sources.map((each) => formatted.get(nameOf(each))).find((each) => each)
  return [{ ...wantedNow(letter), ...(source && { marks: markedAlike(letter, source) }) }]
}

/** Which letter of the base a letter is now: its copy that stands, else the last one made; itself where it has none. */
function latestOf(id: LetterId, { base, copies }: Rebasing): LetterId {
  if (!copies.isCopied(id)) return id
  const known = copies.livingCopyOf(id, (each) => isKnownAt(base, each)) ?? id
  return copies.livingCopyOf(id, (each) => stoodAt(base, each)) ?? known
}

/**
 * Says, letter by letter in the order of the flow, behind which letter of the base a branch's own letters belong: the one that they
 * stood behind, or what it is now. Undefined where they are in their place.
 */
function follower(rebasing: Rebasing): (letter: Letter) => LetterId | undefined {
  let [anchor, last]: [LetterId | undefined, string | undefined] = [undefined, undefined]
  let isMoved = false
  return (letter) => {
    if (!isKnownAt(rebasing.base, letter.id))
      return anchor && nameOf(anchor) !== last ? anchor : undefined
    const latest = latestOf(letter.id, rebasing)
    const isLatest = nameOf(latest) === nameOf(letter.id)
    const isFresh = isNew(rebasing, letter)
    // Letters deleted for good go along with those before them, where these stand elsewhere now.
    const isAlong = isMoved && anchor !== undefined && stoodAt(rebasing.base, anchor)
    if (!isFresh && isLatest && !letter.stood && isAlong) return undefined
    if (!isFresh) [anchor, isMoved] = [latest, !isLatest]
    // What others typed here since stands where Yjs puts it; a copy has its place from its original.
    const isCopy = isFresh && rebasing.copies.sourcesOf(letter.id).length > 0
    if (isLatest && (!isFresh || isCopy)) last = nameOf(letter.id)
    return undefined
  }
}

/** Walks a flow of the branch: what stays in its place, and what goes behind the copy of the letter that it stood behind. */
function slotsOf(
  letters: readonly Letter[],
  rebasing: Rebasing,
  moved: Map<string, Wanted[]>,
): Slot[] {
  const { base, copies, retyped, released } = rebasing
  const formatted: Formatted = new Map(
    letters.flatMap((letter) =>
      letter.stood || letter.marksThen === letter.marksNow ? [] : [[nameOf(letter.id), letter]],
    ),
  )
  const follow = follower(rebasing)
  const slots: Slot[] = []
  for (const letter of letters) {
    const anchor = follow(letter)
    if (isKnownAt(base, letter.id)) {
      const wanted = letter.stood ? wantedOf(letter, rebasing, formatted) : []
      slots.push({ id: letter.id, wanted })
      continue
    }
    if (!letter.stands) continue
    const original = retyped.get(nameOf(letter.id))
    // The base deleted what the branch had only retyped.
    if (original && !copies.livingCopyOf(original, (id) => stoodAt(base, id))) {
      released.push({ ...original, length: 1 })
      continue
    }
    if (!anchor) slots.push({ id: undefined, wanted: [wantedNow(letter)] })
    else {
      const name = nameOf(anchor)
      moved.set(name, [...(moved.get(name) ?? []), wantedNow(letter)])
    }
  }
  return slots
}

/** What a flow is to read: moved letters behind their own, right behind it also where that one is deleted. */
const assembled = (
  slots: readonly Slot[],
  moved: ReadonlyMap<string, readonly Wanted[]>,
): Wanted[] =>
  slots.flatMap(({ id, wanted }) => {
    const own = (id && moved.get(nameOf(id))) ?? []
    return [...wanted, ...own.map((each) => (id && 'id' in each ? { ...each, behind: id } : each))]
  })

/** A row that the branch removed, put or moved stays so, whatever the base did with it meanwhile; what the branch left is the base's. */
function keepEntry(doc: Y.Doc, { axis, id, was, is }: EntryPart): void {
  const now = entriesOf(doc, axis).find((entry) => entry.id === id)
  if (!was || !is || !now || now.isRemoved) {
    if (!was || !is) setEntry(doc, axis, id, is)
    return
  }
  setEntry(doc, axis, id, {
    ...now,
    ...(was.order !== is.order && { order: is.order }),
    ...(was.isHeading !== is.isHeading && { isHeading: is.isHeading }),
  })
}

/** The rows or columns that the branch itself removed, also where the base did so too: of all that it said of each, the last is that. */
function removedByBranch(doc: Y.Doc, axis: Axis, base: Y.Snapshot): string[] {
  const flag = '.removed'
  const keys = axisKeys(doc, axis)
  return [...keys._map.keys()].flatMap((name): string[] => {
    if (!name.endsWith(flag)) return []
    for (const { id, value } of saidUnder(keys, name))
      if (!isKnownAt(base, id)) return value === true ? [name.slice(0, -flag.length)] : []
    return []
  })
}

/**
 * Brings a branch up to its base, under the client id of the branch's document, which writes nothing else: the installation's. What it
 * copies it keeps in the document's table.
 */
export function rebase(branch: Branch, base: Y.Doc): Branch {
  const { doc } = branch
  const { flows, changes } = changesIn(branch, tableOf(doc))
  const deleted = deletedBy(branch)
  const retyped = new Map<string, LetterId>()
  // Such with pieces are the same letters then and now.
  for (const span of flows.flatMap(({ spans }) => spans))
    if (span.type === 'unchanged' && !span.pieces)
      for (const [at, { id }] of span.is.entries()) {
        const original = span.was[at]
        if (original && original.id !== id) retyped.set(nameOf(id), original.id)
      }
  const [copied, released]: [CopyRange[], IdRange[]] = [[], []]
  doc.transact(() => {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(base, Y.encodeStateVector(doc)))
    const copies = tableOf(doc)
    const rebasing: Rebasing = {
      before: branch.base,
      base: Y.snapshot(base),
      copies,
      deleted,
      retyped,
      released,
    }
    const moved = new Map<string, Wanted[]>()
    const now = Y.snapshot(doc)
    const slots = flowNames(doc).map((flow) => {
      const letters = piecesAt(flowOf(doc, flow), rebasing.base, now).flatMap(lettersOf)
      return { flow, letters, slots: slotsOf(letters, rebasing, moved) }
    })
    for (const part of changes.flatMap((change) => change.parts))
      if (part.type === 'entry') keepEntry(doc, part)
    for (const axis of axes)
      for (const id of removedByBranch(doc, axis, rebasing.base)) setRemoved(doc, axis, id)
    for (const each of slots) {
      const wanted = assembled(each.slots, moved)
      for (const { copy, original } of arrange(flowOf(doc, each.flow), wanted))
        copied.push({ copy, original, length: 1, by: 'installation' })
      // A block that was pasted under another id looks as the branch made the one that was cut.
      for (const letter of each.letters) {
        const blockId = blockIdOf(letter)
        if (blockId === undefined || !letter.stood || !isNew(rebasing, letter)) continue
        const sources = new Set(copies.sourcesOf(letter.id).map(nameOf))
        for (const part of changes.flatMap((change) => change.parts))
          if (
            part.type === 'looks' &&
            sources.has(nameOf(part.edge.id)) &&
            part.blockId !== blockId
          )
            setLooks(blockKeys(doc), blockId, part.is)
      }
    }
    keepCopies(doc, joined(copied))
  })
  return { doc, base: Y.snapshot(base), deleted: without(deleted, idSet(released)) }
}
