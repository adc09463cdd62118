/** Who asks: personal links, follow links and sessions, and what they are worth *now* by the record. */
import { createHmac, randomBytes } from 'node:crypto'
import type { GroupId, MeetingId, MemberId } from '#shared/domain/ids'
import type { Attendance } from '#shared/protocol/api'
import type { PlaceEnded } from '#shared/protocol/event-streams'
import { seatHolder } from '#shared/record/seat-holder'
import { type Actor, actorOf } from '#shared/record/state'
import type { Records } from '../record/records.ts'
import type { Reader } from '../sync/rights.ts'
import { attendanceAt } from './attendance.ts'
import { endUnfinishedLinks, type IssueLink, type NewLink, openLinkIssue } from './issue-link.ts'
import { newToken, tokenHash } from './link-token.ts'
import type { LinkProblem, Opened } from './opened.ts'
import { openPace, openSharedPace } from './pace.ts'
import { openPlaceEndings } from './place-endings.ts'
import type { Register, RegisterData, SignedIn } from './register.ts'
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

/** Whatever changes the register rejects with `StorageRefuses` when the disk does, and nothing is changed then. */
export interface Identity {
  /** Makes a personal link for the member's present link generation; its token is shown once. */
  makePersonalLink(groupId: GroupId, memberId: MemberId): Promise<NewLink | undefined>
  /** Makes personal links in this order, all or none, for members whom the record is about to know too. */
  makeLinks(
    wanted: readonly {
      readonly groupId: GroupId
      readonly memberId: MemberId
      readonly linkGeneration: number
    }[],
  ): Promise<NewLink[]>
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
  /** A session for a place that the record is about to know. */
  startSession(signedIn: SignedIn): Promise<string>
  /** Whether anybody has a personal link that signs in. */
  hasPersonalLinks(): boolean
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
  register: Register,
  records: Records,
  now: () => Date = () => new Date(),
  /** What links are paced by, in milliseconds. */
  paceNow: () => number = () => now().getTime(),
): Promise<Identity> {
  await endUnfinishedLinks(register, records)

  const isPast = (instant: string): boolean => instant <= now().toISOString()
  const later = (milliseconds: number): string =>
    new Date(now().getTime() + milliseconds).toISOString()

  const pace = openSharedPace(ofAddress, ofAll, paceNow)
  const linkPace = openPace(ofLink, paceNow)
  /** Never stored, so that a mark in the register leads back to no address. */
  const markKey = randomBytes(32)
  const markOf = (address: string): string =>
    createHmac('sha256', markKey).update(address).digest('hex').slice(0, 12)

  const prune = (data: RegisterData) => {
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

  const endings = openPlaceEndings()

  const sessionOf = (hash: string): SignIn | undefined => {
    const session = register.data.sessions[hash]
    return session && !isPast(session.expiresAt)
      ? { sessionKey: hash, signedIn: session.signedIn }
      : undefined
  }

  /** The session, and those before it in the same browser that have not ended. */
  const withFormers = (hash: string): string[] =>
    [hash, ...(register.data.sessions[hash]?.formers ?? [])].filter(
      (each) => register.data.sessions[each],
    )

  const linkOf = (hash: string): SignIn | undefined => {
    const link = register.data.personalLinks[hash]
    if (!link || isPast(link.expiresAt)) return undefined
    const { groupId, memberId, linkGeneration } = link
    return { sessionKey: hash, signedIn: [{ by: 'member', groupId, memberId, linkGeneration }] }
  }

  /** The places of a sign-in as they are now: what began with it may have been open for a while. */
  const placesOf = (sessionKey: string): readonly SignedIn[] =>
    (sessionOf(sessionKey) ?? linkOf(sessionKey))?.signedIn ?? []

  const inGroup = (sessionKey: string, groupId: GroupId): SignedIn | undefined =>
    placesOf(sessionKey).find((each) => each.groupId === groupId && actorBy(each) !== undefined)

  const whatLinkOpens = (token: string): SignedIn | LinkProblem => {
    const link = register.data.personalLinks[tokenHash(token)]
    if (link) {
      if (isPast(link.expiresAt)) return 'link-expired'
      const { groupId, memberId, linkGeneration } = link
      const signedIn = { by: 'member', groupId, memberId, linkGeneration } as const
      return actorBy(signedIn) ? signedIn : 'link-revoked'
    }
    const follow = register.data.followLinks.find((other) => other.token === token)
    if (!follow) return 'link-invalid'
    const { groupId, meetingId } = follow
    const signedIn = { by: 'follow-link', groupId, meetingId } as const
    return actorBy(signedIn) ? signedIn : 'follow-link-closed'
  }

  const makeLinks: Identity['makeLinks'] = (wanted) => {
    const made = wanted.map((link) => ({ ...link, token: newToken() }))
    const expiresAt = later(linkLifetime)
    return register.change((draft) => {
      for (const { token, ...link } of made)
        draft.personalLinks[tokenHash(token)] = { ...link, expiresAt }
      prune(draft)
      return made.map(({ token }) => ({ token, expiresAt }))
    })
  }

  return {
    async makePersonalLink(groupId, memberId) {
      const member = records.stateOf(groupId)?.members[memberId]
      if (member?.standing !== 'seated') return undefined
      const { linkGeneration } = member
      const [link] = await makeLinks([{ groupId, memberId, linkGeneration }])
      return link
    },
    makeLinks,
    async followToken(groupId, meetingId) {
      const find = ({ followLinks }: RegisterData) =>
        followLinks.find((other) => other.groupId === groupId && other.meetingId === meetingId)
      const known = find(register.data)
      if (known) return known.token
      return register.change((draft) => {
        const made = find(draft) ?? { groupId, meetingId, token: newToken() }
        if (!find(draft)) draft.followLinks.push(made)
        return made.token
      })
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
      const others = kept.filter((each) => each.groupId !== opened.groupId)
      await register.change((draft) => {
        for (const hash of formers) {
          const former = draft.sessions[hash]
          if (!former) continue
          const { expiresAt, signedIn } = former
          draft.sessions[hash] = {
            ...former,
            // A new token at each sign-in, so that a session planted beforehand gains nothing. What other windows have open goes on.
            expiresAt: expiresAt > later(day) ? later(day) : expiresAt,
            signedIn: changed ? signedIn.filter(({ groupId }) => groupId !== changed) : signedIn,
          }
        }
        draft.sessions[tokenHash(sessionToken)] = {
          expiresAt: later(sessionLifetime),
          signedIn: [place, ...others].slice(0, mostGroupsOfSession),
          formers,
          from: markOf(address),
        }
        prune(draft)
      })
      if (changed) endings.tell(formers, { replaced: true })
      return { ok: true, sessionToken, by: opened.by, changed }
    },
    async startSession(signedIn) {
      const sessionToken = newToken()
      await register.change((draft) => {
        draft.sessions[tokenHash(sessionToken)] = {
          expiresAt: later(sessionLifetime),
          signedIn: [signedIn],
          formers: [],
        }
      })
      return sessionToken
    },
    hasPersonalLinks: () =>
      Object.values(register.data.personalLinks).some(
        ({ expiresAt, ...link }) =>
          !isPast(expiresAt) && actorBy({ by: 'member', ...link }) !== undefined,
      ),
    signInBySession: (token) => sessionOf(tokenHash(token)),
    signInByLink: (token) => linkOf(tokenHash(token)),
    async signOut(token) {
      const ended = withFormers(tokenHash(token))
      const groups = ended.flatMap((hash) => register.data.sessions[hash]?.signedIn ?? [])
      await register.change((draft) => {
        for (const hash of ended) delete draft.sessions[hash]
      })
      endings.tell(ended, { replaced: false })
      return [...new Set(groups.map(({ groupId }) => groupId))]
    },
    whenPlaceEnds: endings.when,
    signsIn(groupId, memberId) {
      const isTheirs = (each: SignedIn) =>
        each.groupId === groupId && whoseOf(each) === memberId && actorBy(each) !== undefined
      const lasts = ({ expiresAt }: { readonly expiresAt: string }) => !isPast(expiresAt)
      return (
        Object.values(register.data.personalLinks).some(
          (link) => lasts(link) && isTheirs({ by: 'member', ...link }),
        ) ||
        Object.values(register.data.sessions).some(
          (session) => lasts(session) && session.signedIn.some(isTheirs),
        )
      )
    },
    actorIn({ sessionKey }, groupId) {
      const signedIn = inGroup(sessionKey, groupId)
      return signedIn && actorBy(signedIn)
    },
    actorOfReader({ sessionKey, groupId, memberId }) {
      const signedIn = inGroup(sessionKey, groupId)
      return signedIn && whoseOf(signedIn) === memberId ? actorBy(signedIn) : undefined
    },
    readerIn({ sessionKey }, groupId) {
      const signedIn = inGroup(sessionKey, groupId)
      return signedIn && { sessionKey, groupId, memberId: whoseOf(signedIn) }
    },
    attendances: ({ sessionKey }) =>
      placesOf(sessionKey).flatMap((signedIn) => {
        const group = records.stateOf(signedIn.groupId)?.group
        return attendanceAt(signedIn, actorBy(signedIn), group ?? undefined)
      }),
    async makeSetupCode() {
      const code = newToken().slice(0, 20)
      await register.change((draft) => {
        draft.setupCode = tokenHash(code)
      })
      return code
    },
    isSetupCode: (code) => register.data.setupCode === tokenHash(code),
    async endSetup() {
      await register.change((draft) => {
        draft.setupCode = null
      })
    },
  }
}
