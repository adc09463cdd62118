/** What an amendment did with each item of its base and of its own. */
import * as Y from 'yjs'

export type Kind = 'same' | 'struck' | 'put'
export type KindOf = (client: number, clock: number) => Kind

/** Tells the items of both documents apart: struck ones are of the base, put ones are the amendment's own. */
export function kindsIn(base: Y.Doc, amendment: Y.Doc): KindOf {
  const struck = Y.createDeleteSetFromStructStore(amendment.store)
  return (client, clock) => {
    if (clock >= Y.getState(base.store, client)) return 'put'
    return Y.isDeleted(struck, Y.createID(client, clock)) ? 'struck' : 'same'
  }
}
