/** Takes up some of an amendment's changes: what was not chosen is taken out of the two documents laid over each other. */
import * as Y from 'yjs'
import { above, itemOf } from './amended-words.ts'
import { type AmendmentChange, placedChanges } from './amendment-changes.ts'
import { nodeName } from './content-names.ts'
import { isMarkedAlike, type Line, layOver, type Marks, marksIn, type Unit } from './laid-over.ts'

export interface PartTakenUp {
  /** The base with the chosen changes. */
  readonly doc: Y.Doc
  readonly changes: readonly AmendmentChange[]
}

/**
 * What the base becomes when these changes are taken up; undefined unless each change is either chosen or left. Words stay under
 * their authors' client ids, formatting is set anew under `table`.
 */
export function takeUpPart(
  base: Y.Doc,
  amendment: Y.Doc,
  chosen: ReadonlySet<string>,
  left: ReadonlySet<string>,
  table: number,
): PartTakenUp | undefined {
  const { doc, lines } = layOver(base, amendment)
  doc.clientID = table
  const placed = placedChanges(lines)
  const isEachEither = placed.every(
    ({ change: { changeId } }) => chosen.has(changeId) !== left.has(changeId),
  )
  if (!isEachEither || placed.length !== chosen.size + left.size) return undefined
  const taken = new Set<Unit>()
  const takenLines = new Set<Line>()
  for (const { change, parts } of placed) {
    if (!chosen.has(change.changeId)) continue
    for (const { line, start, end } of parts) {
      takenLines.add(line)
      for (const unit of line.units.slice(start, end)) taken.add(unit)
    }
  }
  doc.transact(() => {
    for (const { units } of lines) setMarks(units, taken)
    for (const { units } of lines) leaveOut(units, taken)
    for (const line of lines)
      if (line.around === (takenLines.has(line) ? 'struck' : 'put'))
        removeLine(line.parent, line.whole !== '')
  })
  return { doc, changes: placed.map(({ change }) => change) }
}

/** Gives each letter the marks that it has in the base, or in the amendment where that was chosen. */
function setMarks(units: readonly Unit[], taken: ReadonlySet<Unit>): void {
  const letters = units.filter((unit) => unit.on === 'letter')
  for (const text of new Set(letters.map((letter) => letter.text))) {
    const now = marksIn(text)
    const runs: { from: number; length: number; was: Marks; marks: Marks }[] = []
    for (const letter of letters) {
      if (letter.text !== text) continue
      const was = now.get(letter.id) ?? {}
      const isOfAmendment = taken.has(letter) || letter.kind === 'put'
      const marks = isOfAmendment ? letter.after : letter.before
      if (isMarkedAlike(was, marks)) continue
      const last = runs.at(-1)
      const goesOn =
        last &&
        last.from + last.length === letter.index &&
        isMarkedAlike(last.was, was) &&
        isMarkedAlike(last.marks, marks)
      if (goesOn) last.length += 1
      else runs.push({ from: letter.index, length: 1, was, marks })
    }
    for (const { from, length, was, marks } of runs) {
      const none = Object.fromEntries(Object.keys(was).map((key) => [key, null]))
      text.format(from, length, { ...none, ...marks })
    }
  }
}

/** Takes out what is struck and was chosen, and what is put and was not; from the end, so that places hold. */
function leaveOut(units: readonly Unit[], taken: ReadonlySet<Unit>): void {
  for (const unit of units.toReversed()) {
    if (unit.kind !== (taken.has(unit) ? 'struck' : 'put')) continue
    if (unit.on === 'letter') unit.text.delete(unit.index, 1)
    else if (unit.on === 'node') removeElement(unit.element)
    else if (unit.before === undefined) unit.element.removeAttribute(unit.name)
    else unit.element.setAttribute(unit.name, unit.before)
  }
}

function removeElement(element: Y.XmlElement): void {
  const { parent } = element
  if (!(parent instanceof Y.XmlFragment)) return
  const place = parent.toArray().indexOf(element)
  if (place >= 0) parent.delete(place, 1)
}

const lists: readonly string[] = [nodeName.listItem, nodeName.bulletList, nodeName.orderedList]

/** Takes a line out, and the list that is empty without it; also the row or table when that goes as a whole. */
function removeLine(line: Y.XmlFragment, isWhole: boolean): void {
  if (line instanceof Y.XmlElement) {
    const { parent } = line
    removeElement(line)
    if (!(parent instanceof Y.XmlElement) || parent.length > 0) return
    if (isWhole || lists.includes(parent.nodeName)) removeLine(parent, isWhole)
    return
  }
  const item = itemOf(line)
  const row = item && above(item)
  if (!row || row.deleted) return
  const rows = row.parent
  if (!(rows instanceof Y.Array) || !(row.content instanceof Y.ContentType)) return
  const place = rows.toArray().indexOf(row.content.type)
  if (place >= 0) rows.delete(place, 1)
}
