/** A branch brought up to its base on a copy of it: the branch itself is as it was. */
import * as Y from 'yjs'
import type { Branch } from '#shared/amendment/branch'
import { follow, hasNews, hasStrays } from '#shared/amendment/follow'
import { rebase } from '#shared/amendment/rebase'
import { copyOfFlowDoc } from '#shared/flow/flow-doc'

export interface BroughtUp {
  /** What the branch lacked. */
  readonly update: Uint8Array
  readonly branch: Branch
}

/** Rebases under a client id that nobody has in the two texts. */
export function rebased(branch: Branch, base: Y.Doc, client: number): BroughtUp {
  const copy = copyOfFlowDoc(branch.doc, client)
  const updates: Uint8Array[] = []
  copy.on('update', (update: Uint8Array) => updates.push(update))
  const next = rebase({ ...branch, doc: copy }, base)
  return { update: Y.mergeUpdates(updates), branch: next }
}

/** A branch that has all of its base: by following it where that is enough. */
export function broughtUp(branch: Branch, base: Y.Doc, client: number): Branch {
  if (!hasNews(branch, base)) return branch
  const followed = hasStrays(branch) ? undefined : follow(branch, base)
  if (!followed) return rebased(branch, base, client).branch
  const doc = copyOfFlowDoc(branch.doc, client)
  Y.applyUpdate(doc, followed.update)
  return { ...followed.branch, doc }
}
