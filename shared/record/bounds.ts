/**
 * How many of a thing one group can hold: every list that can grow has a bound. What delegations and observers begin is bounded
 * for each party by itself, and so the group's total is a share for every party, which no other party can use up.
 */
export const bounds = {
  delegations: 300,
  members: 2000,
  membersEver: 20_000,
  meetings: 50,
  documents: 500,
  topics: 26,
  recommendationsInTopic: 200,
  recommendationsTakenTogether: 100,
  changesOfAmendment: 2000,
  bridgesOfRecommendation: 100,
  spansOfBridge: 40,
} as const

/** What one delegation may have open on a recommendation, have begun there in all, and have begun in the whole group. */
export const proposalBounds = {
  amendment: { open: 60, inRecommendation: 300, inGroup: 3000 },
  alternative: { open: 5, inRecommendation: 20, inGroup: 200 },
} as const

/** What one party may have written in threads. `letters` are those of bodies and of quoted words. */
export interface CommentBounds {
  readonly threads: number
  readonly comments: number
  readonly letters: number
  readonly inThread: number
}
export const commentBounds = {
  delegation: { threads: 1000, comments: 2500, letters: 500_000, inThread: 200 },
  table: { threads: 5000, comments: 10_000, letters: 2_000_000, inThread: 500 },
  observer: { threads: 100, comments: 250, letters: 50_000, inThread: 50 },
} as const satisfies Record<string, CommentBounds>
