/** Words by author as a page shows them: runs of the flat text. */
import * as Y from 'yjs'
import { type AuthorRange, openAuthorRanges } from './author-ranges.ts'
import { flattenFragment } from './flat-document.ts'

/** What is known of the authors of a text's words. */
export interface KnownAuthors<Author> {
  /** By client id. */
  readonly authors: ReadonlyMap<number, Author | null>
  /** Letters that were written by others than their client ids tell. */
  readonly kept: readonly AuthorRange<Author | null>[]
}

/** Words of one author that stand together: a range of the flat text. `null` is nobody known. */
export interface AuthorRun<Author> {
  readonly start: number
  readonly end: number
  readonly author: Author | null
}

/**
 * The words of a fragment, a live text's words or one of its cells, by author in the order of reading; words of clients
 * that are not known yet are nobody's.
 */
export function authorRuns<Author>(
  fragment: Y.XmlFragment,
  known: KnownAuthors<Author>,
): AuthorRun<Author>[] {
  const kept = openAuthorRanges(known.kept)
  const runs: AuthorRun<Author>[] = []
  const add = (start: number, end: number, author: Author | null) => {
    const last = runs.at(-1)
    if (last && last.end === start && last.author === author)
      runs[runs.length - 1] = { ...last, end }
    else runs.push({ start, end, author })
  }
  for (const { text, start } of flattenFragment(fragment).runs) {
    let at = start
    for (const item of Y.getTypeChildren(text)) {
      if (item.deleted || !(item.content instanceof Y.ContentString)) continue
      const { client, clock } = item.id
      const own = known.authors.get(client) ?? null
      for (let offset = 0; offset < item.length; offset += 1) {
        const range = kept.find(client, clock + offset)
        add(at + offset, at + offset + 1, range ? range.author : own)
      }
      at += item.length
    }
  }
  return runs
}
