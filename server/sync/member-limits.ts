/**
 * What one member may ask of the server over all their sockets: a token bucket for messages and a bound on sockets. By
 * member and not by address, because a conference hall is one address.
 */
import { type OverloadReason, overloadReason } from '#shared/protocol/close-codes'

export interface Limits {
  /** Messages a second that a member may send for long; the socket of one who sends more is read later. */
  readonly messagesPerSecond: number
  readonly socketsPerMember: number
}

/** A bucket holds this many seconds of messages: a paste, or a laptop that was offline over lunch, passes at once. */
const burstSeconds = 10
/** Larger messages cost more: one for each so many bytes. */
const bytesPerMessage = 16 * 1024

/** With a longer debt, in milliseconds, a sender is closed and let in nowhere. */
export const longestDebt = 30_000
/** Accounts are gone through when there are more than so many. */
const leastForgotten = 1000

export interface Account {
  tokens: number
  /** When the tokens were counted, in milliseconds. */
  at: number
  sockets: number
}

export interface MemberLimits {
  /** Counts a socket in, or tells why not. */
  enter(key: string): Account | OverloadReason
  leave(account: Account): void
  /** Takes a message of this size from an account; gives back the milliseconds until the next may be read. */
  charge(account: Account, bytes: number, share: number): number
  accountOf(key: string): Account
  /** Milliseconds until an account is out of debt. */
  debtOf(account: Account): number
}

export function openMemberLimits(
  limits: Limits,
  now: () => number = () => performance.now(),
): MemberLimits {
  const { messagesPerSecond, socketsPerMember } = limits
  const accounts = new Map<string, Account>()
  const full = messagesPerSecond * burstSeconds
  const earn = (account: Account) => {
    const time = now()
    const earned = ((time - account.at) / 1000) * messagesPerSecond
    account.at = time
    account.tokens = Math.min(full, account.tokens + earned)
  }
  const debtOf = (account: Account): number => {
    earn(account)
    return account.tokens >= 0 ? 0 : (-account.tokens / messagesPerSecond) * 1000
  }
  /** An account as good as new need not be remembered; a spent one outlives its sockets: who comes back finds it again. */
  const forgetTheRested = () => {
    for (const [key, account] of accounts) {
      earn(account)
      if (account.sockets === 0 && account.tokens === full) accounts.delete(key)
    }
    forgetAbove = Math.max(leastForgotten, 2 * accounts.size)
  }
  let forgetAbove = leastForgotten
  const accountOf = (key: string): Account => {
    const known = accounts.get(key)
    if (known) return known
    if (accounts.size >= forgetAbove) forgetTheRested()
    const account = { tokens: full, at: now(), sockets: 0 }
    accounts.set(key, account)
    return account
  }

  return {
    enter(key) {
      const account = accountOf(key)
      if (account.sockets >= socketsPerMember) return overloadReason.tooManyConnections
      if (debtOf(account) > longestDebt) return overloadReason.tooMuch
      account.sockets += 1
      return account
    },
    leave(account) {
      account.sockets -= 1
    },
    charge(account, bytes, share) {
      earn(account)
      account.tokens -= share * (1 + Math.floor(bytes / bytesPerMessage))
      return debtOf(account)
    },
    accountOf,
    debtOf,
  }
}
