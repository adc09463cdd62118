/** What the sync server asks about people: at every message, never remembered on a connection. */
import type { GroupId, MemberId, TextId } from '#shared/domain/ids'
import type { TextRight, WhyNotWrite } from '#shared/record/text-right'

/** Whose a bracket of somebody's is. */
export interface Sponsors {
  /** The code of their delegation; '' for those without one. */
  readonly own: () => string
  /** What the bracket names itself, where they may name all of that. */
  readonly named: (codes: readonly string[]) => string | undefined
}

/** Who is behind a socket: a member, or a reader of the follow link (no member). */
export interface Reader {
  readonly groupId: GroupId
  readonly memberId: MemberId | null
  /** Names the sign-in, so that its end closes its sockets. */
  readonly sessionKey: string
}

/** Names whoever pays for what a reader asks: the member, or the sign-in of the follow link. */
export const accountKeyOf = ({ memberId, sessionKey }: Reader): string => memberId ?? sessionKey

/** Whether it is the same person, on whatever socket. */
export const isSameReader = (one: Reader, other: Reader): boolean =>
  accountKeyOf(one) === accountKeyOf(other)

/** How a member appears beside their caret. `colour` is #rrggbb. */
export interface Presence {
  readonly name: string
  readonly code: string
  readonly colour: string
}

export interface WordsRights {
  rightOf(textId: TextId, reader: Reader): TextRight | 'unknown-text' | 'signed-out'
  whyNotWrite(textId: TextId, reader: Reader): WhyNotWrite | undefined
  /** The text that an open amendment amends; undefined for any other text. */
  baseOf(textId: TextId): TextId | undefined
  /** The open amendments to a text. */
  amendmentsTo(textId: TextId): readonly TextId[]
  /** Whose the brackets are that a reader puts. */
  sponsorsOf(reader: Reader): Sponsors
  /** Names who shares with a member what one side may have: their delegation, or they alone. */
  sideOf(textId: TextId, memberId: MemberId): string
  /** Null for those who are counted but not shown. */
  presenceOf(reader: Reader): Presence | null
}
