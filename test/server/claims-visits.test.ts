/** What a page claims of letters costs what it put, whatever the claim names, and nobody's claims take the looks that another's need. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { openFlowTally } from '#server/sync/flow-admission/flow-tally'
import { openLetterTimes } from '#server/sync/letter-times'
import { makeNotes } from '#server/sync/notes'
import { claimsBudget, heldClaim, type TimedText } from '#server/sync/verified-claims'
import type { DeclaredCopy } from '#shared/copies/declared-copy'
import { keepCopies, tableOf } from '#shared/copies/doc-copies'
import type { MemberId } from '#shared/domain/ids'
import { remove, type } from '#shared/flow/acts'
import { memberNamed } from '../support/admitting-flows.ts'
import { replicasOf } from '../support/flow-replicas.ts'

/** Looks into a document for structs of one client. */
let looks = 0
class Looked<Key, Value> extends Map<Key, Value> {
  override get(key: Key): Value | undefined {
    looks += 1
    return super.get(key)
  }
}

const word = 'budget'
/** A long text in which "budget" was just put, and what is claimed of it. */
function pasted(originals: DeclaredCopy['originals'], isMoved: boolean) {
  const [one] = replicasOf([`${word} ${'words '.repeat(2000)}`], [9], { gc: false })
  if (!one) throw new Error('no text')
  const { doc, draft } = one
  const text: TimedText = { doc, times: openLetterTimes(doc), bindings: new Map() }
  const claim = (): DeclaredCopy => {
    const copy = { client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) }
    type(draft, 20, word)
    return { copy, originals, isMoved }
  }
  return { doc, draft, text, claim }
}
const looksFor = ({ doc, text }: ReturnType<typeof pasted>, claim: DeclaredCopy): number => {
  doc.store.clients = new Looked(doc.store.clients)
  looks = 0
  heldClaim(claim, text, text, () => true, claimsBudget())
  return looks
}

test('[SYNC-411] a claim costs what was put, though it names hundreds of thousands of letters that are not there, or that are', () => {
  const small = pasted([{ client: 1, clock: 0, length: word.length }], false)
  const usual = looksFor(small, small.claim())
  expect(usual).toBeGreaterThan(5)
  const absent = pasted([{ client: 77, clock: 5, length: 300_000 }], true)
  expect(looksFor(absent, absent.claim())).toBeLessThanOrEqual(usual)
  const many = Array.from({ length: 1000 }, (_, at) => ({
    client: at + 100,
    clock: 0,
    length: 300,
  }))
  const scattered = pasted(many, true)
  expect(looksFor(scattered, scattered.claim())).toBeLessThanOrEqual(usual)
  const all = pasted([{ client: 1, clock: 0, length: 12_000 }], true)
  expect(looksFor(all, all.claim())).toBeLessThanOrEqual(usual)
})

test('[SYNC-412] where there are more copies of words than anybody can look at, what is moved counts as pasted, and is still its author’s', () => {
  const here = pasted([{ client: 1, clock: 0, length: word.length }], true)
  const { doc, draft, text } = here
  remove(draft, 1, 1 + word.length)
  for (let copies = 0; copies < 100; copies += 1)
    keepCopies(doc, [
      {
        copy: { client: 500, clock: copies * word.length },
        original: { client: 1, clock: 0 },
        length: word.length,
        by: 'member',
        isMoved: true,
      },
    ])
  const claim = here.claim()
  const enough = heldClaim(claim, text, text, () => true, claimsBudget())
  expect(enough?.isMoved).toBe(true)
  // What is put is looked at, and where it is from; then there is little left for all the copies.
  const little = heldClaim(claim, text, text, () => true, { letters: 400 })
  expect(little?.isMoved).toBe(false)
  expect(little?.ranges[0]?.original).toEqual({ client: 1, clock: 0 })
})

test('[SYNC-414] whoever claims without end leaves the claims of others in the same batch as they are', () => {
  const { doc, draft, text } = pasted([], false)
  const [greedy, honest] = [memberNamed(1), memberNamed(2)]
  const bindings = new Map<number, MemberId | null>([
    [31, greedy],
    [32, honest],
  ])
  const tally = openFlowTally(doc)
  const since = text.times.now()
  const put = (client: number, originals: DeclaredCopy['originals']): DeclaredCopy => {
    doc.clientID = client
    const copy = { client, clock: Y.getState(doc.store, client) }
    type(draft, 20, word)
    return { copy, originals, isMoved: false }
  }
  // Each of these is looked for from the start of the text to its end.
  const nowhere = [
    { client: 1, clock: 0, length: 1 },
    { client: 1, clock: 500, length: 1 },
    { client: 1, clock: 2, length: 4 },
  ]
  const greedyClaims = Array.from({ length: 80 }, () => put(31, nowhere))
  const held = put(32, [{ client: 1, clock: 0, length: word.length }])
  const brought = (claims: readonly DeclaredCopy[]) => ({
    counts: tally.total(),
    pieces: 0,
    edges: [],
    entries: [],
    cells: 0,
    opened: [],
    claims,
    redoes: false,
  })
  const letIn = { sponsors: { own: () => '', named: () => undefined }, textOf: () => undefined }
  makeNotes({ doc, times: text.times, bindings, since, at: '2026-01-01T00:00:00Z' }, [
    { author: greedy, brought: brought(greedyClaims), ...letIn },
    { author: honest, brought: brought([held]), ...letIn },
  ])
  expect(tableOf(doc).originalOf(held.copy)).toEqual({ client: 1, clock: 0 })
})
