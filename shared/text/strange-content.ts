/**
 * Whether a document holds what no page of this release writes. What is struck does not count; an editor that cannot build what
 * it finds would strike it, in the name of whoever looks at it.
 */
import * as Y from 'yjs'
import { mayHold, placesIn } from './places.ts'

type PlaceOf = ReturnType<typeof placesIn>

const isStrange = (struct: Y.Item | Y.GC | undefined, placeOf: PlaceOf): boolean => {
  if (!(struct instanceof Y.Item) || struct.deleted) return false
  const place = placeOf(struct.parent)
  return place === undefined || !mayHold(place, struct.parentSub, struct.content)
}

function isAnyStrange(
  doc: Y.Doc,
  since: (client: number) => number,
  clients: Iterable<number>,
): boolean {
  const placeOf = placesIn(doc)
  for (const client of clients) {
    const structs = doc.store.clients.get(client) ?? []
    const from = since(client)
    if (from >= Y.getState(doc.store, client)) continue
    for (let index = Y.findIndexSS(structs, from); index < structs.length; index += 1)
      if (isStrange(structs[index], placeOf)) return true
  }
  return false
}

/** Whether anything in a document is strange; takes as many steps as it has pieces. */
export const holdsStrange = (doc: Y.Doc): boolean =>
  isAnyStrange(doc, () => 0, doc.store.clients.keys())

/** Whether a transaction brought anything strange; takes as many steps as it brought pieces. */
export const broughtStrange = ({ doc, beforeState, afterState }: Y.Transaction): boolean =>
  isAnyStrange(
    doc,
    (client) => beforeState.get(client) ?? 0,
    [...afterState.keys()].filter(
      (client) => afterState.get(client) !== (beforeState.get(client) ?? 0),
    ),
  )
