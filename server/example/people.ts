/** The worked example's delegations and seats. Nobody is invented: seats are named by delegation, members have no names. */
import type { SeatRole, StakeholderGroup } from '#shared/domain/member'

export const delegations = [
  ['Brazil', 'BR', 'government'],
  ['India', 'IN', 'government'],
  ['South Africa', 'ZA', 'government'],
  ['Portugal', 'PT', 'government'],
  ['Finland', 'FI', 'government'],
  ['Egypt', 'EG', 'government'],
  ['Iran (Islamic Republic of)', 'IR', 'government'],
  ['Switzerland', 'CH', 'government'],
  ['United States of America', 'US', 'government'],
  ['Civil society', 'CS', 'civil-society'],
  ['Association for Progressive Communications', 'APC', 'civil-society'],
  ['ICC BASIS', 'ICC', 'business'],
  ['Internet Society', 'ISOC', 'technical-and-academic'],
  ['ITU', 'ITU', 'intergovernmental-organisation'],
  ['UNESCO', 'UNE', 'intergovernmental-organisation'],
] as const satisfies readonly (readonly [name: string, code: string, group: StakeholderGroup])[]

export type DelegationCode = (typeof delegations)[number][1]

/** Seats beside the delegates' own; `printed` ones get a sign-in link in the terminal. */
export const tableSeats = [
  { role: 'chair', title: 'Chair' },
  { role: 'vice-chair', title: 'Vice-Chair' },
  { role: 'secretariat', title: 'Secretariat' },
  { role: 'observer', title: 'Remote participant' },
] as const satisfies readonly { role: SeatRole; title: string }[]

/** The delegations whose sign-in links are printed. */
export const printedDelegates: readonly DelegationCode[] = ['BR', 'PT', 'CS']
