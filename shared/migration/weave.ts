/**
 * Makes a flow of a branch read as an amendment of the tree read: what the amendment kept of its base keeps its letters and edges, what
 * it had deleted is deleted, and what it had put is put under its author's name, between the same neighbours.
 *
 * Before, in the branch as in the base: `{p1} The fund {end}`. The amendment read "The voluntary fund", "voluntary " being Kenya's.
 * After: `{p1} The voluntary fund {end}`, of which ten letters are new, and Kenya's.
 */
import * as Y from 'yjs'
import { type CopyRange, joined } from '../copies/copy-range.ts'
import type { Inline } from '../domain/content.ts'
import { arrange } from '../flow/arrange.ts'
import { type BlockLooks, isSameLooks, looksOf, setLooks } from '../flow/block-looks.ts'
import { setBracketKeys } from '../flow/bracket-keys.ts'
import type { Embed } from '../flow/embeds.ts'
import { asClient, blockKeys } from '../flow/flow-doc.ts'
import { behind, type IdRange, type LetterId } from '../flow/ids.ts'
import { putLetters } from '../flow/put.ts'
import { type Marks, tokensOf } from '../flow/tokens.ts'
import type { Wanted } from '../flow/wanted.ts'
import { attributesOf } from '../text/marks.ts'
import { firstLetter } from './move-text.ts'

/** A block as the amendment read. */
export interface WovenLine {
  readonly blockId: string
  readonly looks: BlockLooks
  readonly inlines: readonly Inline[]
  /** A table that stands in the branch already, or was put into it. */
  readonly tableId?: string
}

export interface Weaver {
  /** Where a letter of the tree stands in the base's flow; undefined for the amendment's own. */
  readonly movedTo: (id: LetterId) => LetterId | undefined
  /** The letters that words were read from. */
  readonly lettersOf: (words: Inline) => IdRange | undefined
  /** The client id of whoever wrote a letter. */
  readonly clientOf: (id: LetterId) => number
  readonly newBlockId: () => string
  readonly newBreakId: () => string
}

/** Letters of one author with the same marks that are to be put. */
interface Fresh {
  readonly letters: string
  /** The letters of the tree. */
  readonly from: readonly LetterId[]
  readonly marks: Marks
  readonly client: number
}
interface OpenFresh extends Fresh {
  readonly add: (letter: string, from: LetterId) => void
}
type Woven = Wanted | OpenFresh
const isFresh = (each: Woven): each is OpenFresh => 'letters' in each

function openFresh(first: string, id: LetterId, marks: Marks, client: number): OpenFresh {
  const [letters, from] = [[first], [id]]
  return {
    get letters() {
      return letters.join('')
    },
    from,
    marks,
    client,
    add(letter, of) {
      letters.push(letter)
      from.push(of)
    },
  }
}

/** What stands in a flow, to be found by what it says; each is given away once. */
function openStanding(flow: Y.Text) {
  const tokens = tokensOf(flow)
  const embeds = new Map<string, LetterId[]>()
  const ends = new Map<string, LetterId>()
  const breaks = new Map<string, LetterId[]>()
  let block = ''
  for (const token of tokens) {
    if (token.type !== 'embed' || !token.embed) continue
    const { embed, id } = token
    if ('block' in embed) block = embed.block
    if ('end' in embed) ends.set(block, id)
    else if ('break' in embed) breaks.set(block, [...(breaks.get(block) ?? []), id])
    else {
      const name = JSON.stringify(embed)
      embeds.set(name, [...(embeds.get(name) ?? []), id])
    }
  }
  const letters = new Set(
    tokens.flatMap(({ id, length, type }) =>
      type === 'letters' ? Array.from({ length }, (_, at) => `${id.client}-${id.clock + at}`) : [],
    ),
  )
  const take = (id: LetterId | undefined, put: Embed): Wanted =>
    id ? { id, marks: {}, isFixed: true } : { put }
  return {
    hasLetter: ({ client, clock }: LetterId) => letters.has(`${client}-${clock}`),
    embed: (embed: Embed): Wanted => take(embeds.get(JSON.stringify(embed))?.shift(), embed),
    end(blockId: string): Wanted {
      const id = ends.get(blockId)
      ends.delete(blockId)
      return take(id, { end: 1 })
    },
    lineBreak: (blockId: string, breakId: string): Wanted =>
      take(breaks.get(blockId)?.shift(), { break: breakId }),
  }
}

