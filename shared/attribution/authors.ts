/**
 * Who wrote what in a flow: the author of a letter is whoever typed it first, through the one table of copies. What an undo, the
 * installation or a verified paste put again is never its copyist's.
 *
 * Before: Portugal typed "The budget" (1-0 to 1-9), Brazil " is public" (2-0 to 2-9), and cut and pasted "The budget" behind it as
 * 2-10 to 2-19, verified. Two runs: " is public" of Brazil, "The budget" of Portugal, moved by Brazil.
 */
import * as Y from 'yjs'
import type { Copies, Origin } from '../copies/table.ts'
import { behind } from '../flow/ids.ts'

/** Letters of one author that stand together, by indices of their flow. `null` is nobody known. */
export interface AuthorRun<Author> {
  readonly start: number
  readonly end: number
  readonly author: Author | null
  /** Who put them where they stand, where that is somebody else who moved or pasted them. */
  readonly movedBy: Author | null
}

/** `authorOf` tells who writes under a client id, in this text or in another. */
export function authorRuns<Author>(
  flow: Y.Text,
  copies: Copies,
  authorOf: (origin: Pick<Origin, 'client' | 'text'>) => Author | null,
): AuthorRun<Author>[] {
  const runs: AuthorRun<Author>[] = []
  const add = (run: AuthorRun<Author>) => {
    const last = runs.at(-1)
    const goesOn =
      last?.end === run.start && last.author === run.author && last.movedBy === run.movedBy
    if (last && goesOn) runs[runs.length - 1] = { ...last, end: run.end }
    else runs.push(run)
  }
  let index = 0
  for (const item of Y.getTypeChildren(flow)) {
    if (item.deleted || !item.countable) continue
    if (item.content instanceof Y.ContentString)
      for (let at = 0; at < item.length; ) {
        const id = behind(item.id, at)
        const length = Math.min(copies.sameFor(id), item.length - at)
        const author = authorOf(copies.originalOf(id))
        const mover = copies.moverOf(id)
        const by = mover && authorOf(mover)
        const movedBy = by === author ? null : (by ?? null)
        add({ start: index + at, end: index + at + length, author, movedBy })
        at += length
      }
    index += item.length
  }
  return runs
}
