/** A value as JSON in pieces, its lists and maps entry by entry: a long one that is written whole holds the event loop. */

/** Lists and maps are written entry by entry down to so many levels: the entries of a record's lists are short. */
const levels = 2

/** The pieces; put together they are what `JSON.stringify` says. The value is plain data. */
export function* jsonPieces(value: unknown, level = levels): Generator<string> {
  if (level === 0 || value === null || typeof value !== 'object') yield JSON.stringify(value)
  else if (Array.isArray(value)) {
    yield '['
    for (const [index, entry] of value.entries()) {
      if (index > 0) yield ','
      yield* jsonPieces(entry === undefined ? null : entry, level - 1)
    }
    yield ']'
  } else {
    yield '{'
    let isFirst = true
    for (const [key, entry] of Object.entries(value)) {
      if (entry === undefined) continue
      yield `${isFirst ? '' : ','}${JSON.stringify(key)}:`
      isFirst = false
      yield* jsonPieces(entry, level - 1)
    }
    yield '}'
  }
}
