/** What has happened in the room of the worked example: positions, comments and the chair's conduct. Made up to show the room. */
import type { Outcome } from '#shared/domain/decision'
import type { Stance } from '#shared/domain/position'
import type { DelegationCode } from './people.ts'

export interface ExamplePosition {
  readonly on: string
  readonly text: 'majority' | 'alternative'
  readonly by: DelegationCode
  readonly stance: Stance
  readonly explanation?: string
}

const take = (
  on: string,
  text: ExamplePosition['text'],
  stance: Stance,
  ...by: readonly DelegationCode[]
): ExamplePosition[] => by.map((code) => ({ on, text, by: code, stance }))

export const positions: readonly ExamplePosition[] = [
  ...take('A.2', 'majority', 'support', 'BR', 'PT', 'FI', 'CS', 'ISOC', 'ICC'),
  ...take('A.2', 'majority', 'can-accept', 'IN', 'US', 'IR'),
  ...take('B.2', 'majority', 'support', 'IN', 'ZA', 'BR', 'EG'),
  ...take('B.2', 'alternative', 'support', 'CH', 'US', 'ICC'),
  ...take('C.1', 'majority', 'support', 'PT', 'FI', 'BR', 'CS', 'APC', 'ISOC'),
  {
    on: 'C.1',
    text: 'majority',
    by: 'US',
    stance: 'reservation',
    explanation: 'Reports every six months cost staff time. We could join a report once a year.',
  },
  ...take('C.2', 'majority', 'support', 'US', 'FI', 'CH', 'ICC', 'ISOC'),
  ...take('C.2', 'majority', 'can-accept', 'PT', 'UNE'),
  {
    on: 'C.2',
    text: 'majority',
    by: 'IN',
    stance: 'object',
    explanation: 'Core staff must not depend on voluntary funds.',
  },
  {
    on: 'C.2',
    text: 'majority',
    by: 'EG',
    stance: 'reservation',
    explanation: 'We await instructions on the words in brackets.',
  },
  ...take('C.2', 'alternative', 'support', 'BR', 'IN', 'ZA', 'IR', 'APC'),
  ...take('C.2', 'alternative', 'can-accept', 'EG', 'CS'),
  {
    on: 'C.2',
    text: 'alternative',
    by: 'US',
    stance: 'object',
    explanation: 'The regular budget is not a matter for this Group.',
  },
]

export interface ExampleThread {
  readonly on: string
  /** Words of the majority text that it is about; a thread on the recommendation when there are none. */
  readonly quote?: string
  readonly comments: readonly (readonly [
    by: DelegationCode | 'Secretariat' | 'Chair',
    body: string,
  ])[]
  readonly resolved?: true
}

export const threads: readonly ExampleThread[] = [
  {
    on: 'C.2',
    quote: 'the Under-Secretary-General for Economic and Social Affairs',
    comments: [
      ['PT', 'Could we name the office rather than the person?'],
      ['Secretariat', '“UN DESA” is the form used in the summary of the 3rd meeting.'],
    ],
  },
  {
    on: 'C.2',
    quote: 'pledge for three years at a time',
    comments: [
      ['ICC', 'Companies budget by the year. “Where they can” would let more of them join.'],
    ],
  },
  {
    on: 'C.2',
    comments: [
      [
        'CS',
        'The second task names no responsible body. We suggest UN DESA with the CSTD secretariat.',
      ],
    ],
  },
  {
    on: 'C.1',
    quote: 'names each donor and each amount',
    comments: [
      ['APC', 'In-kind contributions should be named too.'],
      ['PT', 'Agreed. A column for them would do.'],
    ],
    resolved: true,
  },
  {
    on: 'B.2',
    comments: [['Chair', 'Could India and Switzerland meet over lunch and bring one number?']],
  },
  {
    on: 'E.1',
    quote: 'half a day of its session',
    comments: [['ITU', 'Has the Bureau of the CSTD been asked?']],
  },
]

export const resolutions: readonly { on: string; outcome: Outcome; note: string }[] = [
  { on: 'A.1', outcome: 'adopt-majority', note: '' },
  { on: 'A.2', outcome: 'agree-ad-ref', note: 'Subject to confirmation by two delegations.' },
  { on: 'B.1', outcome: 'adopt-majority', note: '' },
  { on: 'B.3', outcome: 'agree-ad-ref', note: '' },
  { on: 'D.1', outcome: 'adopt-majority', note: '' },
  { on: 'D.2', outcome: 'park', note: 'Until the figures of the trust fund are known.' },
]

/** Those that have been on the floor, in order; the last one is there now. */
export const takenUp: readonly string[] = ['A.3', 'B.2', 'E.1', 'C.1', 'C.2']
