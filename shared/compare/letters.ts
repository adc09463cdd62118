/** The letters that a comparison is made of: each stood then, stands now, or both. */
import { type Embed, isBlockEdge } from '../flow/embeds.ts'
import { behind, type LetterId } from '../flow/ids.ts'
import type { Piece } from '../flow/moments.ts'
import type { Marks } from '../flow/tokens.ts'

/** One letter (a UTF-16 unit), or one embed. */
export interface Letter {
  readonly id: LetterId
  /** The letter; of an embed what stands for it in plain words. */
  readonly text: string
  readonly embed?: { readonly is: Embed | undefined }
  readonly stood: boolean
  readonly stands: boolean
  readonly marksThen: Marks
  readonly marksNow: Marks
}

function textOf(embed: Embed | undefined): string {
  if (!embed) return '\uFFFC'
  if ('open' in embed) return '['
  if ('close' in embed) return ']'
  return '\n'
}

const sorted = (marks: Marks): string =>
  JSON.stringify(Object.entries(marks).toSorted(([a], [b]) => (a < b ? -1 : 1)))

export const isSameMarks = (a: Marks, b: Marks): boolean => a === b || sorted(a) === sorted(b)

/** The letters of a piece. */
export function lettersOf({ id, letters, embed, stood, stands, ...marks }: Piece): Letter[] {
  const { marksThen } = marks
  // The same marks are the same object, so that they need not be compared for each letter.
  const marksNow = isSameMarks(marksThen, marks.marksNow) ? marksThen : marks.marksNow
  if (embed) return [{ id, embed, text: textOf(embed.is), stood, stands, marksThen, marksNow }]
  const all: Letter[] = []
  for (let at = 0; at < letters.length; at += 1)
    all.push({ id: behind(id, at), text: letters.charAt(at), stood, stands, marksThen, marksNow })
  return all
}

/** One letter of a piece. */
export function letterAt(piece: Piece, at: number): Letter | undefined {
  if (piece.embed) return lettersOf(piece)[at]
  const { id, letters, stood, stands, marksThen, marksNow } = piece
  if (at < 0 || at >= letters.length) return undefined
  return { id: behind(id, at), text: letters.charAt(at), stood, stands, marksThen, marksNow }
}

/** Whether it is an edge of a block; with a kind, whether it is that one. */
export const isEdge = ({ embed }: Pick<Letter, 'embed'>, kind?: 'block' | 'end'): boolean =>
  isBlockEdge(embed?.is) && (kind === undefined || kind in (embed?.is ?? {}))

/** Of a block's opening edge the block's id. */
export const blockIdOf = ({ embed }: Pick<Letter, 'embed'>): string | undefined =>
  embed?.is && 'block' in embed.is ? embed.is.block : undefined

/** Of a table's place the table's id. */
export const tableIdOf = ({ embed }: Pick<Letter, 'embed'>): string | undefined =>
  embed?.is && 'table' in embed.is ? embed.is.table : undefined

/** Of a bracket's edge the bracket's id. */
export function bracketIdOf({ embed }: Pick<Letter, 'embed'>): string | undefined {
  if (!embed?.is) return undefined
  if ('open' in embed.is) return embed.is.open
  return 'close' in embed.is ? embed.is.close : undefined
}

/**
 * What a letter says: two that say the same are the same words. Edges of blocks say their id where it is one of those that last, edges of
 * brackets and places of tables always, breaks never.
 */
export function saidBy(letter: Letter, lasting: ReadonlySet<string>): string {
  const { text, embed } = letter
  if (!embed) return text
  const { is } = embed
  if (!is) return '\uFFFC'
  const id = bracketIdOf(letter) ?? blockIdOf(letter)
  const isNamed = (bracketIdOf(letter) ?? tableIdOf(letter)) !== undefined || lasting.has(id ?? '')
  return `\uFFFC${isNamed ? JSON.stringify(is) : Object.keys(is).join('')}`
}

/** The edges of blocks that come or go whole, and tables; those of a split or join alone are none. */
export function wholeIn(letters: readonly Letter[]): ReadonlySet<Letter> {
  const whole = new Set<Letter>()
  let open: Letter | undefined
  for (const letter of letters) {
    if (tableIdOf(letter) !== undefined) whole.add(letter)
    if (isEdge(letter, 'end') && open) whole.add(open).add(letter)
    if (isEdge(letter)) open = isEdge(letter, 'block') ? letter : undefined
  }
  return whole
}
