/**
 * What was copied or cut on this page, by its letters, so that a paste can tell which letters it put again: the server looks whether that
 * is so, and whose words are cut and pasted stay theirs.
 *
 * Brazil cuts "The budget" (Portugal's, 1-0 to 1-9) and pastes it as 3-4 to 3-13: claimed is of 3-4 and behind that they are the ten letters from 1-0, taken away.
 */
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import type * as Y from 'yjs'
import { z } from 'zod'
import { type DeclaredCopy, lettersIn, mostStretches } from '#shared/copies/declared-copy'
import { claimCopies } from '#shared/copies/doc-copies'
import { isBracketEdge } from '#shared/flow/embeds'
import { behind, type IdRange, joinedIds } from '#shared/flow/ids'
import { tokensOf } from '#shared/flow/tokens'
import { indicesIn } from './draw.ts'

/** Letters that stand together, with nothing but edges of brackets between them, and the stretches of ids that they are. */
interface LetterRun {
  readonly letters: string
  readonly stretches: readonly IdRange[]
}

export interface CopiedRuns {
  readonly doc: Y.Doc
  /** The text that the document is of. */
  readonly textId: string
  readonly runs: readonly LetterRun[]
  /** Whether they were taken away from where they stood. */
  readonly isMoved: boolean
}

/** The runs of letters between two indices of a flow. */
function runsBetween(flow: Y.Text, from: number, to: number): LetterRun[] {
  const runs: { letters: string; stretches: IdRange[] }[] = []
  let isOpen = false
  for (const token of tokensOf(flow)) {
    const [start, end] = [Math.max(from, token.index), Math.min(to, token.index + token.length)]
    if (start >= end) continue
    if (token.type === 'embed') {
      // A bracket in the middle of a word makes no two words of it, and its edges are of another client id.
      isOpen &&= isBracketEdge(token.embed)
      continue
    }
    const stretch = { ...behind(token.id, start - token.index), length: end - start }
    const letters = token.letters.slice(start - token.index, end - token.index)
    const last = isOpen ? runs.at(-1) : undefined
    if (last) {
      last.letters += letters
      last.stretches = joinedIds([...last.stretches, stretch])
    } else runs.push({ letters, stretches: [stretch] })
    isOpen = true
  }
  return runs
}

/** What stands between two positions of an editor. */
export function copiedRuns(
  flow: Y.Text,
  textId: string,
  drawn: Node,
  { from, to, isMoved }: { readonly from: number; readonly to: number; readonly isMoved: boolean },
): CopiedRuns | undefined {
  const at = indicesIn(flow, drawn)
  return flow.doc
    ? { doc: flow.doc, textId, runs: runsBetween(flow, at(from), at(to)), isMoved }
    : undefined
}

/** In a transaction that moves what stands between two positions of the document before it. */
export const movedKey = 'moved'
const Moved = z.object({ from: z.number(), to: z.number() })

/** What a transaction takes along of what is there before it is written: what it moves, or what was copied before and is pasted by it. */
export function takenAlong(
  flow: Y.Text,
  transaction: Transaction,
  copied: CopiedRuns | undefined,
): CopiedRuns | undefined {
  const moved = Moved.safeParse(transaction.getMeta(movedKey)).data
  if (moved) return copiedRuns(flow, '', transaction.before, { ...moved, isMoved: true })
  const isPasted =
    transaction.getMeta('paste') === true || transaction.getMeta('uiEvent') === 'drop'
  return isPasted ? copied : undefined
}

/** Where a transaction put something, in its document. */
function putBy({ mapping: { maps } }: Transaction): { from: number; to: number } | undefined {
  let [from, to] = [Number.POSITIVE_INFINITY, 0]
  for (const map of maps) {
    // What was put before moves along with what is put now.
    if (from <= to) [from, to] = [map.map(from, -1), map.map(to, 1)]
    map.forEach((_from, _to, newFrom, newTo) => {
      from = Math.min(from, newFrom)
      to = Math.max(to, newTo)
    })
  }
  return from < to ? { from, to } : undefined
}

/** Stretches in as many lists as claims are needed, each with how many letters lie before it. */
function inClaims(stretches: readonly IdRange[]): { before: number; originals: IdRange[] }[] {
  const lists: { before: number; originals: IdRange[] }[] = []
  let before = 0
  for (let at = 0; at < stretches.length; at += mostStretches) {
    const originals = stretches.slice(at, at + mostStretches)
    lists.push({ before, originals })
    before += lettersIn({ originals })
  }
  return lists
}

/** Claims of what a paste has put in a flow that it was copied, run by run where the words are the same. To be called when it is written. */
export function claimPasted(flow: Y.Text, pasted: Transaction, copied: CopiedRuns): void {
  const put = putBy(pasted)
  const { doc } = flow
  if (!put || !doc) return
  const at = indicesIn(flow, pasted.doc)
  const sources = [...copied.runs]
  for (const run of runsBetween(flow, at(put.from), at(put.to))) {
    const source = sources.findIndex(({ letters }) => letters === run.letters)
    const [found] = source < 0 ? [] : sources.splice(0, source + 1).slice(-1)
    const [first] = run.stretches
    if (!found || !first) continue
    const { isMoved, textId } = copied
    const claims = inClaims(found.stretches).map(
      ({ before, originals }): DeclaredCopy => ({
        copy: behind(first, before),
        originals,
        isMoved,
        ...(copied.doc !== doc && { text: textId }),
      }),
    )
    claimCopies(doc, claims)
  }
}
