/**
 * Makes a flow of a branch read as an amendment of the tree read: what the amendment kept of its base keeps its letters and edges, what
 * it had deleted is deleted, and what it had put is put under its author's name, between the same neighbours.
 *
 * Before, in the branch as in the base: `{p1} The fund {end}`. The amendment read "The voluntary fund", "voluntary " being Kenya's.
 * After: `{p1} The voluntary fund {end}`, of which ten letters are new, and Kenya's.
 */
import * as Y from 'yjs'
import type { CopyRange } from '../copies/copy-range.ts'
import { arrange } from '../flow/arrange.ts'
import { isSameLooks, looksOf, setLooks } from '../flow/block-looks.ts'
import { setBracketKeys } from '../flow/bracket-keys.ts'
import { asClient, asEdges, blockKeys } from '../flow/flow-doc.ts'
import { behind } from '../flow/ids.ts'
import { deleteRange, putEmbeds, putLetters, setMark } from '../flow/put.ts'
import { type Marks, tokensOf } from '../flow/tokens.ts'
import type { Wanted } from '../flow/wanted.ts'
import { firstLetter } from './move-text.ts'
import {
  type Fresh,
  openStanding,
  type Weaver,
  type Woven,
  type WovenLine,
  wovenLine,
} from './woven.ts'

/** Puts letters at an index, and says where those of the tree stand now. */
function putFresh(flow: Y.Text, at: number, { client, from, letters, marks }: Fresh): CopyRange[] {
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  const before = Y.getState(doc.store, client)
  asClient(doc, client, () => putLetters(flow, at, letters, marks))
  let clock = firstLetter(doc, client, before)
  return from.flatMap(({ length, ...original }): CopyRange[] => {
    if (clock === undefined) return []
    const copy = { client, clock }
    clock += length
    return [{ copy, original, length, by: 'installation' }]
  })
}

const lengthOf = (woven: Woven): number =>
  woven.is === 'put' ? 1 : woven.is === 'kept' ? woven.length : woven.letters.length

/** Whether what stays stands in the order in which it is wanted, which it does but for what was moved. */
function isInOrder(woven: readonly Woven[]): boolean {
  let end = 0
  for (const each of woven) {
    if (each.is !== 'kept') continue
    if (each.index < end) return false
    end = each.index + each.length
  }
  return true
}

/** Puts and deletes between what stays, from the last gap to the first: the places before a gap are then as they were. */
function fillGaps(flow: Y.Text, woven: readonly Woven[]): CopyRange[] {
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  const ranges: CopyRange[] = []
  let [puts, next]: [Exclude<Woven, { is: 'kept' }>[], number] = [[], flow.length]
  const fill = (end: number) => {
    let at = end
    for (const each of puts.toReversed()) {
      if (each.is === 'fresh') ranges.push(...putFresh(flow, at, each))
      else if ('break' in each.put) putEmbeds(flow, at, each.put)
      else asEdges(doc, () => putEmbeds(flow, at, each.put))
      at += lengthOf(each)
    }
    if (next > end) deleteRange(flow, at, at + next - end)
  }
  for (const each of woven.toReversed()) {
    if (each.is !== 'kept') {
      puts.push(each)
      continue
    }
    const end = each.index + each.length
    if (puts.length > 0 || next > end) fill(end)
    ;[puts, next] = [[], each.index]
  }
  if (puts.length > 0 || next > 0) fill(0)
  return ranges
}

/** Where something was moved: letter by letter, what is moved being copied. */
function arrangeAnew(flow: Y.Text, woven: readonly Woven[]): CopyRange[] {
  const wanted = woven.flatMap((each): Wanted[] => {
    if (each.is === 'put') return [{ put: each.put }]
    if (each.is === 'fresh') return []
    const { id, length, marks = {} } = each
    return Array.from({ length }, (_, at) => ({ id: behind(id, at), marks, isFixed: true }))
  })
  arrange(flow, wanted)
  const ranges: CopyRange[] = []
  let at = 0
  for (const each of woven) {
    if (each.is === 'fresh') ranges.push(...putFresh(flow, at, each))
    at += lengthOf(each)
  }
  return ranges
}

/** Gives letters the marks that they are wanted with, where they have others. */
function settleMarks(flow: Y.Text, woven: readonly Woven[]): void {
  const different: { from: number; to: number; name: string; value: unknown }[] = []
  const compare = (from: number, to: number, marks: Marks, wanted: Marks) => {
    for (const name of new Set([...Object.keys(marks), ...Object.keys(wanted)])) {
      const value = wanted[name] ?? null
      if (JSON.stringify(marks[name] ?? null) !== JSON.stringify(value))
        different.push({ from, to, name, value })
    }
  }
  let [place, start] = [0, 0]
  for (const token of tokensOf(flow)) {
    for (let at = token.index; at < token.index + token.length; ) {
      let each = woven[place]
      while (each && start + lengthOf(each) <= at) {
        start += lengthOf(each)
        place += 1
        each = woven[place]
      }
      if (!each) return
      const to = Math.min(token.index + token.length, start + lengthOf(each))
      if (token.type === 'letters' && each.is !== 'put' && each.marks)
        compare(at, to, token.marks, each.marks)
      at = to
    }
  }
  for (const { from, to, name, value } of different) setMark(flow, from, to, name, value)
}

/** Each line under a name that no line before it has: of two blocks with one name the second gets one of its own. */
function namedLines(given: readonly WovenLine[], newBlockId: () => string): WovenLine[] {
  const named = new Set<string>()
  return given.map((line) => {
    const isOwn = line.blockId !== '' && !named.has(line.blockId)
    const blockId = isOwn ? line.blockId : newBlockId()
    named.add(blockId)
    return { ...line, blockId }
  })
}

/** Weaves a flow of a branch, in one transaction, and says where letters of the tree stand that were put. */
export function weave(flow: Y.Text, given: readonly WovenLine[], weaver: Weaver): CopyRange[] {
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  const lines = namedLines(given, weaver.newBlockId)
  const standing = openStanding(flow)
  const woven = lines.flatMap((line) => wovenLine(line, standing, weaver))
  let ranges: CopyRange[] = []
  doc.transact(() => {
    ranges = isInOrder(woven) ? fillGaps(flow, woven) : arrangeAnew(flow, woven)
    settleMarks(flow, woven)
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
  return ranges
}
