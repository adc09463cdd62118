/** Puts square brackets into an editor: around words, around what was typed in brackets, and as one more option. */

import type { Node, Schema, Slice } from '@tiptap/pm/model'
import { Fragment, Slice as PmSlice } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { TextSelection } from '@tiptap/pm/state'
import * as Y from 'yjs'
import { isCloser, isLiteralPair, isOpener } from '#shared/brackets/literal'
import { readEmbed } from '#shared/flow/embeds'
import { flowOf } from '#shared/flow/flow-doc'
import { flowNames } from '#shared/flow/moments'
import { newUuid } from '../live/new-uuid.ts'
import { isBlankBetween } from './empty-brackets.ts'
import { cutsNote } from './footnotes.ts'

/** Names a new bracket. */
export const newBracketId = (): string => newUuid()

/** The two edges of one bracket. */
export interface EdgePair {
  readonly open: Node
  readonly close: Node
}

/** The edges of a new bracket. Whose it is, and when it was put, the server says. */
export function pair({ nodes }: Schema): EdgePair | undefined {
  const bracketId = newBracketId()
  const type = nodes['bracket']
  return (
    type && {
      open: type.create({ edge: 'open', bracketId }),
      close: type.create({ edge: 'close', bracketId }),
    }
  )
}

/** Square brackets around the selected words; undefined where nothing is selected, or a footnote in part: it holds no brackets. */
export function bracketSelection(state: EditorState): Transaction | undefined {
  const { from, to, empty } = state.selection
  const edges = pair(state.schema)
  if (empty || !edges || isBlankBetween(state.doc, from, to) || cutsNote(state)) return undefined
  const transaction = state.tr.insert(to, edges.close).insert(from, edges.open)
  return transaction.setSelection(TextSelection.create(transaction.doc, from + 1, to + 1))
}

/** Whether square brackets in a run of words are letters: said so, or in a footnote. */
export const isLetter = (node: Node): boolean =>
  node.marks.some(({ type }) => type.name === 'literal' || type.name === 'footnote')

/** The position of the "[" that a "]" at this position closes: the last one that is still open, in the same paragraph or before. */
function openTypedBefore(doc: Node, position: number): number | undefined {
  const open: { readonly at: number; readonly isTyped: boolean }[] = []
  doc.nodesBetween(0, position, (node, start) => {
    if (node.isText) {
      const text = node.text?.slice(0, position - start) ?? ''
      for (let index = 0; index < text.length; index++) {
        if (isLetter(node)) break
        if (isOpener(text[index])) open.push({ at: start + index, isTyped: true })
        else if (isCloser(text[index])) open.pop()
      }
    } else if (node.type.name === 'bracket') {
      if (node.attrs['edge'] === 'open') open.push({ at: start, isTyped: false })
      else open.pop()
    }
    return true
  })
  const last = open.at(-1)
  return last?.isTyped ? last.at : undefined
}

/**
 * Makes a pair of a typed "[" and of the "]" that ends at this position: two characters become two edges, no other word
 * moves. Right beside another bracket it is one more option of it.
 */
export function bracketTyped(state: EditorState, end: number): Transaction | undefined {
  const start = openTypedBefore(state.doc, end - 1)
  const edges = pair(state.schema)
  if (start === undefined || !edges || isBlankBetween(state.doc, start + 1, end - 1))
    return undefined
  const text = state.doc.textBetween(start, end, '\n', '\uFFFC')
  if (isLiteralPair(text, 0, text.length - 1)) return undefined
  return state.tr.replaceWith(end - 1, end, edges.close).replaceWith(start, start + 1, edges.open)
}

/** Behind the last bracket of the choice that a bracket is an option of: one stands right beside the other, or a space apart. */
function endOfChoice(doc: Node, bracketId: string): number | undefined {
  let end: number | undefined
  /** The bracket that stands beside the last of the choice, until it is closed. */
  let beside: unknown = bracketId
  doc.descendants(({ type, attrs }, at) => {
    if (type.name !== 'bracket') return
    const { edge, bracketId: id } = attrs
    if (edge === 'close' && id === beside) end = at + 1
    else if (edge === 'open' && end !== undefined && isBeside(doc, end, at)) beside = id
  })
  return end
}

