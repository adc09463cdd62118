/** The chair's decisions, each with the exact texts that it was about. */
import { z } from 'zod'
import { TextContent } from './content.ts'
import { MemberId, RecommendationId, TextId } from './ids.ts'
import { Instant, paragraphsOrEmpty } from './plain-string.ts'
import { Position } from './position.ts'

/** A text as it stood when a decision was taken. `digest` is the SHA-256 (hex) of the canonical JSON of `content`. */
export const DecidedText = z
  .object({
    textId: TextId,
    kind: z.enum(['majority', 'alternative']),
    content: TextContent,
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    positions: z.array(Position),
  })
  .meta({ id: 'DecidedText' })
export type DecidedText = z.infer<typeof DecidedText>

/**
 * `agree-ad-ref`: agreed in the room, subject to confirmation. `adopt-majority`: the majority text, alternatives fall.
 * `replace`: an alternative takes the majority text's place, which stays on record as superseded; drafting goes on.
 * `adopt-with-alternatives`: the majority text, with the standing alternatives recorded as dissent. `park`, `reopen`, `withdraw` change what may happen next.
 */
export const Outcome = z
  .enum([
    'agree-ad-ref',
    'adopt-majority',
    'replace',
    'adopt-with-alternatives',
    'park',
    'reopen',
    'withdraw',
  ])
  .meta({ id: 'Outcome' })
export type Outcome = z.infer<typeof Outcome>

/** A decision as the state keeps it. The words are in the event (and in the snapshot of the text), not repeated here. */
export const Decision = z
  .object({
    sequence: z.number().int(),
    recommendationId: RecommendationId,
    outcome: Outcome,
    by: MemberId,
    at: Instant,
    note: paragraphsOrEmpty(2000),
    texts: z.array(DecidedText.omit({ content: true, positions: true })),
  })
  .meta({ id: 'Decision' })
export type Decision = z.infer<typeof Decision>
