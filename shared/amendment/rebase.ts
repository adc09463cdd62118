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
import { blockIdOf, isSameMarks, type Letter, lettersOf } from '../compare/letters.ts'
import { wantedNow } from '../compare/reading.ts'
import { type CopyRange, joined } from '../copies/copy-range.ts'
import { keepCopies, tableOf } from '../copies/doc-copies.ts'
import type { Copies } from '../copies/table.ts'
import { arrange } from '../flow/arrange.ts'
import { setLooks } from '../flow/block-looks.ts'
import { blockKeys, flowOf } from '../flow/flow-doc.ts'
import {
  behind,
  hasAnyOf,
  type IdRange,
  type IdSet,
  idSet,
  type LetterId,
  nameOf,
  without,
} from '../flow/ids.ts'
import { flowNames, isKnownAt, type Piece, piecesAt, stoodAt } from '../flow/moments.ts'
import { saidUnder } from '../flow/said-under-key.ts'
import { setEntry, setRemoved } from '../flow/table-acts.ts'
import { type Axis, axes, axisKeys, entriesOf } from '../flow/tables.ts'
import { type Marks, withMark } from '../flow/tokens.ts'
import type { Wanted, WantedFlow } from '../flow/wanted.ts'
import { type Branch, changesIn, deletedBy, isDeletedBy } from './branch.ts'
import { type MovedLetters, openMovedLetters } from './moved-letters.ts'

/** What is known when the base's changes have come in. */
interface Rebasing {
  readonly before: Y.Snapshot
  readonly base: Y.Snapshot
  readonly copies: Copies
  /** What anything was copied from. */
  readonly originals: IdSet
  readonly deleted: IdSet
  /** Letters of the branch that say again what the base had, by name: what they stand for. */
  readonly retyped: ReadonlyMap<string, LetterId>
  /** Letters of the base that the branch had retyped until the base deleted them: the branch deletes them no longer. */
  readonly released: IdRange[]
}

/** A letter of the base, deleted or not, with what is to stand there in the branch. */
interface LetterSlot {
  /** What is moved behind it goes there. Undefined for letters of the branch in their place. */
  readonly id: LetterId | undefined
  readonly wanted: readonly Wanted[]
}
/** Pieces that nobody touched, which need not be looked at letter by letter. */
interface PiecesSlot {
  readonly pieces: readonly Piece[]
}
type Slot = LetterSlot | PiecesSlot

const isNew = ({ before }: Rebasing, { id }: Pick<Letter, 'id'>): boolean => !isKnownAt(before, id)

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

/** Whether a piece is of the base, was there before, and is as it was: deleted, or standing with the same marks, and not copied. */
function isUntouched(piece: Piece, { before, base, originals }: Rebasing): boolean {
  const { id, letters, stood, stands } = piece
  const range = { client: id.client, clock: id.clock, length: letters.length }
  const last = behind(id, letters.length - 1)
  if (stood !== stands || !isKnownAt(base, id) || !isKnownAt(before, last)) return false
  return isSameMarks(piece.marksThen, piece.marksNow) && !hasAnyOf(originals, range)
}

/** Says in the order of the flow where a branch's own letters belong. */
interface Follower {
  /** Behind which letter of the base one belongs: what it stood behind, or what that is now. Undefined where it is in its place. */
  readonly anchorOf: (letter: Letter) => LetterId | undefined
  /** Goes past letters that nobody touched. */
  readonly pass: (piece: Piece) => void
}

