/**
 * Words that somebody deleted, where they stood: letters that lie together, were deleted by one member at about one time, and stand nowhere
 * else. Put back, they come as copies to right before the originals, as an undo brings them: they are still their author's.
 *
 * `{p1}The fund {end}`, from which Brazil deleted "shall be" behind "fund "; Kenya typed "is" there. Told is "shall be", Brazil's doing, at the
 * index between "fund " and "is". Put back: `{p1}The fund shall beis{end}`.
 */
import * as Y from 'yjs'
import { tableOf } from '../copies/doc-copies.ts'
import type { MemberId } from '../domain/ids.ts'
import { type Embed, embedOf } from '../flow/embeds.ts'
import { flowOf } from '../flow/flow-doc.ts'
import { behind, type IdRange, idSet, joinedIds, type LetterId, lastAt } from '../flow/ids.ts'
import { flowNames } from '../flow/moments.ts'
import { standsIn } from '../flow/standing.ts'
import { takeBack } from '../flow/take-back.ts'
import type { DeletedLetters } from '../protocol/deletions.ts'
import { paragraphMark } from './pieces.ts'

/** What is deleted in one minute is one deletion. */
const minuteOf = (at: string): string => at.slice(0, 'yyyy-mm-ddThh:mm'.length)
/** The latest: more nobody reads. */
const mostPassages = 500

export interface DeletedPassage {
  readonly flow: string
  /** Of the flow, behind what stands before it. */
  readonly index: number
  /** `¶` where a paragraph began. */
  readonly words: string
  readonly ids: readonly IdRange[]
  readonly memberId: MemberId
  readonly at: string
}

function wordOf(embed: Embed | undefined): string {
  if (!embed || 'end' in embed) return ''
  if ('block' in embed) return paragraphMark
  if ('open' in embed) return '['
  if ('close' in embed) return ']'
  return '\n'
}

/** The bracket that an edge is of. */
const bracketOf = (embed: Embed | undefined): string | undefined => {
  if (!embed) return undefined
  if ('open' in embed) return embed.open
  return 'close' in embed ? embed.close : undefined
}

type Known = (
  id: LetterId,
) => { readonly letters: DeletedLetters; readonly left: number } | undefined

/** Tells who deleted a letter, and of how many behind it that holds. */
function deletedBy(deletions: readonly DeletedLetters[]): Known {
  const clients = new Map<number, DeletedLetters[]>()
  for (const each of deletions) {
    const own = clients.get(each.clientId) ?? []
    clients.set(each.clientId, own)
    own.push(each)
  }
  for (const own of clients.values()) own.sort((a, b) => a.clock - b.clock)
  return ({ client, clock }) => {
    const own = clients.get(client) ?? []
    const letters = own[lastAt(own, clock)]
    const left = letters ? letters.clock + letters.length - clock : 0
    return letters && left > 0 ? { letters, left } : undefined
  }
}

interface Part {
  readonly range: IdRange
  readonly words: string
  readonly embed: Embed | undefined
  readonly at: string
}

/** Parts that were deleted together, as one passage; nothing where that is only what stood around words. */
function passageOf(
  parts: readonly Part[],
  standing: ReadonlySet<string>,
): Pick<DeletedPassage, 'words' | 'ids'> | undefined {
  // Its edges went with words in one act: at any other time they were lifted.
  const wordsWentAt = new Set(
    parts.flatMap(({ embed, at }) => (bracketOf(embed) === undefined ? [at] : [])),
  )
  const isWhole = (bracketId: string) =>
    standing.has(bracketId) ||
    parts.filter((each) => bracketOf(each.embed) === bracketId && wordsWentAt.has(each.at)).length >
      1
  const kept = parts.filter(({ embed }) => {
    const bracketId = bracketOf(embed)
    return bracketId === undefined || isWhole(bracketId)
  })
  const said = kept.filter(({ embed }) => bracketOf(embed) === undefined)
  if (said.every(({ words }) => words.trim() === '')) return undefined
  // A paragraph without words; a break that was taken out begins with the end of the one before.
  const isEmpty = said.every(({ words, embed }) => embed !== undefined || words.trim() === '')
  if (isEmpty && said[0]?.embed && 'block' in said[0].embed) return undefined
  return {
    words: kept.map(({ words }) => words).join(''),
    ids: joinedIds(kept.map(({ range }) => range)),
  }
}

