/** Readings of flows as content, without the names of blocks, for comparing what was promised with what came of it. */
import * as Y from 'yjs'
import type { Change } from '#shared/compare/changes'
import { type Comparison, compare } from '#shared/compare/compare'
import { lettersOf } from '#shared/compare/letters'
import { wordsOf } from '#shared/compare/pieces'
import { type Reading, wantedThen } from '#shared/compare/reading'
import { copiesOf } from '#shared/copies/table'
import type { Block } from '#shared/domain/content'
import { setLooks } from '#shared/flow/block-looks'
import { blockKeys, flowOf, newFlowDoc, wordsFlow } from '#shared/flow/flow-doc'
import { nameOf } from '#shared/flow/ids'
import { putEmbeds, putLetters } from '#shared/flow/put'
import { readFlow } from '#shared/flow/read-flow'
import { isKept, type Kept, type Wanted } from '#shared/flow/wanted'

export const noCopies = { version: 1 as const, ranges: [] }

function unnamed(blocks: readonly Block[]): unknown[] {
  return blocks.map((block) => {
    if (block.type === 'list')
      return { ...block, items: block.items.map((item) => unnamed(item.blocks)) }
    return block.type === 'table' ? block : { ...block, blockId: '' }
  })
}

/** How a document reads. */
export const readOf = (doc: Y.Doc, flow: string = wordsFlow): unknown =>
  unnamed(readFlow(flowOf(doc, flow)))

/** How a reading reads: it is written into a document of its own. */
export function readAs(
  { flows, looks }: Reading,
  { flows: compared }: Comparison,
  flow: string = wordsFlow,
): unknown {
  const letters = new Map(
    compared
      .flatMap(({ spans }) => spans)
      .flatMap((span) =>
        span.type === 'changed' ? [...span.deleted, ...span.inserted] : [...span.was, ...span.is],
      )
      .map((letter) => [nameOf(letter.id), letter]),
  )
  const doc = newFlowDoc(1)
  const written = flowOf(doc, flow)
  for (const [blockId, each] of looks) setLooks(blockKeys(doc), blockId, each)
  const write = (wanted: Wanted | Kept): void => {
    if (isKept(wanted)) {
      for (const letter of wanted.kept.flatMap(lettersOf)) write(wantedThen(letter))
      return
    }
    if ('put' in wanted) return putEmbeds(written, written.length, wanted.put)
    const letter = letters.get(nameOf(wanted.id))
    if (!letter) throw new Error('a reading holds letters that were compared')
    if (letter.embed?.is) putEmbeds(written, written.length, letter.embed.is)
    else putLetters(written, written.length, letter.text, wanted.marks)
  }
  for (const wanted of flows.get(flow) ?? []) write(wanted)
  return unnamed(readFlow(written))
}

/** What changed in a document since a moment. */
export const changesSince = (doc: Y.Doc, then: Y.Snapshot): Comparison =>
  compare(doc, then, Y.snapshot(doc), copiesOf(doc, noCopies))

/** Changes as `-deleted +inserted`, those of form by their name. */
export const told = (changes: readonly Change[]): string[] =>
  changes.map(({ parts }) =>
    parts
      .map((part) => {
        if (part.type === 'entry') {
          const sign = part.was ? (part.is ? '~' : '-') : '+'
          return `${sign}${part.axis === 'rows' ? 'row' : 'column'} of ${part.table}`
        }
        if (part.type === 'looks')
          return `looks ${JSON.stringify(part.was)} to ${JSON.stringify(part.is)}`
        if (part.type === 'formatting')
          return `formatting ${wordsOf(part.span.was.slice(part.from, part.to))}`
        return [
          ...(part.span.deleted.length > 0 ? [`-${wordsOf(part.span.deleted)}`] : []),
          ...(part.span.inserted.length > 0 ? [`+${wordsOf(part.span.inserted)}`] : []),
        ].join(' ')
      })
      .join(' … '),
  )
