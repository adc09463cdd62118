/**
 * An amendment laid over its base: one document that holds what both hold, line by line, each letter known as the same in
 * both, struck by the amendment or put by it.
 */
import * as Y from 'yjs'
import { above, additionsFor, itemOf } from './amended-words.ts'
import type { Change } from './changes.ts'
import { liftedEdge, nodeName, rowsNames, wordsName } from './content-names.ts'
import { rowFields } from './content-rows.ts'
import { type Kind, kindsIn } from './kind-of.ts'
import { isInline } from './read-content.ts'
import { attributeOf } from './read-inlines.ts'
import { newTextDoc } from './text-doc.ts'

/** Format marks by name. */
export type Marks = Readonly<Record<string, unknown>>

interface Letter {
  readonly on: 'letter'
  readonly id: string
  readonly kind: Kind
  readonly words: string
  readonly text: Y.XmlText
  readonly index: number
  readonly before: Marks
  readonly after: Marks
}
/** A line break, or the edge of a square bracket. */
interface Node {
  readonly on: 'node'
  readonly id: string
  readonly kind: Kind
  readonly words: string
  readonly element: Y.XmlElement
  readonly bracketId: string
}
/** A level of a heading, a style of a list: what the amendment set, and what stood there. */
interface Attribute {
  readonly on: 'attribute'
  readonly id: string
  readonly kind: 'put'
  readonly words: ''
  readonly element: Y.XmlElement
  readonly name: string
  readonly before: string | undefined
}
/** The smallest thing that an amendment can change. */
export type Unit = Letter | Node | Attribute

/** A paragraph, a heading or a cell. */
export interface Line {
  readonly id: string
  readonly parent: Y.XmlFragment
  /** Whether the whole line was struck or put. */
  readonly around: Kind
  /** The row of tasks, provisions or a table that was struck or put with it; empty when it stands by itself. */
  readonly whole: string
  readonly units: readonly Unit[]
  readonly cell: Change['cell']
}

export interface LaidOver {
  readonly doc: Y.Doc
  readonly lines: readonly Line[]
}

/** The name of an item, or of one letter. */
export const idOf = ({ client, clock }: Y.ID): string => `${client}-${clock}`
const noMarks: Marks = {}

/** What an item of one document is in another; undefined where that has it not. */
function twinOf(doc: Y.Doc, type: { readonly _item: Y.Item | null }): unknown {
  const id = itemOf(type)?.id
  if (!id || id.clock >= Y.getState(doc.store, id.client)) return undefined
  const item = Y.getItem(doc.store, id)
  return item instanceof Y.Item && item.content instanceof Y.ContentType
    ? item.content.type
    : undefined
}

/** The marks of each letter of a text that has any. */
export function marksIn(text: unknown): ReadonlyMap<string, Marks> {
  const marked = new Map<string, Marks>()
  if (!(text instanceof Y.XmlText)) return marked
  let marks = noMarks
  for (const item of Y.getTypeChildren(text)) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentFormat) {
      const { key, value } = item.content
      const { [key]: _, ...others } = marks
      marks = value === null ? others : { ...others, [key]: value }
    } else if (item.content instanceof Y.ContentString && Object.keys(marks).length > 0)
      for (let offset = 0; offset < item.length; offset += 1)
        marked.set(idOf(Y.createID(item.id.client, item.id.clock + offset)), marks)
  }
  return marked
}

/** Whether two sets of marks are the same, in whatever order they were set. */
export function isMarkedAlike(a: Marks, b: Marks): boolean {
  const ordered = (marks: Marks) =>
    JSON.stringify(Object.entries(marks).toSorted(([one], [other]) => (one < other ? -1 : 1)))
  return a === b || ordered(a) === ordered(b)
}

