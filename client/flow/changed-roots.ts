/** What a transaction changed, by the names of roots. */
import * as Y from 'yjs'
import { blockKeys } from '#shared/flow/flow-doc'

export interface ChangedRoots {
  readonly names: ReadonlySet<string>
  /** Blocks that look otherwise. */
  readonly blocks: readonly string[]
}

/** Each root's name is looked for once. */
export function newChangedRoots(doc: Y.Doc): (transaction: Y.Transaction) => ChangedRoots {
  const known = new WeakMap<object, string>()
  const keys: unknown = blockKeys(doc)
  return ({ changed }) => {
    const names = new Set<string>()
    const blocks: string[] = []
    for (const [root, said] of changed) {
      if (root.parent !== null) continue
      const name = known.get(root) ?? Y.findRootTypeKey(root)
      known.set(root, name)
      names.add(name)
      if (Object.is(root, keys))
        for (const key of said) if (key !== null) blocks.push(key.slice(0, key.lastIndexOf('.')))
    }
    return { names, blocks }
  }
}
