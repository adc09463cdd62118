/** Lifts brackets in a Y.Doc: their edges go, and their words where they are dropped. */
import * as Y from 'yjs'
import { provisionFields, taskFields } from '../domain/content.ts'
import { authoredRuns } from './authored-runs.ts'
import { nodeName, provisionsName, tasksName, wordsName } from './content-names.ts'
import { type Lift, type Piece, planLift } from './lift-plan.ts'
import { attributeOf } from './read-inlines.ts'

type Inline = Y.XmlText | Y.XmlElement
interface Held extends Piece {
  readonly node: Inline
  readonly parent: Y.XmlFragment
}

const hasWords: readonly string[] = [nodeName.paragraph, nodeName.heading]

/** The inlines below a fragment in document order. */
function* held(parent: Y.XmlFragment, place: number): Generator<Held> {
  for (const node of parent.toArray()) {
    if (node instanceof Y.XmlText) yield { node, parent, place, edge: undefined, bracketId: '' }
    else if (!(node instanceof Y.XmlElement)) continue
    else if (node.nodeName === nodeName.bracket)
      yield {
        node,
        parent,
        place,
        edge: attributeOf(node, 'edge') === 'close' ? 'close' : 'open',
        bracketId: attributeOf(node, 'bracketId'),
      }
    else if (node.nodeName === nodeName.hardBreak)
      yield { node, parent, place, edge: undefined, bracketId: '' }
    else yield* held(node, place)
  }
}

function* cells(doc: Y.Doc): Generator<Y.XmlFragment> {
  for (const [name, fields] of [
    [tasksName, taskFields],
    [provisionsName, provisionFields],
  ] as const)
    for (const row of doc.getArray<unknown>(name).toArray())
      for (const field of fields) {
        const cell: unknown = row instanceof Y.Map ? row.get(field) : undefined
        if (cell instanceof Y.XmlFragment) yield cell
      }
}

const placeIn = (parent: Y.XmlFragment, node: Inline): number => parent.toArray().indexOf(node)

function remove(parent: Y.XmlFragment, node: Inline): void {
  const index = placeIn(parent, node)
  if (index >= 0) parent.delete(index, 1)
}

const wordsOf = (text: Y.XmlText): string =>
  authoredRuns(text)
    .map(({ words }) => words)
    .join('')

const edgeOf = (node: unknown): string =>
  node instanceof Y.XmlElement && node.nodeName === nodeName.bracket
    ? attributeOf(node, 'edge')
    : ''

/** Where words were dropped, one space between the neighbours is enough, and none before a full stop or at an edge. */
function closeGap(left: unknown, right: unknown): void {
  const before = left instanceof Y.XmlText ? wordsOf(left) : ''
  const after = right instanceof Y.XmlText ? wordsOf(right) : ''
  const isBegun = left !== undefined && edgeOf(left) !== 'open'
  const isEnded = right === undefined || edgeOf(right) === 'close' || /^[.,;:)]/.test(after)
  if (right instanceof Y.XmlText && after.startsWith(' ') && (!isBegun || before.endsWith(' ')))
    right.delete(0, 1)
  else if (left instanceof Y.XmlText && before.endsWith(' ') && isEnded)
    left.delete(before.length - 1, 1)
}

/** Two neighbouring Y.XmlText would be written into one by the next editor, and by two editors at once twice. */
function joinTexts(parent: Y.XmlFragment, doc: Y.Doc, clientFor: (client: number) => number): void {
  const own = doc.clientID
  for (let index = 0; index < parent.length - 1; ) {
    const [left, right] = [parent.get(index), parent.get(index + 1)]
    if (!(left instanceof Y.XmlText) || !(right instanceof Y.XmlText)) {
      index += 1
      continue
    }
    for (const { words, attributes, client } of authoredRuns(right)) {
      doc.clientID = clientFor(client)
      left.insert(left.length, words, attributes)
    }
    doc.clientID = own
    parent.delete(index + 1, 1)
  }
}

/** A block that lost all its words goes, with the list item that held nothing else; the last block of a place stays. */
function prune(block: Y.XmlFragment): void {
  const { parent } = block
  if (!(block instanceof Y.XmlElement) || !(parent instanceof Y.XmlFragment)) return
  if (parent.length > 1) remove(parent, block)
  else if (parent instanceof Y.XmlElement && parent.nodeName !== nodeName.tableCell) prune(parent)
}

/**
 * Lifts brackets in one transaction. Words that must be written again beside their neighbours are written under the id that
 * `clientFor` gives for the id of their author, so that they stay their author's.
 */
export function liftBrackets(doc: Y.Doc, lift: Lift, clientFor: (client: number) => number): void {
  doc.transact(() => {
    const pieces = [
      ...held(doc.getXmlFragment(wordsName), 0),
      ...[...cells(doc)].flatMap((cell, index) => [...held(cell, index + 1)]),
    ]
    const goes = planLift(pieces, lift)
    const isGone = new Set<unknown>(
      pieces.filter((_, index) => goes[index]).map(({ node }) => node),
    )
    const touched = new Set<Y.XmlFragment>()
    const gaps: (readonly [left: unknown, right: unknown])[] = []
    for (const { node, parent } of pieces) {
      if (!isGone.has(node)) continue
      touched.add(parent)
      const siblings = parent.toArray()
      const index = siblings.indexOf(node)
      const isFirst = !siblings.slice(index - 1, index).some((each) => isGone.has(each))
      if (!isFirst) continue
      const end = siblings.findIndex((each, at) => at > index && !isGone.has(each))
      const run = siblings.slice(index, end < 0 ? undefined : end)
      const dropsWords = run.some((each) => each instanceof Y.XmlText)
      if (dropsWords) gaps.push([siblings[index - 1], end < 0 ? undefined : siblings[end]])
    }
    for (const { node, parent } of pieces) if (isGone.has(node)) remove(parent, node)
    for (const [left, right] of gaps) closeGap(left, right)
    for (const parent of touched) {
      joinTexts(parent, doc, clientFor)
      const isEmptied = lift.drop.size > 0 && parent.length === 0
      if (isEmptied && parent instanceof Y.XmlElement && hasWords.includes(parent.nodeName))
        prune(parent)
    }
  })
}