function wovenInline(
  inline: Inline,
  blockId: string,
  standing: ReturnType<typeof openStanding>,
  weaver: Weaver,
): Woven[] {
  if (inline.type === 'line-break') return [standing.lineBreak(blockId, weaver.newBreakId())]
  if (inline.type === 'bracket') {
    const { edge, bracketId } = inline
    return [standing.embed(edge === 'open' ? { open: bracketId } : { close: bracketId })]
  }
  const [from, marks] = [weaver.lettersOf(inline), attributesOf(inline)]
  if (!from) throw new Error('words of a text were read from its letters')
  const woven: Woven[] = []
  for (let at = 0; at < from.length; at += 1) {
    const letter = behind(from, at)
    const id = weaver.movedTo(letter)
    const last = woven.at(-1)
    if (id && standing.hasLetter(id)) woven.push({ id, marks, isFixed: true })
    else if (last && isFresh(last) && last.client === weaver.clientOf(letter))
      last.add(inline.words.charAt(at), letter)
    else woven.push(openFresh(inline.words.charAt(at), letter, marks, weaver.clientOf(letter)))
  }
  return woven
}

function wovenLine(
  { blockId, inlines, tableId }: WovenLine,
  standing: ReturnType<typeof openStanding>,
  weaver: Weaver,
): Woven[] {
  if (tableId !== undefined) return [standing.embed({ table: tableId })]
  return [
    standing.embed({ block: blockId }),
    ...inlines.flatMap((inline) => wovenInline(inline, blockId, standing, weaver)),
    standing.end(blockId),
  ]
}

/** Weaves a flow of a branch, in one transaction, and says where letters of the tree stand that were put. */
export function weave(flow: Y.Text, given: readonly WovenLine[], weaver: Weaver): CopyRange[] {
  const { doc } = flow
  const ranges: CopyRange[] = []
  if (!doc) throw new Error('a flow is a root of its document')
  // Of two blocks with one name the second gets one of its own.
  const named = new Set<string>()
  const lines = given.map((line) => {
    const isOwn = line.blockId !== '' && !named.has(line.blockId)
    const blockId = isOwn ? line.blockId : weaver.newBlockId()
    named.add(blockId)
    return { ...line, blockId }
  })
  const standing = openStanding(flow)
  const woven = lines.flatMap((line) => wovenLine(line, standing, weaver))
  doc.transact(() => {
    arrange(
      flow,
      woven.flatMap((each) => (isFresh(each) ? [] : [each])),
    )
    let at = 0
    for (const each of woven) {
      if (!isFresh(each)) {
        at += 1
        continue
      }
      const { client, from } = each
      const before = Y.getState(doc.store, client)
      asClient(doc, client, () => putLetters(flow, at, each.letters, each.marks))
      const first = firstLetter(doc, client, before)
      for (const [offset, original] of from.entries())
        if (first !== undefined)
          ranges.push({
            copy: { client, clock: first + offset },
            original,
            length: 1,
            by: 'installation',
          })
      at += from.length
    }
    const keys = blockKeys(doc)
    for (const { blockId, looks, inlines } of lines) {
      const before = looksOf(keys, blockId)
      if (!isSameLooks(before, looks))
        setLooks(keys, blockId, {
          ...Object.fromEntries(Object.keys(before).map((name) => [name, undefined])),
          ...looks,
        })
      for (const inline of inlines)
        if (inline.type === 'bracket' && inline.edge === 'open') setBracketKeys(doc, inline)
    }
  })
  return joined(ranges)
}
