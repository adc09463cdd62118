/** With which code a text is closed to who knocks and is no reader. */
import { closeCode } from '#shared/protocol/close-codes'

export const closedTo = {
  nobody: closeCode.signedOut,
  'another-member': closeCode.anotherMember,
  'other-epoch': closeCode.otherEpoch,
  'another-schema': closeCode.otherRelease,
} as const
