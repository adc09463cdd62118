/** The chair's decisions, each with the exact texts that it was about. */
import { z } from 'zod'
import { TextContent } from './content.ts'
import { MemberId, RecommendationId, TextId } from './ids.ts'
import { Instant, paragraphsOrEmpty } from './plain-string.ts'
import { Position } from './position.ts'
import { RecommendationStatus } from './recommendation.ts'
import { DraftingMode, Sponsor } from './text.ts'

/** A text as it stood when a decision was taken. `digest` is the SHA-256 (hex) of the canonical JSON of `content`. */
export const DecidedText = z
  .object({
    textId: TextId,
    kind: z.enum(['majority', 'alternative']),
    content: TextContent,
    /** The version of the form of `content`; absent for version 1 of release 0.1. */
    contentVersion: z.number().int().min(1).optional(),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    positions: z.array(Position),
    /** Who sponsored a dissenting alternative, and why; absent for the majority text. */
    sponsors: z.array(Sponsor).optional(),
    reason: paragraphsOrEmpty(2000).optional(),
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

/** How a recommendation stood before a decision: what an undo brings back. */
export const FormerStanding = z
  .object({
    status: RecommendationStatus,
    draftingModes: z.array(z.object({ textId: TextId, mode: DraftingMode })),
    /** A call for positions that the decision closed, with its deadline. */
    call: z.object({ until: Instant.nullable() }).nullable(),
  })
  .meta({ id: 'FormerStanding' })
export type FormerStanding = z.infer<typeof FormerStanding>

/** The silence that nobody broke: who had opened it, and when it ended. */
export const KeptSilence = z.object({ by: MemberId, until: Instant }).meta({ id: 'KeptSilence' })
export type KeptSilence = z.infer<typeof KeptSilence>

/** A decision as the state keeps it. The words are in the event (and in the snapshot of the text), not repeated here. */
export const Decision = z
  .object({
    sequence: z.number().int(),
    recommendationId: RecommendationId,
    outcome: Outcome,
    by: MemberId,
    at: Instant,
    note: paragraphsOrEmpty(2000),
    texts: z.array(DecidedText.pick({ textId: true, kind: true, digest: true })),
    /** Null for decisions that cannot be undone: they can be reopened. */
    former: FormerStanding.nullable(),
  })
  .meta({ id: 'Decision' })
export type Decision = z.infer<typeof Decision>
