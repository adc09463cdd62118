/** How many of a thing one group can hold: every list that can grow has a bound. */
export const bounds = {
  delegations: 300,
  members: 2000,
  meetings: 50,
  documents: 500,
  topics: 26,
  recommendationsInTopic: 200,
  alternativesOfRecommendation: 20,
  recommendationsTakenTogether: 100,
  amendmentsOfRecommendation: 300,
  changesOfAmendment: 2000,
  bridgesOfRecommendation: 100,
  spansOfBridge: 40,
  threads: 5000,
  commentsInThread: 500,
  floorRequests: 300,
} as const
