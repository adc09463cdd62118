/**
 * Sponsors that are written in a bracket, as drafts of other rooms have them. They are its sponsors where whoever puts the bracket may name
 * them: the chair's table any delegation, a delegation itself. Anything else is words of the bracket.
 *
 * The secretariat pastes `[G77, EU: shall]` in a group with these codes. Noted: `sponsors = "G77, EU"`; the bracket's words are "shall".
 */
import * as Y from 'yjs'

/** Letters that a list of codes may take. */
const longestPrefix = 80
const prefix =
  /^\s*([\p{Lu}\d][\p{Lu}\d&-]{0,11}(?:\s*[,;]\s*[\p{Lu}\d][\p{Lu}\d&-]{0,11})*)\s*[:：]\s*/u

/** The letters that stand next behind an item in its flow. */
function lettersBehind(item: Y.Item): string {
  let said = ''
  for (let next = item.right; next && said.length < longestPrefix; next = next.right) {
    if (next.deleted || !next.countable) continue
    if (!(next.content instanceof Y.ContentString)) break
    said += next.content.str
  }
  return said
}

export interface NamedSponsors {
  readonly codes: readonly string[]
  /** How many letters of the bracket say so. */
  readonly length: number
}

/** The sponsors that a bracket's first words name; undefined where they name none. */
export function sponsorsWritten(doc: Y.Doc, openedBy: Y.ID): NamedSponsors | undefined {
  const item = Y.getItem(doc.store, openedBy)
  const [whole, codes] = prefix.exec(lettersBehind(item)) ?? []
  if (whole === undefined || codes === undefined) return undefined
  return { codes: codes.split(/\s*[,;]\s*/), length: whole.length }
}

/** Takes the first letters out of a bracket. To be called in a transaction. */
export function takeLettersBehind(doc: Y.Doc, openedBy: Y.ID, length: number): void {
  doc.transact((transaction) => {
    let left = length
    for (let next = Y.getItem(doc.store, openedBy).right; next && left > 0; next = next.right) {
      if (next.deleted || !next.countable) continue
      if (next.length > left)
        Y.getItemCleanStart(transaction, Y.createID(next.id.client, next.id.clock + left))
      left -= next.length
      next.delete(transaction)
      if (next.parent instanceof Y.Text) next.parent._searchMarker?.splice(0)
    }
  })
}
