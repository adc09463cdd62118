/** Comments on words of the tree as comments on letters of the flow that the text moved to. */
import * as Y from 'yjs'
import { AnchoredLetters } from '../anchors/anchored-letters.ts'
import type { CopyRange } from '../copies/copy-range.ts'
import { copiesTable } from '../copies/table.ts'
import type { IdRange } from '../flow/ids.ts'
import { flatten } from '../tree/flat-document.ts'
import { type FlatRange, locateAll, type TreeAnchor } from '../tree/words-anchor.ts'

/** A comment keeps so many stretches of letters; those behind them are left out. */
const mostStretches = 500

/** The letters of a flat range of the tree, in the order of reading. */
function lettersIn(old: Y.Doc, { start, end }: FlatRange): IdRange[] {
  const letters: IdRange[] = []
  for (const run of flatten(old).runs) {
    let offset = run.start
    for (const item of Y.getTypeChildren(run.text)) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue
      const [from, to] = [Math.max(start, offset), Math.min(end, offset + item.length)]
      const { client, clock } = item.id
      if (from < to) letters.push({ client, clock: clock + from - offset, length: to - from })
      offset += item.length
    }
  }
  return letters
}

/**
 * The letters that each comment is about, found as the tree found its words; undefined where they were gone. `ranges` are those of the
 * text's move.
 */
export function moveAnchors(
  old: Y.Doc,
  ranges: readonly CopyRange[],
  anchors: readonly TreeAnchor[],
): (AnchoredLetters | undefined)[] {
  const moved = copiesTable(ranges)
  return locateAll(old, anchors).map((range) => {
    const letters: IdRange[] = []
    for (const { client, clock, length } of range ? lettersIn(old, range) : [])
      for (let at = 0; at < length; at += 1) {
        const letter = moved.livingCopyOf(
          { client, clock: clock + at },
          (id) => id.client !== client,
        )
        const last = letters.at(-1)
        if (!letter) continue
        if (last?.client === letter.client && last.clock + last.length === letter.clock)
          letters[letters.length - 1] = { ...last, length: last.length + 1 }
        else letters.push({ ...letter, length: 1 })
      }
    return AnchoredLetters.safeParse(letters.slice(0, mostStretches)).data
  })
}
