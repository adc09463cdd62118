import type { TextId } from '#shared/domain/ids'
import { colours, tableColour } from '#shared/record/colours'
import { amendmentOrdinal, delegationColourIndex, sponsorCodes } from '#shared/record/labels'
import type { RecordState } from '#shared/record/state'
import type { AmendmentPassage } from '#shared/text/amendment-passages'
import type { RowsName } from '#shared/text/content-names'
import type { RowField } from '#shared/text/content-rows'

/** A passage of a tabled amendment with what is needed to show whose it is. */
export interface AmendmentMark extends AmendmentPassage {
  readonly amendmentId: TextId
  /** 1-based, in the order of tabling. */
  readonly number: number
  /** Of its sponsors: "BR, IN". */
  readonly codes: string
  readonly colour: string
  readonly isActive: boolean
}

/** The marks of a text, with the flat text in which they stand. */
export interface TextMarks {
  readonly flat: string
  readonly marks: readonly AmendmentMark[]
  /** Shown in the words, or only as bars beside them. */
  readonly look: 'markup' | 'simple'
}

/** The marks in a text's tasks and provisions. */
export interface RowMarks {
  /** By the keys of the cells. */
  readonly cells: ReadonlyMap<string, TextMarks>
  /** Rows that amendments put, each with a mark for each of its cells that says something. */
  readonly put: readonly {
    readonly rows: RowsName
    readonly rowId: string
    readonly amendmentId: TextId
    readonly marks: ReadonlyMap<RowField, AmendmentMark>
  }[]
}

/** What a mark does when it is pressed. */
export interface MarkActs {
  readonly showCard: (amendmentId: TextId) => void
  /** Brings its card into view, and leaves the keyboard in the text. */
  readonly seeCard: (amendmentId: TextId) => void
  /** Between all markup and bars alone. */
  readonly toggleLook: () => void
}

/** The colour of an amendment: its first sponsor's. */
export function amendmentColour(state: RecordState, amendmentId: TextId): string {
  const text = state.texts[amendmentId]
  const [first] = text?.kind === 'amendment' ? text.sponsors : []
  return (first && colours[delegationColourIndex(state, first.delegationId)]) ?? tableColour
}

/** The same as a style, for all that lies in what has it. */
export const sponsorStyle = (state: RecordState, amendmentId: TextId) => ({
  ['--sponsor-colour' as string]: amendmentColour(state, amendmentId),
})

/** What the record says of an amendment's marks. */
export const markOf = (state: RecordState, amendmentId: TextId) => ({
  amendmentId,
  number: amendmentOrdinal(state, amendmentId),
  codes: sponsorCodes(state, amendmentId),
  colour: amendmentColour(state, amendmentId),
})

/** The amendments that have marks among these, each once. */
export function amendmentsOf(marks: readonly AmendmentMark[]): AmendmentMark[] {
  const found = new Map(marks.map((mark) => [mark.amendmentId, mark]))
  return [...found.values()]
}
