/** What a decision needs to know beside the state: gathered by the server before it asks, and by the client to preview. */
import type { TextContent } from '../domain/content.ts'
import type { MemberId, TextId } from '../domain/ids.ts'
import type { Instant } from '../domain/plain-string.ts'
import type { FlatRange } from '../text/words-anchor.ts'

export interface Facts {
  /** What a text says now; undefined when that is not known. */
  contentOf(textId: TextId): TextContent | undefined
  /** Milliseconds from an instant until now; negative while it is still to come. */
  since(instant: Instant): number
  /** Who wrote these words of a text. Left out where it cannot be known: a client previews without. */
  readonly writersOf?: (textId: TextId, range: FlatRange) => readonly MemberId[]
  /**
   * What the base says after this outcome of a tabled amendment; `context-gone` when words of the amendment have no place in
   * it any more. Left out where it cannot be known: a client previews without.
   */
  readonly afterAmendment?: (
    textId: TextId,
    outcome: 'take-up' | 'bracket',
  ) => TextContent | 'context-gone'
}
