/** Why the server closed a text, in the terms in which a person is told. */
import { closeCode, overloadReason } from '#shared/protocol/close-codes'

/** What stands between a person and a text; `trouble.*` of the messages says each in a sentence. */
export type Trouble =
  | 'disk-refuses'
  | 'too-much'
  | 'too-slow'
  | 'too-many-connections'
  | 'too-many-followers'
  | 'too-many-texts'
  | 'not-loaded'
  | 'malformed'
  | 'signed-out'
  | 'another-member'
  | 'text-unknown'
  | 'other-release'
  | 'other-epoch'
  /** Words were refused, and this device has no room to keep them apart from the text. */
  | 'no-room'

const overloads = new Map<string, Trouble>([
  [overloadReason.diskRefuses, 'disk-refuses'],
  [overloadReason.tooMuch, 'too-much'],
  [overloadReason.tooSlow, 'too-slow'],
  [overloadReason.tooManyConnections, 'too-many-connections'],
  [overloadReason.tooManyFollowers, 'too-many-followers'],
])

/** What a close tells; undefined when it tells nothing but that the line is gone. */
export function troubleOf(code: number, reason: string): Trouble | undefined {
  switch (code) {
    case closeCode.overloaded:
      return overloads.get(reason) ?? 'too-many-texts'
    case closeCode.internal:
      return 'not-loaded'
    case closeCode.malformed:
      return 'malformed'
    case closeCode.signedOut:
      return 'signed-out'
    case closeCode.anotherMember:
      return 'another-member'
    case closeCode.textUnknown:
      return 'text-unknown'
    case closeCode.otherEpoch:
      return 'other-epoch'
    case closeCode.otherRelease:
      return 'other-release'
    default:
      return undefined
  }
}
