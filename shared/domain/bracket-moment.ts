/** How many square brackets there were from an instant on. */
import { z } from 'zod'
import { Instant } from './plain-string.ts'

export const BracketMoment = z
  .object({ at: Instant, count: z.number().int().min(0) })
  .meta({ id: 'BracketMoment' })
export type BracketMoment = z.infer<typeof BracketMoment>
