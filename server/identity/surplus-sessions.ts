/** Which sign-ins go when there are too many: nobody's go because somebody else opened many. */
import type { RegisterData } from './register.ts'

type Session = RegisterData['sessions'][string]

/** Sessions kept at most, of all. */
const mostSessions = 20_000
/** Sign-ins kept of one follow link, and of one member. */
const mostFollowers = 5000
const mostOfMember = 100

interface Kept {
  readonly hash: string
  readonly session: Session
}

const oldestFirst = (one: Kept, other: Kept): number =>
  one.session.expiresAt < other.session.expiresAt ? -1 : 1

function groupBy(kept: readonly Kept[], key: (one: Kept) => string): Map<string, Kept[]> {
  const groups = new Map<string, Kept[]>()
  for (const each of kept) {
    const own = groups.get(key(each)) ?? []
    groups.set(key(each), own)
    own.push(each)
  }
  return groups
}

/** What is beyond so many: each time the oldest of the address that has most. */
export function surplusByAddress(kept: readonly Kept[], most: number): Kept[] {
  const sides = [...groupBy(kept, ({ session }) => session.from ?? '').values()].map((own) =>
    own.toSorted(oldestFirst),
  )
  const surplus: Kept[] = []
  for (let left = kept.length - most; left > 0; left--) {
    let first = sides[0]
    for (const side of sides) if (side.length > (first?.length ?? 0)) first = side
    const gone = first?.shift()
    if (gone) surplus.push(gone)
  }
  return surplus
}

/** The hashes of the sessions that are too many. */
export function surplusSessions(sessions: RegisterData['sessions']): string[] {
  const all = Object.entries(sessions).map(([hash, session]) => ({ hash, session }))
  const isMember = ({ session }: Kept) => session.signedIn.some(({ by }) => by === 'member')
  const surplus = new Set<Kept>()
  const links = groupBy(
    all.filter((each) => !isMember(each)),
    ({ session }) => session.signedIn.map((each) => 'meetingId' in each && each.meetingId).join(),
  )
  for (const own of links.values())
    for (const each of surplusByAddress(own, mostFollowers)) surplus.add(each)
  const members = groupBy(all.filter(isMember), ({ session }) =>
    session.signedIn.map((each) => 'memberId' in each && each.memberId).join(),
  )
  for (const own of members.values())
    for (const each of own.toSorted(oldestFirst).slice(0, Math.max(0, own.length - mostOfMember)))
      surplus.add(each)
  // Readers of follow links may be any number: they never crowd out a member.
  const left = all.filter((each) => !surplus.has(each))
  const followers = left.filter((each) => !isMember(each))
  const places = Math.max(0, mostSessions - (left.length - followers.length))
  for (const each of surplusByAddress(followers, places)) surplus.add(each)
  return [...surplus].map(({ hash }) => hash)
}
