/** A text: words with their tasks and provisions, of one kind, under one drafting mode. */
import { z } from 'zod'
import { DelegationId, MemberId, RecommendationId, TextId, TopicId } from './ids.ts'
import { Instant, paragraphsOrEmpty } from './plain-string.ts'
import { Position } from './position.ts'

export const TextKind = z
  .enum(['majority', 'alternative', 'amendment', 'broad-agreement', 'summary'])
  .meta({ id: 'TextKind' })
export type TextKind = z.infer<typeof TextKind>

/** `open`: delegates type; `amendments`: only the secretariat types; `frozen`: nobody does. */
export const DraftingMode = z.enum(['open', 'amendments', 'frozen']).meta({ id: 'DraftingMode' })
export type DraftingMode = z.infer<typeof DraftingMode>

/** The delegation that put an alternative or an amendment forward, or joined it. */
export const Sponsor = z
  .object({ delegationId: DelegationId, by: MemberId, at: Instant })
  .meta({ id: 'Sponsor' })
export type Sponsor = z.infer<typeof Sponsor>

const common = {
  textId: TextId,
  draftingMode: DraftingMode,
  positions: z.array(Position),
}
const proposed = {
  /** The delegation that began it, also when it is no sponsor any more; null for a majority text that was superseded. */
  begunBy: DelegationId.nullable(),
  sponsors: z.array(Sponsor),
  reason: paragraphsOrEmpty(2000),
  proposedAt: Instant,
}

/** Where an alternative stands: it lapses when its last sponsor leaves; `superseded`: it was the majority text until an alternative took its place. */
export const AlternativeStanding = z
  .enum(['standing', 'withdrawn', 'lapsed', 'superseded'])
  .meta({ id: 'AlternativeStanding' })
export type AlternativeStanding = z.infer<typeof AlternativeStanding>

/** Where an amendment stands: its delegation's own until `tabled`, or `discarded`; then open until it has an outcome. */
export const AmendmentStanding = z
  .enum([
    'private',
    'discarded',
    'tabled',
    'withdrawn',
    'taken-up',
    'taken-up-in-part',
    'bracketed',
    'not-taken-up',
  ])
  .meta({ id: 'AmendmentStanding' })
export type AmendmentStanding = z.infer<typeof AmendmentStanding>

/**
 * What the chair does with a tabled amendment: its change becomes the base's; both wordings stay in square brackets; or
 * the base stays as it is.
 */
export const AmendmentOutcome = z
  .enum(['take-up', 'bracket', 'not-take-up'])
  .meta({ id: 'AmendmentOutcome' })
export type AmendmentOutcome = z.infer<typeof AmendmentOutcome>

/** The id of one change of an amendment: of its first letter in the document, or of the block, row or column that looks otherwise. */
export const ChangeId = z
  .string()
  .regex(/^[^\p{Cc}]{1,128}$/u)
  .meta({ id: 'ChangeId' })

/** An outcome as the record has it: the chair may also have taken up some of the changes and not the others. */
export const RecordedOutcome = z
  .enum([...AmendmentOutcome.options, 'take-up-in-part'])
  .meta({ id: 'RecordedOutcome' })
export type RecordedOutcome = z.infer<typeof RecordedOutcome>

/** One change of an amendment that was taken up in part, and whether it was among those taken up. */
export const DecidedChange = z
  .object({ changeId: ChangeId, struck: z.string(), put: z.string(), isTakenUp: z.boolean() })
  .meta({ id: 'DecidedChange' })
export type DecidedChange = z.infer<typeof DecidedChange>

/** A text as the record knows it: its words are not here but in the Y.Doc of the same id. */
export const Text = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('majority'), ...common, recommendationId: RecommendationId }),
    z.object({
      kind: z.literal('alternative'),
      ...common,
      ...proposed,
      recommendationId: RecommendationId,
      standing: AlternativeStanding,
    }),
    z.object({
      kind: z.literal('amendment'),
      ...common,
      ...proposed,
      recommendationId: RecommendationId,
      baseTextId: TextId,
      standing: AmendmentStanding,
      /** What of it was taken up and what was not, when it was taken up in part. */
      changes: z.array(DecidedChange).optional(),
    }),
    z.object({ kind: z.literal('broad-agreement'), ...common, topicId: TopicId }),
    z.object({ kind: z.literal('summary'), ...common, topicId: TopicId }),
  ])
  .meta({ id: 'Text' })
export type Text = z.infer<typeof Text>
export type Alternative = Extract<Text, { kind: 'alternative' }>
export type Amendment = Extract<Text, { kind: 'amendment' }>
