/** What stands beside the text as markers, where there is no room for cards. */

/** The height of one marker with the space below it, in pixels. */
const height = 40

type Kind = 'comments' | 'amendments'

/** A thread or an amendment, with the line of its words in the page; without a line it is on no words that are shown. */
export interface Beside {
  readonly id: string
  readonly of: Kind
  /** How many it counts for. */
  readonly count: number
  readonly isNew: boolean
  readonly line: number | undefined
}

/** What one marker counts. */
interface Group {
  readonly of: Kind
  readonly first: Beside
  readonly ids: readonly string[]
  readonly count: number
  readonly isNew: boolean
}

/** Markers at one line: one for the comments there, one below it for the amendments. */
export interface MarkersAtLine {
  /** Its top, in pixels from the top of the page. */
  readonly at: number
  readonly isOnWords: boolean
  readonly groups: readonly Group[]
}

function groupsOf(beside: readonly Beside[]): Group[] {
  return (['comments', 'amendments'] as const).flatMap((of) => {
    const all = beside.filter((each) => each.of === of)
    const [first] = all
    if (!first) return []
    const count = all.reduce((sum, each) => sum + each.count, 0)
    return [
      { of, first, ids: all.map(({ id }) => id), count, isNew: all.some((each) => each.isNew) },
    ]
  })
}

/** Markers from top to bottom: what is nearer than one marker's height is counted together, and none lies over another. */
export function markersOf(beside: readonly Beside[]): MarkersAtLine[] {
  const whole = groupsOf(beside.filter(({ line }) => line === undefined))
  const markers: MarkersAtLine[] =
    whole.length > 0 ? [{ at: 4, isOnWords: false, groups: whole }] : []
  let free = 4 + whole.length * height
  const onWords = beside
    .flatMap((each) => (each.line === undefined ? [] : [{ ...each, line: each.line }]))
    .toSorted((a, b) => a.line - b.line)
  while (onWords.length > 0) {
    const at = Math.max(onWords[0]?.line ?? 0, free)
    // Each that joins may need a place of its own: what this marker then covers joins as well.
    let taken = 1
    let groups = groupsOf(onWords.slice(0, taken))
    while ((onWords[taken]?.line ?? Number.POSITIVE_INFINITY) < at + groups.length * height) {
      taken += 1
      groups = groupsOf(onWords.slice(0, taken))
    }
    onWords.splice(0, taken)
    markers.push({ at, isOnWords: true, groups })
    free = at + groups.length * height
  }
  return markers
}
