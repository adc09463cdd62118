/** The letters that one change of a document struck and put. Ask after the transaction, before what was struck is forgotten. */
import * as Y from 'yjs'

/** So many struck items between letters are stepped over to see that they stand together. */
const farthest = 500

/** Letters, as Yjs keeps them. */
export const isText = (struct: unknown): struct is Y.Item & { readonly content: Y.ContentString } =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentString

/** The next letters of the same text, over what is struck or only formats. */
function beside(
  item: Y.Item,
  side: 'left' | 'right',
  items: ReadonlySet<Y.Item>,
): Y.Item | undefined {
  let next = item[side]
  for (let steps = 0; next && steps < farthest; steps += 1) {
    if (items.has(next)) return next
    if (!next.deleted && next.countable) return undefined
    next = next[side]
  }
  return undefined
}

/** The items as pieces that stand together, each with its items in order. */
export function inPieces(items: ReadonlySet<Y.Item>): Y.Item[][] {
  const pieces: Y.Item[][] = []
  for (const item of items) {
    if (beside(item, 'left', items)) continue
    const piece: Y.Item[] = []
    for (let each: Y.Item | undefined = item; each; each = beside(each, 'right', items))
      piece.push(each)
    pieces.push(piece)
  }
  return pieces
}

/** Whether this came with the change. */
export const isNewIn = ({ beforeState }: Y.Transaction, { client, clock }: Y.ID): boolean =>
  clock >= (beforeState.get(client) ?? 0)

/** What stood before the change and was struck by it, or went with its paragraph. */
export function struckBy(transaction: Y.Transaction): ReadonlySet<Y.Item> {
  const items = new Set<Y.Item>()
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (isText(struct) && !isNewIn(transaction, struct.id)) items.add(struct)
  })
  return items
}

/** What the change put and left. */
export function putBy({ doc, beforeState, afterState }: Y.Transaction): ReadonlySet<Y.Item> {
  const items = new Set<Y.Item>()
  for (const [client, state] of afterState) {
    const before = beforeState.get(client) ?? 0
    if (state === before) continue
    const structs = doc.store.clients.get(client) ?? []
    for (let index = Y.findIndexSS(structs, before); index < structs.length; index += 1) {
      const struct = structs[index]
      if (isText(struct) && !struct.deleted) items.add(struct)
    }
  }
  return items
}
