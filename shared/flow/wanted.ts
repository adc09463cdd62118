/** How a flow is wanted to read: letter by letter where something changes, and in whole stretches where nothing does. */
import type { Embed } from './embeds.ts'
import type { LetterId } from './ids.ts'
import type { Piece } from './moments.ts'
import type { Marks } from './tokens.ts'

/** A letter or an embed of the document that is to stand. */
export interface WantedLetter {
  readonly id: LetterId
  readonly marks: Marks
  /** Rather stays where it is than another that is not. */
  readonly isFixed: boolean
  /** Stands elsewhere too: this one is a copy. */
  readonly isSecond?: true
  /** It is put anew, right behind this letter, which may be deleted; those wanted next with the same one follow it. */
  readonly behind?: LetterId
}

/** Such a letter, or an embed that is to be put. */
export type Wanted = WantedLetter | { readonly put: Embed }

/**
 * Pieces that stand, each behind the one before it with nothing that stands between them, and are to stay so, with the marks that they
 * had. There is at least one.
 */
export interface Kept {
  readonly kept: readonly Piece[]
}

export type WantedFlow = readonly (Wanted | Kept)[]

export const isKept = (part: Wanted | Kept): part is Kept => 'kept' in part
