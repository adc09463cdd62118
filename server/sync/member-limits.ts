/**
 * What one member may ask of the server over all their sockets: a token bucket for messages and a bound on sockets. By
 * member and not by address, because a conference hall is one address.
 */

export interface Limits {
  /** Messages a second that a member may send for long; the socket of one who sends more is read later. */
  readonly messagesPerSecond: number
  readonly socketsPerMember: number
}

/** A bucket holds this many seconds of messages: a paste, or a laptop that was offline over lunch, passes at once. */
const burstSeconds = 10
/** Larger messages cost more: one for each so many bytes. */
const bytesPerMessage = 16 * 1024

export interface Account {
  tokens: number
  /** When the tokens were counted, in milliseconds. */
  at: number
  sockets: number
}

export interface MemberLimits {
  /** Counts a socket in; undefined when there are too many. */
  enter(key: string): Account | undefined
  leave(key: string, account: Account): void
  /** Takes a message of this size from an account; gives back the milliseconds until the next may be read. */
  charge(account: Account, bytes: number, share: number): number
}

export function openMemberLimits(
  limits: Limits,
  now: () => number = () => performance.now(),
): MemberLimits {
  const { messagesPerSecond, socketsPerMember } = limits
  const accounts = new Map<string, Account>()
  const full = messagesPerSecond * burstSeconds

  return {
    enter(key) {
      const account = accounts.get(key) ?? { tokens: full, at: now(), sockets: 0 }
      if (account.sockets >= socketsPerMember) return undefined
      account.sockets += 1
      accounts.set(key, account)
      return account
    },
    leave(key, account) {
      account.sockets -= 1
      // A debt outlives its socket: who reconnects finds it again.
      if (account.sockets === 0 && account.tokens >= 0) accounts.delete(key)
    },
    charge(account, bytes, share) {
      const time = now()
      const earned = ((time - account.at) / 1000) * messagesPerSecond
      account.at = time
      account.tokens =
        Math.min(full, account.tokens + earned) - share * (1 + Math.floor(bytes / bytesPerMessage))
      return account.tokens >= 0 ? 0 : (-account.tokens / messagesPerSecond) * 1000
    },
  }
}
