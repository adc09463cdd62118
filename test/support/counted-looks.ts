/** Counts how often the structs of a document are looked at: where each stands, what it says, and what is beside it. */
import type * as Y from 'yjs'

/** From now on; `looks` tells how often since it was asked last. */
export function countLooks(doc: Y.Doc): { readonly looks: () => number } {
  let count = 0
  for (const structs of doc.store.clients.values())
    for (const struct of structs)
      for (const key of ['id', 'content', 'right', 'left']) {
        const own = Object.getOwnPropertyDescriptor(struct, key)
        if (!own) continue
        let value: unknown = own.value
        Object.defineProperty(struct, key, {
          enumerable: true,
          get() {
            count += 1
            return value
          },
          set(next: unknown) {
            value = next
          },
        })
      }
  return {
    looks() {
      const since = count
      count = 0
      return since
    },
  }
}
