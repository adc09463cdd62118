/** How a square bracket is lifted: its words stay, its words go, or it is chosen and the other options go. */
import { z } from 'zod'

export const BracketLift = z.enum(['keep', 'drop', 'choose']).meta({ id: 'BracketLift' })
export type BracketLift = z.infer<typeof BracketLift>
