/** One line of a record's chain, as anybody checks it with a SHA-256 and nothing else. */
import { z } from 'zod'
import { eventFor } from '../record/audience.ts'
import type { KeptEvent } from '../record/chain.ts'
import type { RecordedEvent } from '../record/event.ts'
import type { Onlooker } from '../record/state.ts'

/**
 * A line of `GET /api/groups/:groupId/record/chain`. `hash` is the SHA-256 (hex) of the UTF-8 bytes of `hashed`, which is left out where the
 * reader may not read the event whole (another delegation's untabled amendment; people's names, behind a follow link).
 */
export const ChainLine = z
  .object({
    sequence: z.number().int().min(1),
    version: z.number().int().min(1),
    previousHash: z.string(),
    hash: z.string(),
    hashed: z.string().optional(),
    internal: z.unknown().optional(),
  })
  .meta({ id: 'ChainLine' })
export type ChainLine = z.infer<typeof ChainLine>

/** The line of a kept event for a reader. */
export function chainLineFor(kept: KeptEvent, recorded: RecordedEvent, actor: Onlooker): ChainLine {
  const seen = eventFor(recorded, actor)
  const isSealed = seen.event.type === 'internal-act-sealed'
  const mayReadInternal = seen.event.type === 'internal-act-sealed' && seen.event.internal
  return {
    sequence: recorded.sequence,
    version: kept.version,
    previousHash: recorded.previousHash,
    hash: kept.hash,
    ...(seen === recorded || isSealed ? { hashed: kept.hashed } : {}),
    ...(mayReadInternal ? { internal: kept.internal } : {}),
  }
}
