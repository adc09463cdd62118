/** A bridging proposal: a wording that the chair builds from spans of several texts, each with where it comes from. */
import { z } from 'zod'
import { BridgeId, DelegationId, MemberId, TextId } from './ids.ts'
import { Instant, oneLine, paragraphsOrEmpty } from './plain-string.ts'

/** What a span puts into the proposal. Brackets around it are the proposal's own. */
const words = oneLine(2000).regex(/^[^[\]]*$/u, 'must not contain square brackets')
/** Whether the span begins a paragraph: of its own accord the proposal goes on in the same one. */
const isNewParagraph = z.literal(true).optional()
const quoted = {
  from: z.literal('text'),
  textId: TextId,
  /** What stands in the source, to the letter. */
  quote: z.string().min(1).max(2000),
  /** The quote as the proposal has it: the same, or adapted by the chair. */
  words,
  isNewParagraph,
}
const OwnSpan = z.object({ from: z.literal('own'), words, isNewParagraph })

/** A span as the chair asks for it. */
export const BridgeDraftSpan = z
  .discriminatedUnion('from', [
    z.object({
      ...quoted,
      /** Where the quote stood in the source's flat text: of several like it the nearest is meant. */
      start: z.number().int().min(0),
    }),
    OwnSpan,
  ])
  .meta({ id: 'BridgeDraftSpan' })
export type BridgeDraftSpan = z.infer<typeof BridgeDraftSpan>

/** A span as it was put in place. The quote stood in its source at the moment of that act. */
export const BridgeSpan = z
  .discriminatedUnion('from', [
    z.object({
      ...quoted,
      /** Whose the quoted words are; empty where only the chair's table wrote them. */
      delegationIds: z.array(DelegationId),
    }),
    OwnSpan,
  ])
  .meta({ id: 'BridgeSpan' })
export type BridgeSpan = z.infer<typeof BridgeSpan>

/** What makes a bridging proposal, beside its spans. */
export const bridgeFields = {
  /** Also the id of the square bracket that it stands in. */
  bridgeId: BridgeId,
  /** The text that it was put into. */
  textId: TextId,
  /** The paragraph that it is an option to; null for a paragraph of its own at the end. */
  blockId: z.string().min(1).max(64).nullable(),
  reason: paragraphsOrEmpty(2000),
}

/** A bridging proposal that was put in place. */
export const Bridge = z
  .object({
    ...bridgeFields,
    spans: z.array(BridgeSpan),
    by: MemberId,
    at: Instant,
  })
  .meta({ id: 'Bridge' })
export type Bridge = z.infer<typeof Bridge>
