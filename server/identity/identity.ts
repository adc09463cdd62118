/** Who asks: personal links, follow links and sessions, and what they are worth *now* by the record. */
import { createHmac, randomBytes } from 'node:crypto'
import type { GroupId, MeetingId, MemberId } from '#shared/domain/ids'
import type { Attendance } from '#shared/protocol/api'
import type { PlaceEnded } from '#shared/protocol/event-streams'
import { type SeatHolder, seatHolder } from '#shared/record/seat-holder'
import { type Actor, actorOf } from '#shared/record/state'
import type { Records } from '../record/records.ts'
import type { Reader } from '../sync/rights.ts'
import { endUnfinishedLinks, type IssueLink, type NewLink, openLinkIssue } from './issue-link.ts'
import { newToken, tokenHash } from './link-token.ts'
import { openPace, openSharedPace } from './pace.ts'
import { openRegister, type SignedIn } from './register.ts'
import { surplusSessions } from './surplus-sessions.ts'

const day = 24 * 60 * 60 * 1000
const linkLifetime = 90 * day
const sessionLifetime = 30 * day
const mostGroupsOfSession = 20
/**
 * How many links may be opened from one address, which may be a whole hall at the start of a meeting, and from all together; a
 * personal link by itself.
 */
const ofAddress = { atOnce: 600, perSecond: 10 }
const ofAll = { atOnce: 6000, perSecond: 200 }
const ofLink = { atOnce: 50, perSecond: 1 }

/** A sign-in that was found to be good: by a cookie's session, or by a personal link's token directly. */
export interface SignIn {
  readonly sessionKey: string
  readonly signedIn: readonly SignedIn[]
}

export type LinkProblem =
  | 'link-invalid'
  | 'link-expired'
  | 'link-revoked'
  | 'follow-link-closed'
  | 'too-many-requests'

export type Opened =
  | {
      readonly ok: true
      readonly sessionToken: string
      readonly by: SignedIn['by']
      /** The group in which this browser is somebody else from now on; undefined when it is nobody else in any. */
      readonly changed: GroupId | undefined
    }
  /** `wait`: milliseconds until it may be tried again. */
  | { readonly ok: false; readonly problem: LinkProblem; readonly wait?: number }
  /** The link is another member's than the one who is signed in here: asked first. */
  | {
      readonly ok: false
      readonly problem: 'signed-in-as-another'
      readonly present: SeatHolder
      readonly offered: SeatHolder
    }

export interface Identity {
  /** Makes a personal link for the member's present link generation; its token is shown once. */
  makePersonalLink(groupId: GroupId, memberId: MemberId): Promise<NewLink | undefined>
  /**
   * Makes a new personal link, on the record as this actor's act. The one before ends, and with it all that was signed in by it
   * but the sessions of the browser that asked, when the link is the asking member's own.
   */
  readonly issueLink: IssueLink
  followToken(groupId: GroupId, meetingId: MeetingId): Promise<string>
  /**
   * Opens a link: into the given session, or a new one. A follow link never replaces a member's place, and another member's
   * link only when `inPlaceOf` names the member who has it now. `address` is where it is opened.
   */
  open(
    token: string,
    session: SignIn | undefined,
    inPlaceOf?: MemberId,
    address?: string,
  ): Promise<Opened>
  signInBySession(token: string): SignIn | undefined
  signInByLink(token: string): SignIn | undefined
  /** Ends a session, and those that it followed in the same browser. Gives back the groups in which it had a place. */
  signOut(token: string): Promise<readonly GroupId[]>
  /** Calls the listener when a place of this session has ended by a sign-in or sign-out; returns what stops that. */
  whenPlaceEnds(sessionKey: string, listener: (how: PlaceEnded) => void): () => void
  /** Whether the member has a link, or a session, that works now. */
  signsIn(groupId: GroupId, memberId: MemberId): boolean
  /** Who this sign-in is in the group now; undefined when it has lost its place. */
  actorIn(signIn: SignIn, groupId: GroupId): Actor | undefined
  /** The same question for a socket that has been open for a while. */
  actorOfReader(reader: Reader): Actor | undefined
  readerIn(signIn: SignIn, groupId: GroupId): Reader | undefined
  attendances(signIn: SignIn): Attendance[]
  /** A code for the first-run page, new at each start. */
  makeSetupCode(): Promise<string>
  isSetupCode(code: string): boolean
  endSetup(): Promise<void>
}

/** What tells two places in a group apart: the member, or that it is a reader's. */
const whoseOf = (signedIn: SignedIn): MemberId | null =>
  signedIn.by === 'member' ? signedIn.memberId : null

