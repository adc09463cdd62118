/**
 * Takes out of a text what was chosen of what was put in it, and leaves all else where it stands: letters, marks, brackets, rows
 * and tables that nothing else stands in, and whatever lies where a text holds nothing. Paragraphs stay, if need be empty: what
 * somebody types in one meanwhile, or offline, would go with it.
 */
import * as Y from 'yjs'
import { liftedEdge, nodeName, rowsNames, wordsName } from './content-names.ts'

/** Whether what came under this id is chosen; letters are asked for one by one. */
export type IsChosen = (id: Y.ID, isLetter: boolean) => boolean

export interface TakenOut {
  /** The letters, in the order of reading; each piece that stood by itself on a line of its own. */
  readonly words: readonly string[]
  /** Anything at all, letters or not. */
  readonly isAny: boolean
}

type Type = Parameters<typeof Y.getTypeChildren>[0]

interface Plan {
  /** What stands under keys, by what has the keys: attributes, and the cells of a row. */
  readonly values: ReadonlyMap<unknown, readonly Y.Item[]>
  readonly words: string[]
  readonly letters: { readonly id: Y.ID; readonly length: number }[]
  readonly items: Y.Item[]
  readonly edges: Y.XmlElement[]
}

const roots: ReadonlySet<string> = new Set([wordsName, ...rowsNames])
/** By these others find blocks, rows and brackets again: they stay with what they name. */
const names: ReadonlySet<string> = new Set(['id', 'rowId', 'bracketId', 'edge'])
const paragraphs: ReadonlySet<string> = new Set([nodeName.paragraph, nodeName.heading])

export function takeOut(doc: Y.Doc, isChosen: IsChosen): TakenOut {
  const plan: Plan = { values: valuesOf(doc), words: [], letters: [], items: [], edges: [] }
  for (const [name, root] of doc.share) planIn(root, isChosen, plan, roots.has(name))
  const isAny = plan.letters.length + plan.items.length + plan.edges.length > 0
  if (isAny)
    doc.transact((transaction) => {
      for (const { id, length } of plan.letters) strike(transaction, id, length)
      for (const item of plan.items) item.delete(transaction)
      for (const edge of plan.edges) edge.setAttribute('edge', liftedEdge)
    })
  return { words: plan.words, isAny }
}

function valuesOf({ store }: Y.Doc): Map<unknown, Y.Item[]> {
  const values = new Map<unknown, Y.Item[]>()
  for (const structs of store.clients.values())
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.deleted || struct.parentSub === null) continue
      const own = values.get(struct.parent) ?? []
      own.push(struct)
      values.set(struct.parent, own)
    }
  return values
}

/** Plans what goes below a type; true when nothing is left in it. */
function planIn(type: Type, isChosen: IsChosen, plan: Plan, isOfTexts: boolean): boolean {
  let isEmpty = true
  let wasLetter = false
  for (const item of Y.getTypeChildren(type)) {
    if (item.deleted) continue
    const { content } = item
    if (content instanceof Y.ContentString) {
      const left = planLetters(item, content.str, isChosen, plan, wasLetter)
      wasLetter = left === 0
      isEmpty &&= left === 0
      continue
    }
    wasLetter = false
    if (content instanceof Y.ContentFormat) {
      if (isChosen(item.id, false)) plan.items.push(item)
      continue
    }
    const isGone = planItem(item, isChosen, plan, isOfTexts)
    isEmpty &&= isGone
  }
  for (const item of plan.values.get(type) ?? []) {
    if (item.content instanceof Y.ContentType) {
      // Cells: a row goes whole or not at all.
      const isGone = planIn(item.content.type, isChosen, plan, isOfTexts)
      isEmpty &&= isGone
      if (!isOfTexts && isGone && isChosen(item.id, false)) plan.items.push(item)
    } else if (!names.has(item.parentSub ?? '') && isChosen(item.id, false)) plan.items.push(item)
  }
  return isEmpty
}

/** Plans what becomes of something that is no letter; true when it is gone, or nothing that anybody sees. */
function planItem(item: Y.Item, isChosen: IsChosen, plan: Plan, isOfTexts: boolean): boolean {
  const { content } = item
  const chosen = isChosen(item.id, false)
  if (!(content instanceof Y.ContentType)) {
    if (chosen) plan.items.push(item)
    return chosen
  }
  const { type } = content
  const name = type instanceof Y.XmlElement ? type.nodeName : undefined
  if (type instanceof Y.XmlElement && name === nodeName.bracket) {
    const isLifted = type.getAttribute('edge') === liftedEdge
    if (chosen && !isLifted) plan.edges.push(type)
    return chosen || isLifted
  }
  const isEmpty = planIn(type, isChosen, plan, isOfTexts)
  if (!isEmpty || !chosen) return isEmpty && type instanceof Y.XmlText
  const isKept =
    isOfTexts && (type instanceof Y.XmlText || (name !== undefined && paragraphs.has(name)))
  if (!isKept) plan.items.push(item)
  return true
}

/** How many letters of a run are left. */
function planLetters(
  { id }: Y.Item,
  letters: string,
  isChosen: IsChosen,
  plan: Plan,
  isContinued: boolean,
): number {
  let left = 0
  let goesOn = isContinued
  for (let offset = 0; offset < letters.length; offset += 1) {
    const each = Y.createID(id.client, id.clock + offset)
    if (!isChosen(each, true)) {
      left += 1
      goesOn = false
      continue
    }
    const last = plan.letters.at(-1)
    if (last && last.id.client === each.client && last.id.clock + last.length === each.clock)
      plan.letters[plan.letters.length - 1] = { id: last.id, length: last.length + 1 }
    else plan.letters.push({ id: each, length: 1 })
    if (goesOn) plan.words[plan.words.length - 1] += letters[offset] ?? ''
    else plan.words.push(letters[offset] ?? '')
    goesOn = true
  }
  return left
}

function strike(transaction: Y.Transaction, { client, clock }: Y.ID, length: number): void {
  const end = clock + length
  for (let at = clock; at < end; ) {
    const item = Y.getItemCleanStart(transaction, Y.createID(client, at))
    if (item.id.clock + item.length > end)
      Y.getItemCleanEnd(transaction, transaction.doc.store, Y.createID(client, end - 1))
    item.delete(transaction)
    at = item.id.clock + item.length
  }
}
