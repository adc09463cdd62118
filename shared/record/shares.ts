/**
 * What each party of a group has begun. A delegation is one party; the chair's table is one; every observer is one alone. What
 * a party begins, also what it withdrew, counts for that party and for nobody else.
 */
import type { DelegationId, MemberId, RecommendationId } from '../domain/ids.ts'
import type { Alternative, Amendment } from '../domain/text.ts'
import type { Thread, ThreadAnchor } from '../domain/thread.ts'
import { type CommentBounds, commentBounds, proposalBounds } from './bounds.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { RecordState } from './state.ts'

type Proposal = Alternative | Amendment

const isOpen = ({ standing }: Proposal): boolean =>
  standing === 'private' || standing === 'tabled' || standing === 'standing'

const names = { amendment: 'amendments', alternative: 'alternatives' } as const

/**
 * Why a delegation may begin no further proposal of this kind on a recommendation; undefined when it may. `leaving` is one that
 * the same act withdraws.
 */
export function whyNotPropose(
  state: RecordState,
  kind: Proposal['kind'],
  recommendationId: RecommendationId,
  delegationId: DelegationId,
  leaving?: Proposal['textId'],
): Refusal | undefined {
  const own = Object.values(state.texts).filter(
    (text): text is Proposal => text.kind === kind && text.begunBy === delegationId,
  )
  const here = own.filter((text) => text.recommendationId === recommendationId)
  const open = here.filter((text) => isOpen(text) && text.textId !== leaving)
  const most = proposalBounds[kind]
  if (open.length >= most.open)
    return refuse(
      'limit-reached',
      `Your delegation has ${most.open} ${names[kind]} open on this recommendation, which is as many as one may have: withdraw one first.`,
    )
  if (here.length >= most.inRecommendation || own.length >= most.inGroup)
    return refuse(
      'limit-reached',
      `Your delegation has begun as many ${names[kind]} as one may, with those that it withdrew.`,
    )
  return undefined
}

type CommentParty = keyof typeof commentBounds

/** Which party a member's comments count for, and who else is of it. */
function partyOf(state: RecordState, memberId: MemberId): readonly [CommentParty, Set<MemberId>] {
  const seatOf = (of: MemberId) => {
    const member = state.members[of]
    return member && state.seats[member.seatId]
  }
  const seat = seatOf(memberId)
  if (!seat || seat.role === 'observer') return ['observer', new Set([memberId])]
  const isDelegate = seat.role === 'delegate'
  const party = Object.values(state.members).filter((other) => {
    const theirs = seatOf(other.memberId)
    if (!theirs || theirs.role === 'observer') return false
    if (!isDelegate) return theirs.role !== 'delegate'
    return theirs.role === 'delegate' && theirs.delegationId === seat.delegationId
  })
  return [isDelegate ? 'delegation' : 'table', new Set(party.map((other) => other.memberId))]
}

/** The name of a stretch of letters counts as so many. */
const nameOfStretch = 24

/** The letters of what a thread is about. */
function anchorLetters(anchor: ThreadAnchor): number {
  if (anchor.on !== 'words') return 0
  const { quote, letters } = anchor.words
  return quote.length + letters.length * nameOfStretch
}

/** Why a member may add no further comment of so many letters to a thread, or to a new one; undefined when they may. */
export function whyNotComment(
  state: RecordState,
  by: MemberId,
  body: string,
  to: Thread | ThreadAnchor,
): Refusal | undefined {
  const [kind, party] = partyOf(state, by)
  const most: CommentBounds = commentBounds[kind]
  const thread = 'comments' in to ? to : undefined
  const inThread = thread?.comments.filter((comment) => party.has(comment.by)).length ?? 0
  let threads = 0
  let comments = 0
  let letters = body.length + ('comments' in to ? 0 : anchorLetters(to))
  for (const other of Object.values(state.threads)) {
    const own = other.comments.filter((comment) => party.has(comment.by))
    comments += own.length
    letters += own.reduce((sum, comment) => sum + comment.body.length, 0)
    if (own[0] === undefined || own[0] !== other.comments[0]) continue
    threads += 1
    letters += anchorLetters(other.anchor)
  }
  const whose = { delegation: 'Your delegation has', table: 'The table has', observer: 'You have' }
  if (inThread >= most.inThread)
    return refuse('limit-reached', `${whose[kind]} written as much in this thread as one may.`)
  if (!thread && threads >= most.threads)
    return refuse('limit-reached', `${whose[kind]} opened as many threads as one may.`)
  if (comments >= most.comments || letters > most.letters)
    return refuse('limit-reached', `${whose[kind]} written as many comments as one may.`)
  return undefined
}
