/**
 * Close codes in the bands that y-websocket 3.1 understands: 4400 to 4499 are final, everything else is tried again.
 * Refusals come as a close after the upgrade, because a browser sees nothing but 1006 of an HTTP 401.
 */
export const closeCode = {
  restarting: 1012,
  overloaded: 1013,
  tooLarge: 1009,
  internal: 1011,
  malformed: 4400,
  signedOut: 4401,
  textUnknown: 4404,
  /** The page names another member than the one who is signed in. */
  anotherMember: 4409,
  /** A backup was put in place since: what the client has is of a store that is no more. */
  otherEpoch: 4410,
  /** The page is of another release, or of another schema of the words, than the server: it asks its person to reload. */
  otherRelease: 4426,
  rightsChanged: 4500,
} as const

/** What `overloaded` means this time: the reason that goes with it. */
export const overloadReason = {
  diskRefuses: 'the disk refuses',
  tooMuch: 'too much at once',
  tooSlow: 'too slow',
  tooManyConnections: 'too many connections of one member',
  tooManyFollowers: 'too many followers',
  tooManyTexts: 'too many texts are open',
} as const
export type OverloadReason = (typeof overloadReason)[keyof typeof overloadReason]