const isBeside = (doc: Node, end: number, next: number): boolean =>
  end <= next && next <= end + 1 && /^ ?$/.test(doc.textBetween(end, next, '\n', '\n'))

/** One more option beside a bracket: `[quarterly]` becomes `[quarterly] [annually]`. Undefined when the bracket is not whole. */
export function addOption(
  state: EditorState,
  bracketId: string,
  words: string,
): Transaction | undefined {
  const { schema, doc } = state
  const end = endOfChoice(doc, bracketId)
  const edges = pair(schema)
  if (end === undefined || !edges) return undefined
  return state.tr.insert(end, [schema.text(' '), edges.open, schema.text(words), edges.close])
}

/** A bracket as letters, which nobody counts. Undefined where it does not stand whole. */
export function keptAsLetters(state: EditorState, bracketId: string): Transaction | undefined {
  const edges: { readonly at: number; readonly letter: string }[] = []
  state.doc.descendants(({ type, attrs }, at) => {
    if (type.name === 'bracket' && attrs['bracketId'] === bracketId)
      edges.push({ at, letter: attrs['edge'] === 'open' ? '[' : ']' })
  })
  const literal = state.schema.marks['literal']?.create()
  if (edges.length !== 2 || !literal) return undefined
  const transaction = state.tr
  for (const { at, letter } of edges.toReversed())
    transaction.replaceWith(at, at + 1, state.schema.text(letter, [literal]))
  return transaction
}

/** A bracket of the letters "[" and "]" that stand around the caret in its block; undefined where there are none with words between. */
export function bracketOfLetters(state: EditorState): Transaction | undefined {
  const { $head } = state.selection
  if (!$head.parent.isTextblock) return undefined
  const text = $head.parent.textBetween(0, $head.parent.content.size, undefined, '\uFFFC')
  const at = $head.parentOffset
  const open: number[] = []
  const pairs: { readonly open: number; readonly close: number }[] = []
  for (const [index, letter] of Array.from(
    { length: text.length },
    (_, n) => [n, text[n]] as const,
  )) {
    if (isOpener(letter)) open.push(index)
    const opened = isCloser(letter) ? open.pop() : undefined
    if (opened !== undefined && opened <= at && at <= index + 1)
      pairs.push({ open: opened, close: index })
  }
  const [inner] = pairs
  if (!inner || text.slice(inner.open + 1, inner.close).trim() === '') return undefined
  const edges = pair(state.schema)
  if (!edges) return undefined
  const [from, to] = [$head.start() + inner.open, $head.start() + inner.close]
  return state.tr.replaceWith(to, to + 1, edges.close).replaceWith(from, from + 1, edges.open)
}

/** The brackets that there have been in a document, and whether an edge of each stands anywhere. */
function bracketsEver(doc: Y.Doc): ReadonlyMap<string, boolean> {
  const ever = new Map<string, boolean>()
  for (const name of flowNames(doc))
    for (const { content, deleted } of Y.getTypeChildren(flowOf(doc, name))) {
      const embed = content instanceof Y.ContentEmbed ? readEmbed(content.embed) : undefined
      const id =
        embed && ('open' in embed ? embed.open : 'close' in embed ? embed.close : undefined)
      if (id !== undefined) ever.set(id, ever.get(id) === true || !deleted)
    }
  return ever
}

/**
 * Pasted brackets are new brackets: two pairs with one id would be lifted as one. Those that were cut here are put back as what they
 * were.
 */
export function withNewBrackets(slice: Slice, doc: Y.Doc | undefined): Slice {
  const ever = doc ? bracketsEver(doc) : undefined
  const ids = new Map<string, string>()
  const renew = (fragment: Fragment): Fragment => {
    const nodes: Node[] = []
    fragment.forEach((node) => {
      if (node.type.name !== 'bracket') return nodes.push(node.copy(renew(node.content)))
      const bracketId = String(node.attrs['bracketId'])
      const id = ids.get(bracketId) ?? (ever?.get(bracketId) === false ? bracketId : newBracketId())
      ids.set(bracketId, id)
      return nodes.push(node.type.create({ ...node.attrs, bracketId: id }))
    })
    return Fragment.fromArray(nodes)
  }
  return new PmSlice(renew(slice.content), slice.openStart, slice.openEnd)
}