/** The parts of an item that were deleted and stand nowhere, cut where somebody else deleted on. */
function deletedIn(item: Y.Item, known: Known, isAway: (id: LetterId) => boolean) {
  const { content, length } = item
  const embed = embedOf(item)
  const said = content instanceof Y.ContentString ? content.str : wordOf(embed)
  const found: { readonly part: Part; readonly by: DeletedLetters }[] = []
  for (let at = 0; at < length; ) {
    const id = behind(item.id, at)
    const by = known(id)
    if (!by) {
      at += 1
      continue
    }
    const end = Math.min(length, at + by.left)
    for (let from = at; from < end; ) {
      let to = from
      while (to < end && isAway(behind(item.id, to))) to += 1
      if (to > from) {
        const range = { ...behind(item.id, from), length: to - from }
        const words = embed ? said : said.slice(from, to)
        found.push({ part: { range, words, embed, at: by.letters.at }, by: by.letters })
      }
      from = Math.max(to, from) + 1
    }
    at = end
  }
  return found
}

function passagesIn(
  flow: Y.Text,
  name: string,
  known: Known,
  isAway: (id: LetterId) => boolean,
): DeletedPassage[] {
  const items = Y.getTypeChildren(flow)
  const standing = new Set(
    items.flatMap((item) => (item.deleted ? [] : (bracketOf(embedOf(item)) ?? []))),
  )
  const passages: DeletedPassage[] = []
  let index = 0
  let open: { readonly parts: Part[]; readonly by: DeletedLetters } | undefined
  const close = () => {
    const passage = open && passageOf(open.parts, standing)
    if (open && passage) {
      const { memberId, at } = open.by
      passages.push({ flow: name, index, memberId, at, ...passage })
    }
    open = undefined
  }
  for (const item of items) {
    if (!item.countable) continue
    if (!item.deleted) {
      close()
      index += item.length
      continue
    }
    for (const { part, by } of deletedIn(item, known, isAway)) {
      const goesOn = open?.by.memberId === by.memberId && minuteOf(open.by.at) === minuteOf(by.at)
      if (!goesOn) close()
      open ??= { parts: [], by }
      open.parts.push(part)
    }
  }
  close()
  return passages
}

/** What of these letters stands nowhere, flow by flow in its order: the latest of it where there is very much. */
export function deletedPassages(
  doc: Y.Doc,
  deletions: readonly DeletedLetters[],
): readonly DeletedPassage[] {
  const [copies, stands, known] = [tableOf(doc), standsIn(doc), deletedBy(deletions)]
  /** What was brought back or moved is told where its copy stood last. */
  const isAway = (id: LetterId): boolean => {
    if (copies.isCopied(id) && copies.livingInPlaceOf(id, () => true)) return false
    const first = copies.firstInPlace(id)
    return !stands(first) && copies.livingInPlaceOf(first, stands) === undefined
  }
  const all = flowNames(doc).flatMap((name) => passagesIn(flowOf(doc, name), name, known, isAway))
  if (all.length <= mostPassages) return all
  const since =
    all
      .map(({ at }) => at)
      .toSorted()
      .at(-mostPassages) ?? ''
  return all.filter(({ at }) => at >= since)
}

/** Puts what was deleted where it stood, in one transaction; what somebody else has put back meanwhile is not put twice. */
export const putBack = (doc: Y.Doc, ids: readonly IdRange[]): void =>
  takeBack(
    doc,
    {
      inserted: Y.createDeleteSet(),
      deleted: Object.assign(Y.createDeleteSet(), { clients: new Map(idSet(ids)) }),
    },
    null,
  )
