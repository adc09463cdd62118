/** Puts square brackets into an editor: around words, around what was typed in brackets, and as one more option. */

import type { Node, Schema, Slice } from '@tiptap/pm/model'
import { Fragment, Slice as PmSlice } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { TextSelection } from '@tiptap/pm/state'
import { liftedEdge } from '#shared/text/content-names'
import { newUuid } from '../live/new-uuid.ts'
import { isBlankBetween } from './empty-brackets.ts'

/** Who puts a bracket, and when. */
export interface Putter {
  readonly sponsors: string
  readonly at: string
}

/** Names a new bracket, or a new choice between several. */
export const newBracketId = (): string => newUuid()

/** The two edges of one bracket. */
export interface EdgePair {
  readonly open: Node
  readonly close: Node
}

/** The edges of a new bracket; with `optionOf` it is one of the options of that choice. */
export function pair(
  schema: Schema,
  { sponsors, at }: Putter,
  optionOf = '',
): EdgePair | undefined {
  const bracketId = newBracketId()
  const type = schema.nodes['bracket']
  return (
    type && {
      open: type.create({ edge: 'open', bracketId, sponsors, putAt: at, optionOf }),
      close: type.create({ edge: 'close', bracketId }),
    }
  )
}

/** Square brackets around the selected words; undefined where nothing is selected. */
export function bracketSelection(state: EditorState, putter: Putter): Transaction | undefined {
  const { from, to, empty } = state.selection
  const edges = pair(state.schema, putter)
  if (empty || !edges || isBlankBetween(state.doc, from, to)) return undefined
  const transaction = state.tr.insert(to, edges.close).insert(from, edges.open)
  return transaction.setSelection(TextSelection.create(transaction.doc, from + 1, to + 1))
}

/** The position of the "[" that a "]" at this position closes: the last one that is still open, in the same paragraph or before. */
function openTypedBefore(doc: Node, position: number): number | undefined {
  const open: { readonly at: number; readonly isTyped: boolean }[] = []
  doc.nodesBetween(0, position, (node, start) => {
    if (node.isText) {
      const text = node.text?.slice(0, position - start) ?? ''
      for (let index = 0; index < text.length; index++) {
        if (text[index] === '[') open.push({ at: start + index, isTyped: true })
        else if (text[index] === ']') open.pop()
      }
    } else if (node.type.name === 'bracket' && node.attrs['edge'] !== liftedEdge) {
      if (node.attrs['edge'] === 'open') open.push({ at: start, isTyped: false })
      else open.pop()
    }
    return true
  })
  const last = open.at(-1)
  return last?.isTyped ? last.at : undefined
}

/** Where a bracket opens, and the choice that it is an option of. */
function openingOf(
  doc: Node,
  bracketId: string,
): { readonly at: number; readonly optionOf: string } | undefined {
  let found: { readonly at: number; readonly optionOf: string } | undefined
  doc.descendants(({ type, attrs }, at) => {
    if (type.name === 'bracket' && attrs['bracketId'] === bracketId && attrs['edge'] === 'open')
      found = { at, optionOf: String(attrs['optionOf']) }
  })
  return found
}

/** The id of the bracket that closes right before a position, or one space before it. */
function closedBeside(doc: Node, position: number): string | undefined {
  const { parent } = doc.resolve(position)
  const isSpaced = doc.textBetween(Math.max(0, position - 1), position) === ' '
  const place = doc.resolve(isSpaced ? position - 1 : position)
  const node = place.parent === parent ? place.nodeBefore : null
  return node?.type.name === 'bracket' && node.attrs['edge'] === 'close'
    ? String(node.attrs['bracketId'])
    : undefined
}

/**
 * Makes a pair of a typed "[" and of the "]" that ends at this position: two characters become two edges, no other word
 * moves. Right beside another bracket it is one more option of it.
 */
export function bracketTyped(
  state: EditorState,
  end: number,
  putter: Putter,
): Transaction | undefined {
  const start = openTypedBefore(state.doc, end - 1)
  if (start === undefined || isBlankBetween(state.doc, start + 1, end - 1)) return undefined
  const besideId = closedBeside(state.doc, start)
  const beside = besideId === undefined ? undefined : openingOf(state.doc, besideId)
  const choice = beside && (beside.optionOf === '' ? newBracketId() : beside.optionOf)
  const edges = pair(state.schema, putter, choice)
  if (!edges) return undefined
  const transaction = state.tr
    .replaceWith(end - 1, end, edges.close)
    .replaceWith(start, start + 1, edges.open)
  return beside?.optionOf === ''
    ? transaction.setNodeAttribute(beside.at, 'optionOf', choice)
    : transaction
}

/** One more option beside a bracket: `[quarterly]` becomes `[quarterly] [annually]`. Undefined when the bracket is not whole. */
export function addOption(
  state: EditorState,
  bracketId: string,
  words: string,
  putter: Putter,
): Transaction | undefined {
  const opening = openingOf(state.doc, bracketId)
  if (!opening) return undefined
  const { at: open, optionOf: group } = opening
  let end: number | undefined
  const inGroup = new Set<unknown>([bracketId])
  state.doc.descendants((node, position) => {
    if (node.type.name !== 'bracket') return
    const { edge, optionOf, bracketId: id } = node.attrs
    if (edge === 'open' && group !== '' && optionOf === group) inGroup.add(id)
    if (edge === 'close' && inGroup.has(id)) end = position + node.nodeSize
  })
  if (end === undefined) return undefined
  const name = group === '' ? newBracketId() : group
  const edges = pair(state.schema, putter, name)
  if (!edges) return undefined
  const { schema } = state
  const transaction = state.tr.insert(end, [
    schema.text(' '),
    edges.open,
    schema.text(words),
    edges.close,
  ])
  return group === '' ? transaction.setNodeAttribute(open, 'optionOf', name) : transaction
}

/** Pasted brackets are new brackets: two pairs with one id would be lifted as one. */
export function withNewBrackets(slice: Slice): Slice {
  const ids = new Map<unknown, string>()
  const renew = (fragment: Fragment): Fragment => {
    const nodes: Node[] = []
    fragment.forEach((node) => {
      const { bracketId, edge } = node.attrs
      if (edge === liftedEdge) return undefined
      if (node.type.name !== 'bracket') return nodes.push(node.copy(renew(node.content)))
      const id = ids.get(bracketId) ?? newBracketId()
      ids.set(bracketId, id)
      return nodes.push(node.type.create({ ...node.attrs, bracketId: id, optionOf: '' }))
    })
    return Fragment.fromArray(nodes)
  }
  return new PmSlice(renew(slice.content), slice.openStart, slice.openEnd)
}