function follower(rebasing: Rebasing): Follower {
  let [anchor, last]: [LetterId | undefined, string | undefined] = [undefined, undefined]
  let isMoved = false
  // Letters deleted for good go along with those before them, where these stand elsewhere now.
  const isAlong = () => isMoved && anchor !== undefined && stoodAt(rebasing.base, anchor)
  return {
    anchorOf(letter) {
      if (!isKnownAt(rebasing.base, letter.id))
        return anchor && nameOf(anchor) !== last ? anchor : undefined
      const latest = latestOf(letter.id, rebasing)
      const isLatest = nameOf(latest) === nameOf(letter.id)
      const isFresh = isNew(rebasing, letter)
      if (!isFresh && isLatest && !letter.stood && isAlong()) return undefined
      if (!isFresh) [anchor, isMoved] = [latest, !isLatest]
      // What others typed here since stands where Yjs puts it; a copy has its place from its original.
      const isCopy = isFresh && rebasing.copies.sourcesOf(letter.id).length > 0
      if (isLatest && (!isFresh || isCopy)) last = nameOf(letter.id)
      return undefined
    },
    pass({ id, letters, stood }) {
      if (!stood && isAlong()) return
      anchor = behind(id, letters.length - 1)
      isMoved = false
      last = nameOf(anchor)
    },
  }
}

/** Walks a flow of the branch: what stays in its place, and what goes behind the copy of the letter that it stood behind. */
function slotsOf(pieces: readonly Piece[], rebasing: Rebasing, moved: MovedLetters): Slot[] {
  const { base, copies, retyped, released } = rebasing
  const isWhole = pieces.map((piece) => isUntouched(piece, rebasing))
  const formatted: Formatted = new Map(
    pieces.flatMap((piece, at) =>
      isWhole[at] || piece.stood
        ? []
        : lettersOf(piece).flatMap((letter): [string, Letter][] =>
            letter.marksThen === letter.marksNow ? [] : [[nameOf(letter.id), letter]],
          ),
    ),
  )
  const follow = follower(rebasing)
  const slots: Slot[] = []
  const add = (letter: Letter) => {
    const anchor = follow.anchorOf(letter)
    if (isKnownAt(base, letter.id)) {
      const wanted = letter.stood ? wantedOf(letter, rebasing, formatted) : []
      slots.push({ id: letter.id, wanted })
      return
    }
    if (!letter.stands) return
    const original = retyped.get(nameOf(letter.id))
    // The base deleted what the branch had only retyped.
    if (original && !copies.livingCopyOf(original, (id) => stoodAt(base, id)))
      released.push({ ...original, length: 1 })
    else if (anchor) moved.put(anchor, wantedNow(letter))
    else slots.push({ id: undefined, wanted: [wantedNow(letter)] })
  }
  let run: Piece[] = []
  const endRun = () => {
    if (run.length > 0) slots.push({ pieces: run })
    run = []
  }
  for (const [at, piece] of pieces.entries())
    if (isWhole[at]) {
      follow.pass(piece)
      run.push(piece)
    } else {
      endRun()
      for (const letter of lettersOf(piece)) add(letter)
    }
  endRun()
  return slots
}

/** What a flow is to read: moved letters behind their own, right behind it also where that one is deleted. */
const assembled = (slots: readonly Slot[], moved: MovedLetters): WantedFlow =>
  slots.flatMap((slot): WantedFlow => {
    if ('pieces' in slot) return moved.among(slot.pieces)
    return slot.id ? [...slot.wanted, ...moved.behind(slot.id)] : slot.wanted
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
    ...(was.merges !== is.merges && { merges: is.merges ?? '[]' }),
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
      originals: idSet(
        copies.ranges.flatMap(({ original: { client, clock, text }, length }) =>
          text === undefined ? [{ client, clock, length }] : [],
        ),
      ),
      deleted,
      retyped,
      released,
    }
    const moved = openMovedLetters()
    const now = Y.snapshot(doc)
    const slots = flowNames(doc).map((flow) => {
      const pieces = piecesAt(flowOf(doc, flow), rebasing.base, now)
      return { flow, pieces, slots: slotsOf(pieces, rebasing, moved) }
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
      for (const edge of each.pieces) {
        const blockId = blockIdOf(edge)
        if (blockId === undefined || !edge.stood || !isNew(rebasing, edge)) continue
        const sources = new Set(copies.sourcesOf(edge.id).map(nameOf))
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
