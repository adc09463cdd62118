/** Whose letters are that stand under another's client id: ranges of clocks, client by client. */

/** Letters of one client id, one after the other, by one author. */
export interface AuthorRange<Author> {
  readonly clientId: number
  readonly clock: number
  readonly length: number
  readonly author: Author
}

export interface AuthorRanges<Author> {
  /** Says whose letters are of which nothing was said yet. */
  readonly add: (clientId: number, clock: number, length: number, author: Author) => void
  /** Whose letter it is; undefined when nothing else is said than its client id says. */
  readonly find: (clientId: number, clock: number) => AuthorRange<Author> | undefined
  readonly all: () => Iterable<AuthorRange<Author>>
}

export function openAuthorRanges<Author>(
  ranges: Iterable<AuthorRange<Author>> = [],
): AuthorRanges<Author> {
  const byClient = new Map<number, AuthorRange<Author>[]>()
  const add: AuthorRanges<Author>['add'] = (clientId, clock, length, author) => {
    const own = byClient.get(clientId) ?? []
    byClient.set(clientId, own)
    const last = own.at(-1)
    if (last && last.clock + last.length === clock && last.author === author)
      own[own.length - 1] = { ...last, length: last.length + length }
    else {
      // Nearly always the last one.
      const place = own.findLastIndex((range) => range.clock < clock) + 1
      own.splice(place, 0, { clientId, clock, length, author })
    }
  }
  for (const { clientId, clock, length, author } of ranges) add(clientId, clock, length, author)
  return {
    add,
    find(clientId, clock) {
      const own = byClient.get(clientId) ?? []
      let [low, high] = [0, own.length - 1]
      while (low <= high) {
        const middle = (low + high) >> 1
        const range = own[middle]
        if (!range) return undefined
        if (clock < range.clock) high = middle - 1
        else if (clock >= range.clock + range.length) low = middle + 1
        else return range
      }
      return undefined
    },
    *all() {
      for (const own of byClient.values()) yield* own
    },
  }
}
