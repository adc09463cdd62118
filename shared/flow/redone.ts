/**
 * What undos brought back, read from the ids. Yjs writes the deleted run anew, under the session's client id for copies: right before
 * the original, which is its right origin, and in one item, of which typing or deleting later cuts pieces that follow each other.
 *
 * Before `one two` (1-0 to 1-6); "two" (1-4 to 1-6) is deleted and put back: 9-0 to 9-2 "two", right origin 1-4. So 9-1 is 1-5.
 */
import * as Y from 'yjs'
import { isCopyClient } from './flow-doc.ts'
import { behind, type LetterId } from './ids.ts'

/** `length` letters or embeds, each a copy of the one as far behind in the original. */
export interface RedoneRun {
  readonly copy: LetterId
  readonly original: LetterId
  readonly length: number
}

type Struct = Y.Item | Y.GC | Y.Skip

/** What a content says, letter by letter; undefined where it was deleted and nobody here kept it. */
export function saidBy(content: Y.Item['content']): string[] | undefined {
  if (content instanceof Y.ContentString) return content.str.split('')
  if (content instanceof Y.ContentEmbed) return [`embed ${JSON.stringify(content.embed)}`]
  if (content instanceof Y.ContentFormat)
    return [`format ${content.key} ${JSON.stringify(content.value)}`]
  return undefined
}

/** What stands under ids that follow each other; undefined where some of it is not known. */
function saidAt(doc: Y.Doc, { client, clock }: LetterId, length: number): string[] | undefined {
  const structs = doc.store.clients.get(client) ?? []
  const said: string[] = []
  if (clock >= Y.getState(doc.store, client)) return undefined
  for (let at = Y.findIndexSS(structs, clock); said.length < length; at += 1) {
    const struct = structs[at]
    const more = struct instanceof Y.Item ? saidBy(struct.content) : undefined
    if (!struct || !more) return undefined
    said.push(...more.slice(Math.max(0, clock - struct.id.clock)))
  }
  return said.slice(0, length)
}

/** Whether an item was cut from the one before it, or was written right behind it in the same place. */
const goesOn = (item: Y.Item, before: Struct | undefined): boolean =>
  before instanceof Y.Item &&
  Y.compareIDs(item.origin, before.lastId) &&
  Y.compareIDs(item.rightOrigin, before.rightOrigin)

/**
 * All that undos brought back, in the order of writing. What says something else than its original does not count; where the
 * document kept nothing of one of them the installation, which keeps all, has compared them.
 * Work in proportion to what undos have written.
 */
export function redoneRuns(doc: Y.Doc): RedoneRun[] {
  const runs: { copy: LetterId; original: LetterId; length: number }[] = []
  for (const [client, structs] of doc.store.clients) {
    if (!isCopyClient(client)) continue
    for (const [at, struct] of structs.entries()) {
      if (!(struct instanceof Y.Item) || struct.parentSub !== null || !struct.rightOrigin) continue
      const last = runs.at(-1)
      const isSame = last?.copy.client === client && goesOn(struct, structs[at - 1])
      if (last && isSame) last.length += struct.length
      else runs.push({ copy: struct.id, original: struct.rightOrigin, length: struct.length })
    }
  }
  return runs.filter(({ copy, original, length }) => {
    const [said, before] = [saidAt(doc, copy, length), saidAt(doc, original, length)]
    return !said || !before || said.join('\0') === before.join('\0')
  })
}

/** The ids of a run, one by one. */
export const pairsOf = ({
  copy,
  original,
  length,
}: RedoneRun): [copy: LetterId, original: LetterId][] =>
  Array.from({ length }, (_, at) => [behind(copy, at), behind(original, at)])
