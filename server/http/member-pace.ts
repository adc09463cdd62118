/** How fast one person may act and ask, over all their windows and programs: generous to people, to bursts of the table and to programs. */
import type { IncomingMessage } from 'node:http'
import type { Response } from 'express'
import { openPace, type PaceLimits } from '../identity/pace.ts'
import type { Metrics, TurnedAway } from '../metrics.ts'
import { addressOf } from './address.ts'
import { sendTooMany } from './problem.ts'
import type { GroupRequest } from './sign-in.ts'

type Party = 'table' | 'delegate' | 'observer' | 'public'

/** Acts: commands, answers to temperature checks, links. The table also acts by programs, and decides lists at once. */
const acts: Record<Party, PaceLimits> = {
  table: { atOnce: 400, perSecond: 20 },
  delegate: { atOnce: 150, perSecond: 5 },
  observer: { atOnce: 30, perSecond: 1 },
  public: { atOnce: 30, perSecond: 1 },
}
/** Questions: the record, its history and streams, the desk, the counts of brackets. */
const questions: Record<Party, PaceLimits> = {
  table: { atOnce: 1000, perSecond: 100 },
  delegate: { atOnce: 1000, perSecond: 100 },
  observer: { atOnce: 1000, perSecond: 100 },
  public: { atOnce: 200, perSecond: 10 },
}
/** Questions of all readers of follow links at one address: a hall comes back from a lost network at once. */
const questionsOfAddress: PaceLimits = { atOnce: 5000, perSecond: 100 }

export interface MemberPace {
  /** Whether this person acts too fast; then the answer has been sent. */
  isActTooFast(asked: GroupRequest, response: Response): boolean
  /** Whether this person asks too fast; then the answer has been sent. */
  isQuestionTooFast(asked: GroupRequest, request: IncomingMessage, response: Response): boolean
}

const partyOf = ({ actor }: GroupRequest): Party => {
  if (actor.by === 'public') return 'public'
  return actor.role === 'delegate' || actor.role === 'observer' ? actor.role : 'table'
}
const keyOf = ({ actor, signIn }: GroupRequest): string =>
  actor.by === 'public' ? signIn.sessionKey : actor.memberId

/** Opens the pace; `now` is in milliseconds. */
export function openMemberPace(
  metrics: Metrics,
  trustedProxies: number,
  now: () => number,
): MemberPace {
  const [ofActs, ofQuestions] = [openPace(acts.table, now), openPace(questions.table, now)]
  const ofAddresses = openPace(questionsOfAddress, now)
  const isTooFast = (wait: number, what: TurnedAway, response: Response): boolean => {
    if (wait === 0) return false
    metrics.turnedAway(what)
    sendTooMany(response, wait)
    return true
  }
  return {
    isActTooFast: (asked, response) =>
      isTooFast(ofActs.take(keyOf(asked), acts[partyOf(asked)]), 'acts', response),
    isQuestionTooFast(asked, request, response) {
      const party = partyOf(asked)
      const wait = ofQuestions.take(keyOf(asked), questions[party])
      const late =
        wait === 0 && party === 'public'
          ? ofAddresses.take(addressOf(request, trustedProxies))
          : wait
      return isTooFast(late, 'questions', response)
    },
  }
}
