/** Where in the document of a text something stands, and whether it may stand there. */
import * as Y from 'yjs'
import {
  formatRules,
  isRowId,
  nodeRules,
  rootChildren,
  rowCells,
  rowIdKey,
  wordsInside,
} from './allowed-content.ts'
import { itemOf } from './amended-words.ts'
import { rowsNames, wordsName } from './content-names.ts'

/** Something that holds others; `name` is a kind of node, or the root array that a row belongs to. */
export type Place =
  | { readonly is: 'words' | 'cell' | 'text' }
  | { readonly is: 'node' | 'rows' | 'row'; readonly name: string }

export type Content = Y.Item['content']

const words: Place = { is: 'words' }
const cell: Place = { is: 'cell' }
const text: Place = { is: 'text' }

/** The roots that a text has. */
export const rootNames: readonly string[] = [wordsName, ...rowsNames]

/** The place that a root of this name is; undefined where no text has such a root. */
export function rootPlace(name: string): Place | undefined {
  if (name === wordsName) return words
  return rowCells.has(name) ? { is: 'rows', name } : undefined
}

/** The kinds of nodes that may stand in a place. */
function childrenOf(place: Place): readonly string[] {
  switch (place.is) {
    case 'words':
    case 'cell':
      return rootChildren
    case 'node':
      return nodeRules.get(place.name)?.children ?? []
    case 'text':
    case 'rows':
    case 'row':
      return []
  }
}

/** The place that a shared type is where it stands; undefined where none like it may stand. Its very kind counts: a hook is a map too. */
export function placeIn(above: Place, key: string | null, type: unknown): Place | undefined {
  const kind = type instanceof Y.AbstractType ? type.constructor : undefined
  if (above.is === 'row') {
    const isCell = key !== null && rowCells.get(above.name)?.has(key) === true
    return isCell && kind === Y.XmlFragment ? cell : undefined
  }
  if (key !== null) return undefined
  if (above.is === 'rows') return kind === Y.Map ? { is: 'row', name: above.name } : undefined
  const children = childrenOf(above)
  if (kind === Y.XmlText) return children.includes(wordsInside) ? text : undefined
  if (kind !== Y.XmlElement || !(type instanceof Y.XmlElement)) return undefined
  return children.includes(type.nodeName) ? { is: 'node', name: type.nodeName } : undefined
}

/** Whether a value may stand under a key of a place. */
function mayBeValue(place: Place, key: string, value: unknown): boolean {
  if (place.is === 'row') return key === rowIdKey && isRowId(value)
  const attributes = place.is === 'node' ? nodeRules.get(place.name)?.attributes : undefined
  return (
    attributes !== undefined && Object.hasOwn(attributes, key) && attributes[key]?.(value) === true
  )
}

/** Whether something may stand in a place: in its sequence, or under a key. */
export function mayHold(place: Place, key: string | null, content: Content): boolean {
  if (content instanceof Y.ContentDeleted) return true
  if (content instanceof Y.ContentType) return placeIn(place, key, content.type) !== undefined
  if (key !== null)
    return (
      content instanceof Y.ContentAny &&
      content.arr.length === 1 &&
      mayBeValue(place, key, content.arr[0])
    )
  if (place.is !== 'text') return false
  if (content instanceof Y.ContentString) return true
  if (!(content instanceof Y.ContentFormat)) return false
  const isAllowed = formatRules.get(content.key)
  return isAllowed !== undefined && (content.value === null || isAllowed(content.value))
}

/** Finds the places of the types of one document, each asked for once. */
export function placesIn({ share }: Y.Doc): (type: unknown) => Place | undefined {
  const known = new Map<unknown, Place | undefined>()
  for (const [name, root] of share) known.set(root, rootPlace(name))
  const placeOf = (type: unknown): Place | undefined => {
    if (known.has(type)) return known.get(type)
    const item = type instanceof Y.AbstractType ? itemOf(type) : null
    const above = item ? placeOf(item.parent) : undefined
    const place = above && item ? placeIn(above, item.parentSub, type) : undefined
    known.set(type, place)
    return place
  }
  return placeOf
}
