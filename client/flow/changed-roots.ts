/** What a transaction changed, by the names of roots. */
import type * as Y from 'yjs'
import { blockKeys } from '#shared/flow/flow-doc'

export interface ChangedRoots {
  readonly names: ReadonlySet<string>
  /** Blocks that look otherwise. */
  readonly blocks: readonly string[]
}

/** The name of a root, or of what Yjs had in its place until it was asked for by its kind: a transaction still names that. */
const nameIn = ({ share }: Y.Doc, root: { readonly _map: unknown }): string | undefined =>
  [...share].find(([, each]) => Object.is(each, root) || Object.is(each._map, root._map))?.[0]

/** Each root's name is looked for once. */
export function newChangedRoots(doc: Y.Doc): (transaction: Y.Transaction) => ChangedRoots {
  const known = new WeakMap<object, string>()
  const keys: unknown = blockKeys(doc)
  return ({ changed }) => {
    const names = new Set<string>()
    const blocks: string[] = []
    for (const [root, said] of changed) {
      if (root.parent !== null) continue
      const name = known.get(root) ?? nameIn(doc, root)
      if (name === undefined) continue
      known.set(root, name)
      names.add(name)
      if (Object.is(root, keys))
        for (const key of said) if (key !== null) blocks.push(key.slice(0, key.lastIndexOf('.')))
    }
    return { names, blocks }
  }
}
