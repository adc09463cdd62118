/** What a delegation says of a text. Positions are not votes and are never added up across stakeholder groups as one. */
import { z } from 'zod'
import { DelegationId, MemberId } from './ids.ts'
import { Instant, paragraphsOrEmpty } from './plain-string.ts'

export const Stance = z
  .enum(['support', 'can-accept', 'reservation', 'object'])
  .meta({ id: 'Stance' })
export type Stance = z.infer<typeof Stance>

/** From the warmest to the coldest, as screens show them. */
export const stances: readonly Stance[] = Stance.options

export const Position = z
  .object({
    delegationId: DelegationId,
    stance: Stance,
    explanation: paragraphsOrEmpty(2000),
    by: MemberId,
    at: Instant,
  })
  .meta({ id: 'Position' })
export type Position = z.infer<typeof Position>