/** Lays an amendment over its base; neither document changes. */
export function layOver(base: Y.Doc, amendment: Y.Doc): LaidOver {
  const doc = newTextDoc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(base))
  Y.applyUpdate(doc, additionsFor(base, amendment))
  const kindOf = kindsIn(base, amendment)
  const lines: Line[] = []

  const unitsOf = (children: readonly (Y.XmlText | Y.XmlElement)[], around: Kind): Unit[] => {
    const within = (client: number, clock: number): Kind => {
      const own = kindOf(client, clock)
      return own === 'same' && around !== 'put' ? around : own
    }
    const units: Unit[] = []
    for (const child of children) {
      if (child instanceof Y.XmlElement) {
        const item = itemOf(child)
        if (!item) continue
        const isOpen = attributeOf(child, 'edge') !== 'close'
        units.push({
          on: 'node',
          id: idOf(item.id),
          kind: within(item.id.client, item.id.clock),
          words:
            child.nodeName === nodeName.bracket
              ? attributeOf(child, 'edge') === liftedEdge
                ? ''
                : isOpen
                  ? '['
                  : ']'
              : ' ',
          element: child,
          bracketId: attributeOf(child, 'bracketId'),
        })
        continue
      }
      const before = marksIn(twinOf(base, child))
      const after = marksIn(twinOf(amendment, child))
      let index = 0
      for (const item of Y.getTypeChildren(child)) {
        if (item.deleted || !item.countable) continue
        if (item.content instanceof Y.ContentString)
          for (const [offset, words] of item.content.str.split('').entries()) {
            const { client } = item.id
            const clock = item.id.clock + offset
            const id = idOf(Y.createID(client, clock))
            units.push({
              on: 'letter',
              id,
              kind: within(client, clock),
              words,
              text: child,
              index: index + offset,
              before: before.get(id) ?? noMarks,
              after: after.get(id) ?? noMarks,
            })
          }
        index += item.length
      }
    }
    return units
  }

  /** What the amendment set on an element that the base has. A line's id is no matter of its authors. */
  const attributesOf = (element: Y.XmlElement): Unit[] => {
    const twin = twinOf(base, element)
    if (!(twin instanceof Y.XmlElement)) return []
    const { _map: attributes } = element
    return [...attributes].flatMap(([name, item]) =>
      name === 'id' || item.deleted || kindOf(item.id.client, item.id.clock) !== 'put'
        ? []
        : [
            {
              on: 'attribute',
              id: idOf(item.id),
              kind: 'put',
              words: '',
              element,
              name,
              before: twin.getAttribute(name),
            },
          ],
    )
  }

  const addLines = (parent: Y.XmlFragment, cell: Change['cell'], set: readonly Unit[]): void => {
    let around: Kind = 'same'
    let whole = ''
    for (let item = itemOf(parent); item; item = above(item)) {
      const kind = kindOf(item.id.client, item.id.clock)
      if (kind === 'same') continue
      around = kind
      const type = item.content instanceof Y.ContentType ? item.content.type : undefined
      const isRow =
        type instanceof Y.Map ||
        (type instanceof Y.XmlElement &&
          (type.nodeName === nodeName.table || type.nodeName === nodeName.tableRow))
      if (isRow) whole = idOf(item.id)
    }
    const attributes =
      parent instanceof Y.XmlElement && around === 'same' ? [...set, ...attributesOf(parent)] : set
    const children = parent.toArray()
    const inlines = children.filter(isInline)
    const isLine = inlines.length > 0 || children.length === 0
    if (isLine) {
      const id = itemOf(parent)?.id
      const units = [...attributes, ...unitsOf(inlines, around)]
      lines.push({ id: id ? idOf(id) : '', parent, around, whole, units, cell })
    }
    let isFirst = !isLine
    for (const child of children) {
      if (!(child instanceof Y.XmlElement) || isInline(child)) continue
      addLines(child, cell, isFirst ? attributes : [])
      isFirst = false
    }
  }
  addLines(doc.getXmlFragment(wordsName), null, [])
  for (const rows of rowsNames)
    for (const [place, row] of doc.getArray<unknown>(rows).toArray().entries()) {
      if (!(row instanceof Y.Map)) continue
      for (const field of rowFields[rows]) {
        const cell: unknown = row.get(field)
        if (cell instanceof Y.XmlFragment) addLines(cell, { rows, row: place + 1, field }, [])
      }
    }
  return { doc, lines }
}