export async function openIdentity(
  dataFolder: string,
  records: Records,
  now: () => Date = () => new Date(),
  /** What links are paced by, in milliseconds. */
  paceNow: () => number = () => now().getTime(),
): Promise<Identity> {
  const register = await openRegister(dataFolder)
  const { data } = register
  endUnfinishedLinks(data, records)

  const isPast = (instant: string): boolean => instant <= now().toISOString()
  const later = (milliseconds: number): string =>
    new Date(now().getTime() + milliseconds).toISOString()

  const pace = openSharedPace(ofAddress, ofAll, paceNow)
  const linkPace = openPace(ofLink, paceNow)
  /** Never stored, so that a mark in the register leads back to no address. */
  const markKey = randomBytes(32)
  const markOf = (address: string): string =>
    createHmac('sha256', markKey).update(address).digest('hex').slice(0, 12)

  const prune = () => {
    for (const [hash, session] of Object.entries(data.sessions))
      if (isPast(session.expiresAt)) delete data.sessions[hash]
    for (const hash of surplusSessions(data.sessions)) delete data.sessions[hash]
    // A link that is over is remembered for a while, so that its holder is told why it no longer works.
    for (const [hash, link] of Object.entries(data.personalLinks))
      if (link.expiresAt < later(-linkLifetime)) delete data.personalLinks[hash]
  }

  const actorBy = (signedIn: SignedIn): Actor | undefined => {
    const state = records.headOf(signedIn.groupId)
    if (!state) return undefined
    if (signedIn.by === 'follow-link') {
      const meeting = state.meetings.find((other) => other.meetingId === signedIn.meetingId)
      return meeting?.followLinkOpen ? { by: 'public' } : undefined
    }
    const newest = state.members[signedIn.memberId]?.linkGeneration ?? Number.POSITIVE_INFINITY
    // Ahead of the record only while a new link is on its way there.
    return signedIn.linkGeneration >= newest ? actorOf(state, signedIn.memberId) : undefined
  }

  const placeListeners = new Map<string, Set<(how: PlaceEnded) => void>>()
  /** Tells what is open under these sessions that a place of theirs has ended. */
  const tellEnded = (sessionKeys: readonly string[], how: PlaceEnded) => {
    for (const sessionKey of sessionKeys)
      for (const listener of placeListeners.get(sessionKey) ?? []) listener(how)
  }

  const sessionOf = (hash: string): SignIn | undefined => {
    const session = data.sessions[hash]
    return session && !isPast(session.expiresAt)
      ? { sessionKey: hash, signedIn: session.signedIn }
      : undefined
  }

  /** The session, and those before it in the same browser that have not ended. */
  const withFormers = (hash: string): string[] =>
    [hash, ...(data.sessions[hash]?.formers ?? [])].filter((each) => data.sessions[each])

  const linkOf = (hash: string): SignIn | undefined => {
    const link = data.personalLinks[hash]
    if (!link || isPast(link.expiresAt)) return undefined
    const { groupId, memberId, linkGeneration } = link
    return { sessionKey: hash, signedIn: [{ by: 'member', groupId, memberId, linkGeneration }] }
  }

  const inGroup = (signIn: SignIn, groupId: GroupId): SignedIn | undefined =>
    signIn.signedIn.find((each) => each.groupId === groupId && actorBy(each) !== undefined)

  const whatLinkOpens = (token: string): SignedIn | LinkProblem => {
    const link = data.personalLinks[tokenHash(token)]
    if (link) {
      if (isPast(link.expiresAt)) return 'link-expired'
      const { groupId, memberId, linkGeneration } = link
      const signedIn = { by: 'member', groupId, memberId, linkGeneration } as const
      return actorBy(signedIn) ? signedIn : 'link-revoked'
    }
    const follow = data.followLinks.find((other) => other.token === token)
    if (!follow) return 'link-invalid'
    const { groupId, meetingId } = follow
    const signedIn = { by: 'follow-link', groupId, meetingId } as const
    return actorBy(signedIn) ? signedIn : 'follow-link-closed'
  }

  return {
    async makePersonalLink(groupId, memberId) {
      const member = records.stateOf(groupId)?.members[memberId]
      if (member?.standing !== 'seated') return undefined
      const token = newToken()
      const expiresAt = later(linkLifetime)
      const { linkGeneration } = member
      data.personalLinks[tokenHash(token)] = { groupId, memberId, linkGeneration, expiresAt }
      prune()
      await register.write()
      return { token, expiresAt }
    },
    async followToken(groupId, meetingId) {
      const known = data.followLinks.find(
        (other) => other.groupId === groupId && other.meetingId === meetingId,
      )
      if (known) return known.token
      const token = newToken()
      data.followLinks.push({ groupId, meetingId, token })
      await register.write()
      return token
    },
    issueLink: openLinkIssue(register, records, () => later(linkLifetime)),
    async open(token, session, inPlaceOf, address = '') {
      const opened = whatLinkOpens(token)
      const isMember = typeof opened !== 'string' && opened.by === 'member'
      // Who has a personal link is let in whatever others at their address do, or guess.
      const wait = isMember ? linkPace.take(tokenHash(token)) : pace.take(address)
      if (wait > 0) return { ok: false, problem: 'too-many-requests', wait }
      if (typeof opened === 'string') return { ok: false, problem: opened }
      const kept = (session?.signedIn ?? []).filter((each) => actorBy(each) !== undefined)
      const before = kept.find((each) => each.groupId === opened.groupId)
      const present = before?.by === 'member' ? before : undefined
      const place = opened.by === 'follow-link' ? (present ?? opened) : opened
      if (present && whoseOf(place) !== present.memberId && inPlaceOf !== present.memberId) {
        const holders = [present, opened].map((each) => {
          const state = records.headOf(each.groupId)
          return state && each.by === 'member' ? seatHolder(state, each.memberId) : undefined
        })
        if (holders[0] && holders[1])
          return {
            ok: false,
            problem: 'signed-in-as-another',
            present: holders[0],
            offered: holders[1],
          }
      }
      const sessionToken = newToken()
      const formers = session ? withFormers(session.sessionKey) : []
      const changed = before && whoseOf(before) !== whoseOf(place) ? place.groupId : undefined
      for (const hash of formers) {
        const former = data.sessions[hash]
        if (!former) continue
        // A new token at each sign-in, so that a session planted beforehand gains nothing. What other windows have open goes on.
        if (former.expiresAt > later(day)) former.expiresAt = later(day)
        if (changed) former.signedIn = former.signedIn.filter(({ groupId }) => groupId !== changed)
      }
      const others = kept.filter((each) => each.groupId !== opened.groupId)
      data.sessions[tokenHash(sessionToken)] = {
        expiresAt: later(sessionLifetime),
        signedIn: [place, ...others].slice(0, mostGroupsOfSession).map((each) => ({ ...each })),
        formers,
        from: markOf(address),
      }
      prune()
      await register.write()
      if (changed) tellEnded(formers, { replaced: true })
      return { ok: true, sessionToken, by: opened.by, changed }
    },
    signInBySession: (token) => sessionOf(tokenHash(token)),
    signInByLink: (token) => linkOf(tokenHash(token)),
    async signOut(token) {
      const ended = withFormers(tokenHash(token))
      const groups = ended.flatMap((hash) => data.sessions[hash]?.signedIn ?? [])
      for (const hash of ended) delete data.sessions[hash]
      await register.write()
      tellEnded(ended, { replaced: false })
      return [...new Set(groups.map(({ groupId }) => groupId))]
    },
    whenPlaceEnds(sessionKey, listener) {
      const listeners = placeListeners.get(sessionKey) ?? new Set()
      placeListeners.set(sessionKey, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) placeListeners.delete(sessionKey)
      }
    },
    signsIn(groupId, memberId) {
      const isTheirs = (each: SignedIn) =>
        each.groupId === groupId && whoseOf(each) === memberId && actorBy(each) !== undefined
      const lasts = ({ expiresAt }: { readonly expiresAt: string }) => !isPast(expiresAt)
      return (
        Object.values(data.personalLinks).some(
          (link) => lasts(link) && isTheirs({ by: 'member', ...link }),
        ) ||
        Object.values(data.sessions).some(
          (session) => lasts(session) && session.signedIn.some(isTheirs),
        )
      )
    },
    actorIn(signIn, groupId) {
      const signedIn = inGroup(signIn, groupId)
      return signedIn && actorBy(signedIn)
    },
    actorOfReader({ sessionKey, groupId, memberId }) {
      const signIn = sessionOf(sessionKey) ?? linkOf(sessionKey)
      const signedIn = signIn && inGroup(signIn, groupId)
      return signedIn && whoseOf(signedIn) === memberId ? actorBy(signedIn) : undefined
    },
    readerIn(signIn, groupId) {
      const signedIn = inGroup(signIn, groupId)
      return signedIn && { sessionKey: signIn.sessionKey, groupId, memberId: whoseOf(signedIn) }
    },
    attendances: (signIn) =>
      signIn.signedIn.flatMap((signedIn): Attendance[] => {
        const actor = actorBy(signedIn)
        const group = records.stateOf(signedIn.groupId)?.group
        if (!actor || !group || actor.by === 'installation') return []
        const { groupId, name: groupName } = group
        if (actor.by === 'public')
          return [
            {
              groupId,
              groupName,
              role: 'public',
              memberId: null,
              seatId: null,
              delegationId: null,
              meetingId: signedIn.by === 'follow-link' ? signedIn.meetingId : null,
            },
          ]
        const { role, memberId, seatId, delegationId } = actor
        return [{ groupId, groupName, role, memberId, seatId, delegationId, meetingId: null }]
      }),
    async makeSetupCode() {
      const code = newToken().slice(0, 20)
      data.setupCode = tokenHash(code)
      await register.write()
      return code
    },
    isSetupCode: (code) => data.setupCode !== null && data.setupCode === tokenHash(code),
    async endSetup() {
      data.setupCode = null
      await register.write()
    },
  }
}
