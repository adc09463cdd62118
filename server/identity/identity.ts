/** Who asks: personal links, follow links and sessions, and what they are worth *now* by the record. */
import type { GroupId, MeetingId, MemberId } from '#shared/domain/ids'
import type { Attendance } from '#shared/protocol/api'
import { type Actor, actorOf } from '#shared/record/state'
import type { Records } from '../record/records.ts'
import type { Reader } from '../sync/rights.ts'
import { newToken, tokenHash } from './link-token.ts'
import { openPace } from './pace.ts'
import { openRegister, type SignedIn } from './register.ts'

const day = 24 * 60 * 60 * 1000
const linkLifetime = 90 * day
const sessionLifetime = 30 * day
/** Sessions kept at most; the ones that would end first go first. */
const mostSessions = 20_000
const mostGroupsOfSession = 20
/** Sign-ins kept of one follow link; the oldest go first. */
const mostFollowers = 5000
/** So many may open one follow link at once, a hall at the start of a meeting; after that, so many a second. */
const followersAtOnce = 200
const followersPerSecond = 5

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

export interface Identity {
  /** Makes a personal link for the member's present link generation; its token is shown once. */
  makePersonalLink(
    groupId: GroupId,
    memberId: MemberId,
  ): Promise<{ token: string; expiresAt: string } | undefined>
  followToken(groupId: GroupId, meetingId: MeetingId): Promise<string>
  /** Opens a link: into the given session, or a new one. A follow link never replaces a member's place. */
  open(
    token: string,
    session: SignIn | undefined,
  ): Promise<
    { ok: true; sessionToken: string; by: SignedIn['by'] } | { ok: false; problem: LinkProblem }
  >
  signInBySession(token: string): SignIn | undefined
  signInByLink(token: string): SignIn | undefined
  signOut(token: string): Promise<void>
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

export async function openIdentity(
  dataFolder: string,
  records: Records,
  now: () => Date = () => new Date(),
): Promise<Identity> {
  const register = await openRegister(dataFolder)
  const { data } = register

  const isPast = (instant: string): boolean => instant <= now().toISOString()
  const later = (milliseconds: number): string =>
    new Date(now().getTime() + milliseconds).toISOString()

  const followPace = openPace(followersAtOnce, followersPerSecond, () => now().getTime())
  /** One link that is passed round without end may not fill the register. */
  const pruneFollowers = () => {
    const followers = new Map<MeetingId, { hash: string; expiresAt: string }[]>()
    for (const [hash, { signedIn, expiresAt }] of Object.entries(data.sessions)) {
      const [only] = signedIn
      if (signedIn.length !== 1 || only?.by !== 'follow-link') continue
      const own = followers.get(only.meetingId) ?? []
      followers.set(only.meetingId, own)
      own.push({ hash, expiresAt })
    }
    for (const own of followers.values()) {
      const surplus = own.length - mostFollowers
      if (surplus <= 0) continue
      const oldest = own.toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1)).slice(0, surplus)
      for (const { hash } of oldest) delete data.sessions[hash]
    }
  }

  const prune = () => {
    for (const [hash, session] of Object.entries(data.sessions))
      if (isPast(session.expiresAt)) delete data.sessions[hash]
    const isMember = (session: (typeof data.sessions)[string]) =>
      session.signedIn.some(({ by }) => by === 'member')
    // Readers of a follow link may be any number: they never crowd out a member.
    const surplus = Object.entries(data.sessions)
      .toSorted(
        ([, a], [, b]) =>
          Number(isMember(a)) - Number(isMember(b)) || (a.expiresAt < b.expiresAt ? -1 : 1),
      )
      .slice(0, Math.max(0, Object.keys(data.sessions).length - mostSessions))
    for (const [hash] of surplus) delete data.sessions[hash]
    pruneFollowers()
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
    const isNewest = state.members[signedIn.memberId]?.linkGeneration === signedIn.linkGeneration
    return isNewest ? actorOf(state, signedIn.memberId) : undefined
  }

  const sessionOf = (hash: string): SignIn | undefined => {
    const session = data.sessions[hash]
    return session && !isPast(session.expiresAt)
      ? { sessionKey: hash, signedIn: session.signedIn }
      : undefined
  }

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
    async open(token, session) {
      const opened = whatLinkOpens(token)
      if (typeof opened === 'string') return { ok: false, problem: opened }
      if (opened.by === 'follow-link' && !followPace.take(opened.meetingId))
        return { ok: false, problem: 'too-many-requests' }
      const kept = (session?.signedIn ?? []).filter((each) => actorBy(each) !== undefined)
      const isMemberAlready = kept.some(
        (each) => each.groupId === opened.groupId && each.by === 'member',
      )
      const signedIn =
        opened.by === 'follow-link' && isMemberAlready
          ? kept
          : [opened, ...kept.filter((each) => each.groupId !== opened.groupId)]
      const sessionToken = newToken()
      // A new token at each sign-in, so that a session planted beforehand gains nothing. What other windows have open goes on.
      const former = session && data.sessions[session.sessionKey]
      if (former && former.expiresAt > later(day)) former.expiresAt = later(day)
      data.sessions[tokenHash(sessionToken)] = {
        expiresAt: later(sessionLifetime),
        signedIn: signedIn.slice(0, mostGroupsOfSession),
      }
      prune()
      await register.write()
      return { ok: true, sessionToken, by: opened.by }
    },
    signInBySession: (token) => sessionOf(tokenHash(token)),
    signInByLink: (token) => linkOf(tokenHash(token)),
    async signOut(token) {
      delete data.sessions[tokenHash(token)]
      await register.write()
    },
    actorIn(signIn, groupId) {
      const signedIn = inGroup(signIn, groupId)
      return signedIn && actorBy(signedIn)
    },
    actorOfReader({ sessionKey, groupId, memberId }) {
      const signIn = sessionOf(sessionKey) ?? linkOf(sessionKey)
      const signedIn = signIn && inGroup(signIn, groupId)
      const member = signedIn?.by === 'member' ? signedIn.memberId : null
      return signedIn && member === memberId ? actorBy(signedIn) : undefined
    },
    readerIn(signIn, groupId) {
      const signedIn = inGroup(signIn, groupId)
      if (!signedIn) return undefined
      const memberId = signedIn.by === 'member' ? signedIn.memberId : null
      return { sessionKey: signIn.sessionKey, groupId, memberId }
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
