/** How a flow is wanted to read, letter by letter. */
import type { Embed } from './embeds.ts'
import type { LetterId } from './ids.ts'
import type { Marks } from './tokens.ts'

/** A letter or an embed of the document that is to stand, or an embed that is to be put. */
export type Wanted =
  | {
      readonly id: LetterId
      readonly marks: Marks
      /** Rather stays where it is than another that is not. */
      readonly isFixed: boolean
      /** Stands elsewhere too: this one is a copy. */
      readonly isSecond?: true
      /** It is put anew, right behind this letter, which may be deleted; those wanted next with the same one follow it. */
      readonly behind?: LetterId
    }
  | { readonly put: Embed }
