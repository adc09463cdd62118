/** What pages and the installation know of a branch: from its two documents, and where its base was only typed in. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { branchFrom, changesIn, keptOf, keptTogether, seenBranch } from '#shared/amendment/branch'
import { follow, hasNews } from '#shared/amendment/follow'
import { rebase } from '#shared/amendment/rebase'
import { tableOf } from '#shared/copies/doc-copies'
import { remove } from '#shared/flow/acts'
import { newFlowDoc } from '#shared/flow/flow-doc'
import {
  amend,
  amending,
  bringUp,
  comparisonOf,
  meeting,
  move,
  toldOf,
} from '../../support/amendment-meeting.ts'
import { anAct, doAct } from '../../support/flow-acts.ts'
import { readOf, told } from '../../support/flow-readings.ts'
import { placeOf } from '../../support/flow-replicas.ts'

describe('a branch whose base was only typed in', () => {
  const acts = fc.array(anAct, { maxLength: 8 })
  const aMove = fc.option(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })))
  test('[TXT-401] followed without a look at its letters, it reads and changes what it does when it is rebased; where the base brought back or moved words beside its own, or deleted what it had deleted, it has to be rebased', () => {
    let [followed, copied] = [0, 0]
    fc.assert(
      fc.property(acts, acts, acts, aMove, (mine, others, more, moved) => {
        const met = meeting()
        const { base, own } = met
        amend(met, mine)
        bringUp(met)
        for (const [n, each] of others.entries()) doAct(base, each, `o${n}`, { undoing: own })
        if (moved) move(met, ...moved)
        amend(met, more)
        const { branch } = met
        const plain = follow(branch, base.doc)
        const copy = newFlowDoc(11, { gc: false })
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(branch.doc))
        const rebased = rebase({ ...branch, doc: copy }, base.doc)
        if (!plain) return
        followed += 1
        if (tableOf(base.doc).ranges.length > 0) copied += 1
        Y.applyUpdate(branch.doc, plain.update)
        expect(readOf(branch.doc)).toEqual(readOf(copy))
        expect(told(changesIn(plain.branch, tableOf(branch.doc)).changes)).toEqual(
          told(changesIn(rebased, tableOf(copy)).changes),
        )
        expect(plain.branch.deleted).toEqual(rebased.deleted)
        expect(hasNews(plain.branch, base.doc)).toBe(false)
        // What is kept one after the other is what is kept at once.
        const whole = keptTogether([keptOf(branch), keptOf(plain.branch, branch)])
        expect(whole && branchFrom(branch.doc, whole)).toEqual(plain.branch)
      }),
    )
    expect(followed).toBeGreaterThan(5)
    expect(copied).toBeGreaterThan(0)
    const met = meeting()
    const { base, own } = met
    const at = placeOf(base, 'two')
    remove(base.draft, at, at + 4)
    expect(follow(met.branch, base.doc)).toBeDefined()
    own.undo.undo()
    expect(follow(met.branch, base.doc)).toBeDefined()
    const { draft } = amending(met)
    draft.flow.insert(placeOf(amending(met), 'five'), 'Of ')
    expect(follow(met.branch, base.doc)).toBeDefined()
    draft.flow.insert(placeOf(amending(met), 'four'), 'and ')
    expect(follow(met.branch, base.doc)).toBeUndefined()
  })
})

describe('what pages know of a branch', () => {
  const acts = fc.array(anAct, { maxLength: 8 })
  test('[TXT-400] the two documents alone tell the same changes as the installation knows, brought up or not; what both deleted is nobody’s change', () => {
    fc.assert(
      fc.property(acts, acts, acts, (mine, others, later) => {
        const met = meeting()
        amend(met, mine)
        for (const [n, each] of others.entries())
          doAct(met.base, each, `o${n}`, { undoing: met.own })
        bringUp(met)
        const { base, branch } = met
        const seen = () => changesIn(seenBranch(base.doc, branch.doc), tableOf(branch.doc))
        expect(Y.equalSnapshots(seenBranch(base.doc, branch.doc).base, branch.base)).toBe(true)
        expect(told(seen().changes)).toEqual(toldOf(met))
        const before = comparisonOf(met).changes.map(({ changeId }) => changeId)
        // The base goes on, and the amendment has not heard of it yet.
        for (const [n, each] of later.entries())
          if (each.kind !== 'undo' && each.kind !== 'mark') {
            const { length } = base.draft.flow
            doAct(base, { ...each, length: 0 }, `l${n}`, { from: length, to: length })
          }
        const after = seen().changes.map(({ changeId }) => changeId)
        expect(after).toEqual(before)
      }),
    )
  })
})
