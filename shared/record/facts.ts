/** What a decision needs to know beside the state: gathered by the server before it asks, and by the client to preview. */
import type { TakenOut } from '../acts/take-out.ts'
import type { AmendmentChange } from '../compare/shown.ts'
import type { TextContent } from '../domain/content.ts'
import type { MemberId, TextId } from '../domain/ids.ts'
import type { Instant } from '../domain/plain-string.ts'
import type { FlatRange } from '../text/flat-words.ts'

/** A base that took up some of an amendment's changes. */
export interface AfterPart {
  readonly content: TextContent
  readonly changes: readonly AmendmentChange[]
}

export interface Facts {
  /** What a text says now; undefined when that is not known. */
  contentOf(textId: TextId): TextContent | undefined
  /** Milliseconds from an instant until now; negative while it is still to come. */
  since(instant: Instant): number
  /** An instant so many milliseconds later, in the years that have a form. Left out where nobody holds deadlines: on a client. */
  readonly later?: (instant: Instant, milliseconds: number) => Instant
  /** Whether the member has a link or a session that works now. Left out where it cannot be known: a client previews without. */
  readonly signsIn?: (memberId: MemberId) => boolean
  /** What a repair would take out of a text. Left out where it cannot be known. */
  readonly takenOut?: (textId: TextId) => TakenOut
  /** Who wrote these words of a text. Left out where it cannot be known: a client previews without. */
  readonly writersOf?: (textId: TextId, range: FlatRange) => readonly MemberId[]
  /** Whether anybody has written under a client id, or another of its session, in a text. Left out where it cannot be known. */
  readonly hasWritten?: (textId: TextId, clientId: number) => boolean
  /**
   * What the base says after this outcome of a tabled amendment; `nothing-to-bracket` when it has no other wording. Left out where it
   * cannot be known: a client previews without.
   */
  readonly afterAmendment?: (
    textId: TextId,
    outcome: 'take-up' | 'bracket',
  ) => TextContent | 'nothing-to-bracket'
  /** What the base says when these changes of a tabled amendment are taken up and those are left, with all of its changes. */
  readonly afterPart?: (
    textId: TextId,
    chosen: readonly string[],
    left: readonly string[],
  ) => AfterPart | 'changes-moved'
}
