/** A flow as an amendment of the tree read, in runs: what of the branch's flow stays, and what is put between. */
import type * as Y from 'yjs'
import type { CopyRange } from '../copies/copy-range.ts'
import type { Inline } from '../domain/content.ts'
import type { BlockLooks } from '../flow/block-looks.ts'
import type { Embed } from '../flow/embeds.ts'
import { behind, type IdRange, type LetterId, lastAt } from '../flow/ids.ts'
import { type Marks, tokensOf } from '../flow/tokens.ts'
import { attributesOf } from '../text/marks.ts'

/** A block as the amendment read. */
export interface WovenLine {
  readonly blockId: string
  readonly looks: BlockLooks
  readonly inlines: readonly Inline[]
  /** A table that stands in the branch already, or was put into it. */
  readonly tableId?: string
}

export interface Weaver {
  /** Where letters of the tree stand in the base's flows. */
  readonly movedTo: (range: IdRange) => MovedRun[]
  /** The letters that words were read from. */
  readonly lettersOf: (words: Inline) => IdRange | undefined
  /** The client id of whoever wrote a letter. */
  readonly clientOf: (id: LetterId) => number
  readonly newBlockId: () => string
  readonly newBreakId: () => string
}

/** Letters that lie together in the tree and, where they have moved with the base, in a flow; `to` is undefined for an amendment's own. */
export interface MovedRun {
  readonly from: IdRange
  readonly to: LetterId | undefined
}

/** What stands in the flow and stays, as far as it lies together. */
export interface Kept {
  readonly is: 'kept'
  readonly id: LetterId
  readonly length: number
  /** Where it stands now. */
  readonly index: number
  /** As they are wanted; undefined for embeds. */
  readonly marks: Marks | undefined
}
/** Letters of one author with the same marks that are to be put. */
export interface Fresh {
  readonly is: 'fresh'
  readonly letters: string
  /** The letters of the tree. */
  readonly from: readonly IdRange[]
  readonly marks: Marks
  readonly client: number
}
export type Woven = Kept | Fresh | { readonly is: 'put'; readonly put: Embed }

/** Finds where letters moved to, by the ranges of the move. */
export function movedBy(ranges: readonly CopyRange[]): Weaver['movedTo'] {
  const clients = new Map<number, { clock: number; length: number; copy: LetterId }[]>()
  for (const { original, copy, length } of ranges) {
    const own = clients.get(original.client) ?? []
    clients.set(original.client, own)
    own.push({ clock: original.clock, length, copy })
  }
  for (const own of clients.values()) own.sort((a, b) => a.clock - b.clock)
  return ({ client, clock, length }) => {
    const own = clients.get(client) ?? []
    const runs: MovedRun[] = []
    for (let [at, next] = [clock, 0]; at < clock + length; at = next) {
      const place = lastAt(own, at)
      const range = own[place]
      const isIn = range !== undefined && at < range.clock + range.length
      const end = isIn ? range.clock + range.length : (own[place + 1]?.clock ?? clock + length)
      next = Math.min(clock + length, end)
      const to = isIn ? behind(range.copy, at - range.clock) : undefined
      runs.push({ from: { client, clock: at, length: next - at }, to })
    }
    return runs
  }
}

/** What stands in a flow: letters by their ids, embeds by what they say, each of which is given away once. */
export function openStanding(flow: Y.Text) {
  const clients = new Map<number, { clock: number; length: number; index: number }[]>()
  const embeds = new Map<string, Kept[]>()
  const ends = new Map<string, Kept>()
  const breaks = new Map<string, Kept[]>()
  const add = (to: Map<string, Kept[]>, name: string, kept: Kept) => {
    const own = to.get(name) ?? []
    to.set(name, own)
    own.push(kept)
  }
  let block = ''
  for (const token of tokensOf(flow)) {
    const { id, index, length } = token
    if (token.type === 'letters') {
      const own = clients.get(id.client) ?? []
      clients.set(id.client, own)
      own.push({ clock: id.clock, length, index })
      continue
    }
    if (!token.embed) continue
    const kept: Kept = { is: 'kept', id, length, index, marks: undefined }
    if ('block' in token.embed) ({ block } = token.embed)
    if ('end' in token.embed) ends.set(block, kept)
    else if ('break' in token.embed) add(breaks, block, kept)
    else add(embeds, JSON.stringify(token.embed), kept)
  }
  for (const own of clients.values()) own.sort((a, b) => a.clock - b.clock)
  const take = (kept: Kept | undefined, put: Embed): Woven => kept ?? { is: 'put', put }
  return {
    /** Letters from one on, as far as they lie together in the flow; undefined where they stand elsewhere or nowhere. */
    letters({ client, clock }: LetterId): { index: number; length: number } | undefined {
      const own = clients.get(client) ?? []
      const found = own[lastAt(own, clock)]
      const offset = found ? clock - found.clock : 0
      return found && offset < found.length
        ? { index: found.index + offset, length: found.length - offset }
        : undefined
    },
    embed: (embed: Embed): Woven => take(embeds.get(JSON.stringify(embed))?.shift(), embed),
    end(blockId: string): Woven {
      const kept = ends.get(blockId)
      ends.delete(blockId)
      return take(kept, { end: 1 })
    },
    lineBreak: (blockId: string, breakId: string): Woven =>
      take(breaks.get(blockId)?.shift(), { break: breakId }),
  }
}
export type Standing = ReturnType<typeof openStanding>

/** Words in runs: those that stand in the flow, and those that are the amendment's own. */
function wovenWords(
  inline: Extract<Inline, { type: 'words' }>,
  standing: Standing,
  weaver: Weaver,
): Woven[] {
  const [range, marks] = [weaver.lettersOf(inline), attributesOf(inline)]
  if (!range) throw new Error('words of a text were read from its letters')
  return weaver.movedTo(range).flatMap(({ from, to }): Woven[] => {
    const woven: Woven[] = []
    for (let at = 0; at < from.length; ) {
      const id = to && behind(to, at)
      const found = id && standing.letters(id)
      const length = Math.min(found?.length ?? from.length, from.length - at)
      const offset = from.clock - range.clock + at
      if (id && found) woven.push({ is: 'kept', id, length, index: found.index, marks })
      else
        woven.push({
          is: 'fresh',
          letters: inline.words.slice(offset, offset + length),
          from: [{ client: from.client, clock: from.clock + at, length }],
          marks,
          client: weaver.clientOf(behind(from, at)),
        })
      at += length
    }
    return woven
  })
}

function wovenInline(inline: Inline, blockId: string, standing: Standing, weaver: Weaver): Woven[] {
  if (inline.type === 'line-break') return [standing.lineBreak(blockId, weaver.newBreakId())]
  if (inline.type === 'words') return wovenWords(inline, standing, weaver)
  const { edge, bracketId } = inline
  return [standing.embed(edge === 'open' ? { open: bracketId } : { close: bracketId })]
}

/** A line in runs, with the edges of its block. */
export function wovenLine(line: WovenLine, standing: Standing, weaver: Weaver): Woven[] {
  const { blockId, inlines, tableId } = line
  if (tableId !== undefined) return [standing.embed({ table: tableId })]
  return [
    standing.embed({ block: blockId }),
    ...inlines.flatMap((inline) => wovenInline(inline, blockId, standing, weaver)),
    standing.end(blockId),
  ]
}
