/** The form in which a comment keeps its letters. */
import { z } from 'zod'
import { letterId } from '../copies/copy-range.ts'

/** Letters in their order, as few stretches as they are. */
export const AnchoredLetters = z
  .array(letterId.extend({ length: z.int().positive().max(2000) }))
  .min(1)
  .max(500)
export type AnchoredLetters = z.infer<typeof AnchoredLetters>
