/** Brings an amendment of the tree up to its base a last time, as it was brought up whenever somebody opened it. */
import * as Y from 'yjs'
import { updateFromBase } from './amended-words.ts'
import { carriedPuts } from './carried-puts.ts'
import { carriedStrikes } from './carried-strikes.ts'
import type { Rewrite } from './rewrites.ts'

/** Whether anything was put into a base that the amendment has not. */
export const lacksWords = (base: Y.Doc, amendment: Y.Doc): boolean =>
  [...base.store.clients.keys()].some(
    (client) => Y.getState(base.store, client) > Y.getState(amendment.store, client),
  )

/**
 * Changes the amendment's document. `rewrites` are those of the base whose copies it lacks. `clientFor` gives a client id that the author
 * of another one has not written under; undefined for an amendment that nobody but its delegation has seen: what it puts stays where
 * it was put.
 */
export function bringUp(
  base: Y.Doc,
  amendment: Y.Doc,
  rewrites: readonly Rewrite[],
  clientFor: ((client: number) => number) | undefined,
): void {
  const update = updateFromBase(base, amendment)
  const strikes = carriedStrikes(amendment, rewrites)
  for (const each of strikes ? [update, strikes] : [update]) Y.applyUpdate(amendment, each)
  if (clientFor) carriedPuts(base, amendment, rewrites, clientFor)
}
