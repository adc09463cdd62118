/**
 * Where the structs of an update stand: the first one of a root names the root, and the key where it has one; all others have it
 * from what they were put beside, be it in the document or in the update itself.
 */
import * as Y from 'yjs'
import type { Arrivals } from '../arrivals.ts'

/** Where something stands: in the sequence of a root, or under a key of one. */
export interface Spot {
  readonly root: string
  readonly key: string | null
}

/** Names of the roots of a document, each looked for once. */
export function openRootNames(doc: Y.Doc): (root: unknown) => string | undefined {
  const names = new WeakMap<object, string>()
  for (const [name, root] of doc.share) names.set(root, name)
  return (root) => {
    if (!(root instanceof Y.AbstractType) || root.parent) return undefined
    const known = names.get(root)
    if (known !== undefined) return known
    for (const [name, each] of doc.share) names.set(each, name)
    return names.get(root)
  }
}

export interface Spots {
  /** Undefined where a struct names two places, one that cannot be, or something that lies in another. */
  readonly spotOf: (item: Y.Item, known: Y.ID | null) => Spot | undefined
}

const isOne = (one: Spot, other: Spot): boolean => one.root === other.root && one.key === other.key

/** `rootName` tells the name of a root of the document. */
export function openSpots(
  arrivals: Arrivals<Spot>,
  rootName: (root: unknown) => string | undefined,
): Spots {
  const spotAt = (id: Y.ID): Spot | undefined => {
    const run = arrivals.runAt(id)
    if (!(run instanceof Y.Item)) return run?.spot
    const root = rootName(run.parent)
    return root === undefined ? undefined : { root, key: run.parentSub }
  }
  return {
    /** `known` is the letter before it in the same struct, where the document has that already. */
    spotOf({ origin, rightOrigin, parent, parentSub: key }, known) {
      const beside = [origin, rightOrigin, known].flatMap((id) => (id ? [spotAt(id)] : []))
      const named: unknown = parent
      if (beside.length === 0) return typeof named === 'string' ? { root: named, key } : undefined
      const [first] = beside
      return first && beside.every((each) => each && isOne(each, first)) ? first : undefined
    },
  }
}
