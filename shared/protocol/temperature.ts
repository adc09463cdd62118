/** A temperature check on the wire. It is no part of the record: nothing of it is kept. */
import { z } from 'zod'
import { RecommendationId } from '../domain/ids.ts'
import { StakeholderGroup } from '../domain/member.ts'
import { Instant } from '../domain/plain-string.ts'
import { Stance } from '../domain/position.ts'

/** The picture: how many delegations of each stakeholder group gave which answer. Groups without delegations are left out. */
export const TemperatureCheck = z
  .object({
    recommendationId: RecommendationId,
    until: Instant,
    isOpen: z.boolean(),
    groups: z.array(
      z.object({
        group: StakeholderGroup,
        delegations: z.number().int().min(1),
        answers: z.array(z.object({ stance: Stance, count: z.number().int().min(0) })),
      }),
    ),
  })
  .meta({ id: 'TemperatureCheck' })
export type TemperatureCheck = z.infer<typeof TemperatureCheck>

/** POST /api/groups/:groupId/temperature-check */
export const TemperatureCheckRequest = z
  .object({ recommendationId: RecommendationId })
  .meta({ id: 'TemperatureCheckRequest' })

/** PUT /api/groups/:groupId/temperature-check/answer */
export const TemperatureAnswer = z.object({ stance: Stance }).meta({ id: 'TemperatureAnswer' })
