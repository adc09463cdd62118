/**
 * Paragraphs that an alternative has parted, joined or put elsewhere: the same words in other places, which are not struck and put.
 *
 * Before: "One. Two." against "One." and "Two." reads as " Two." struck and a paragraph "Two." put. After: both points say that they are
 * a split.
 */
import type { ComparedPart, ComparedPassage } from './text-comparison.ts'

type PointPart = Extract<ComparedPart, { kind: 'point' }>
export type PointForm = 'split' | 'join' | 'move'

/** A passage of one alternative, with whether both texts have the paragraph, or only one of them. */
export interface FormedPassage {
  readonly in: 'both' | 'majority' | 'alternative'
  readonly passage: ComparedPassage
}

/** Fewer letters than these say nothing of where they are from. */
const fewestMoved = 8

const bare = (words: string): string => words.replaceAll(/\s+/g, ' ').trim()

/** The point that a passage is, where it is one alone. */
function whole({ passage: { parts } }: FormedPassage): PointPart | undefined {
  const [first, ...more] = parts
  return first?.kind === 'point' && more.length === 0 ? first : undefined
}

/** The points of a neighbour at the side of a passage that only one text has. */
function nearest(
  { passage: { parts } }: FormedPassage,
  side: 'before' | 'behind',
): PointPart | undefined {
  const part = side === 'before' ? parts.at(-1) : parts[0]
  return part?.kind === 'point' && parts.length > 1 ? part : undefined
}

/** Words that the one point has and the other has not, where all that either says is these. */
const isSameWords = (one: PointPart, other: PointPart, is: 'put' | 'struck'): boolean => {
  const [gone, come] =
    is === 'put' ? [one.point.struck, other.point.put] : [one.point.put, other.point.struck]
  const [rest, more] =
    is === 'put' ? [one.point.put, other.point.struck] : [one.point.struck, other.point.put]
  return bare(gone) !== '' && bare(gone) === bare(come) && bare(rest) === '' && bare(more) === ''
}

/** Which points are no change of words, by the passages in their order. */
export function formsOf(passages: readonly FormedPassage[]): ReadonlyMap<PointPart, PointForm> {
  const forms = new Map<PointPart, PointForm>()
  const set = (form: PointForm, ...points: readonly PointPart[]) => {
    for (const point of points) forms.set(point, form)
  }
  for (const [at, each] of passages.entries()) {
    const own = each.in === 'both' ? undefined : whole(each)
    if (!own) continue
    for (const [side, beside] of [
      ['before', passages[at - 1]],
      ['behind', passages[at + 1]],
    ] as const) {
      const point = beside?.in === 'both' ? nearest(beside, side) : undefined
      if (!point || forms.has(point) || forms.has(own)) continue
      if (each.in === 'alternative' && isSameWords(point, own, 'put')) set('split', point, own)
      if (each.in === 'majority' && isSameWords(point, own, 'struck')) set('join', point, own)
    }
  }
  const gone = new Map<string, PointPart[]>()
  for (const each of passages) {
    const own = each.in === 'majority' ? whole(each) : undefined
    if (!own || forms.has(own) || bare(own.point.struck).length < fewestMoved) continue
    const words = bare(own.point.struck)
    gone.set(words, [...(gone.get(words) ?? []), own])
  }
  for (const each of passages) {
    const own = each.in === 'alternative' ? whole(each) : undefined
    const from = own && !forms.has(own) ? gone.get(bare(own.point.put))?.shift() : undefined
    if (own && from) set('move', own, from)
  }
  return forms
}
