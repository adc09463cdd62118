/**
 * Epochs of stores: after an upgrade it is another one, since what pages keep of before has another form. It begins with what tells the
 * epoch of before, so that a page doesn't take an upgrade for a backup that was put in place; what follows is chance.
 *
 * Before: `f0d53bbd9564db4a`. After: `beginningAfter` of it and eight random characters.
 */
import { sha256Hex } from '../record/chain.ts'

/** How the epoch begins that a store of this epoch has when it was upgraded. */
export const beginningAfter = (epoch: string): string => sha256Hex(`upgraded ${epoch}`).slice(0, 8)

/** Whether a store of an epoch was upgraded to one of another. */
export const isUpgradeOf = (epoch: string, before: string): boolean =>
  epoch.startsWith(beginningAfter(before))
