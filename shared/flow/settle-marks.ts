/**
 * Gives every letter of a flow the marks that it is wanted with, stretch by stretch.
 *
 * Before: "for all" stands in bold, and is wanted plain, as is all around it: one format from its first letter to its last.
 */
import * as Y from 'yjs'
import { setMark } from './put.ts'
import { type Marks, noMarks, tokensOf } from './tokens.ts'
import { isKept, type WantedFlow } from './wanted.ts'

/** Letters in a row with the same marks; undefined for what bears none, as an edge. */
interface Marked {
  readonly length: number
  readonly marks: Marks | undefined
}

const wantedMarks = (wanted: WantedFlow): Marked[] =>
  wanted.flatMap((part): Marked[] => {
    if (isKept(part))
      return part.kept.map(({ letters, marksThen }) => ({
        length: letters.length,
        marks: marksThen,
      }))
    return [{ length: 1, marks: 'put' in part ? noMarks : part.marks }]
  })

/** Marks as they are and as they are to be, of letters in a row. */
interface Both {
  readonly from: number
  readonly to: number
  readonly are: Marks
  readonly wanted: Marks
}

/** Where marks are other objects than wanted; the same ones need not be compared. */
function different(flow: Y.Text, wanted: WantedFlow): Both[] {
  const all: Both[] = []
  const parts = wantedMarks(wanted)
  let [place, start] = [0, 0]
  for (const token of tokensOf(flow)) {
    const end = token.index + token.length
    for (let at = token.index; at < end; ) {
      let part = parts[place]
      while (part && start + part.length <= at) {
        start += part.length
        place += 1
        part = parts[place]
      }
      const to = Math.min(end, part ? start + part.length : end)
      if (token.type === 'letters' && part && token.marks !== part.marks)
        all.push({ from: at, to, are: token.marks, wanted: part.marks ?? noMarks })
      at = to
    }
  }
  return all
}

/** Whether no letter has a mark and none is wanted. */
function isPlain(flow: Y.Text, wanted: WantedFlow): boolean {
  for (let item = flow._start; item; item = item.right)
    if (item.content instanceof Y.ContentFormat && !item.deleted) return false
  return wanted.every((part) => {
    if (isKept(part)) return part.kept.every(({ marksThen }) => marksThen === noMarks)
    return 'put' in part || Object.keys(part.marks).length === 0
  })
}

/** Gives every letter its marks; the flow stands as it is wanted but for them. */
export function settleMarks(flow: Y.Text, wanted: WantedFlow): void {
  if (isPlain(flow, wanted)) return
  const ranges = new Map<string, { from: number; to: number; said: string; value: unknown }[]>()
  for (const { from, to, are, wanted: marks } of different(flow, wanted))
    for (const name of new Set([...Object.keys(are), ...Object.keys(marks)])) {
      const value = marks[name] ?? null
      const said = JSON.stringify(value)
      if (JSON.stringify(are[name] ?? null) === said) continue
      const own = ranges.get(name) ?? []
      ranges.set(name, own)
      const last = own.at(-1)
      if (last?.to === from && last.said === said) last.to = to
      else own.push({ from, to, said, value })
    }
  for (const [name, own] of ranges)
    for (const { from, to, value } of own) setMark(flow, from, to, name, value)
}
