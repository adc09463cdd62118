/** A caret as a page tells of it, beside the letter with this clock. */
export const caretAt = (clock: number) => {
  const place = { tname: null, item: { client: 1, clock }, assoc: -1 }
  return { anchor: place, head: place }
}
