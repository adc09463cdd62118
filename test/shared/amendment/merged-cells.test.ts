/** Cells that an amendment merges or splits. */
import { describe, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { type Branch, branchOf, changesIn } from '#shared/amendment/branch'
import { rebase } from '#shared/amendment/rebase'
import { takeUp } from '#shared/amendment/take-up'
import { tableOf as copiesIn } from '#shared/copies/doc-copies'
import { type } from '#shared/flow/acts'
import { isTable, partsOf } from '#shared/flow/blocks'
import { mergeWith, splitCell } from '#shared/flow/merge-acts'
import { readText } from '#shared/flow/read-text'
import { cellFlow, gridsOf } from '#shared/flow/tables'
import { contentToHtml } from '#shared/text/content-to-html'
import { cellAt, paragraph, replicasOfText, tableOf } from '../../support/flow-tables.ts'

const text = {
  words: [
    paragraph('one', 'p1'),
    tableOf([
      ['a', 'b'],
      ['d', 'e'],
    ]),
  ],
}

function meeting() {
  const [base] = replicasOfText(text, [5], { gc: false })
  if (!base) throw new Error()
  const table = partsOf(base.draft.flow).find(isTable)?.tableId ?? ''
  const first = (doc: Y.Doc) => {
    const { rows, columns } = gridsOf(doc)(table)
    return cellFlow(rows[0]?.id ?? '', columns[0]?.id ?? '')
  }
  const merge = (doc: Y.Doc, side: 'right' | 'below') =>
    mergeWith(doc, gridsOf(doc)(table), first(doc), side)
  const split = (doc: Y.Doc) => splitCell(doc, gridsOf(doc)(table), first(doc))
  return { base, table, merge, split }
}
const changes = (branch: Branch) => changesIn(branch, copiesIn(branch.doc)).changes
const hasMerge = (doc: Y.Doc): boolean => contentToHtml(readText(doc)).includes('colspan')

describe('an amendment that merges cells', () => {
  test('[TXT-485] is a change of its row, which comes into the base when it is taken up, and not when it is left; a split is one too', () => {
    const { base, table, merge, split } = meeting()
    const branch = branchOf(base.doc, 7)
    merge(branch.doc, 'right')
    type({ ...cellAt(base, table, 1, 0), flow: branch.doc.getText('flow') }, 1, 'x')
    const [own, other, ...more] = changes(branch).map(({ changeId }) => changeId)
    if (own === undefined || other === undefined) throw new Error()
    expect(more).toEqual([])
    const merged = changes(branch).find(({ parts }) => parts.some(({ type: is }) => is === 'entry'))
    const left = [own, other].filter((id) => id !== merged?.changeId)
    const chosen = merged ? [merged.changeId] : []
    const taken = takeUp(base.doc, branch, 9, { chosen, left })
    expect(taken && hasMerge(taken.doc)).toBe(true)
    const without = takeUp(base.doc, branch, 9, { chosen: left, left: chosen })
    expect(without && hasMerge(without.doc)).toBe(false)
    // The base splits what it had merged, or an amendment does.
    merge(base.doc, 'right')
    const second = branchOf(base.doc, 8)
    split(second.doc)
    expect(changes(second)).toHaveLength(1)
    expect(hasMerge(takeUp(base.doc, second, 9)?.doc ?? base.doc)).toBe(false)
  })

  test('[TXT-486] stays what it is when its base merges other cells, and when its base splits and merges the same', () => {
    const { base, merge, split } = meeting()
    let branch = branchOf(base.doc, 7)
    merge(branch.doc, 'right')
    const before = changes(branch).map(({ changeId }) => changeId)
    merge(base.doc, 'below')
    branch = rebase(branch, base.doc)
    expect(changes(branch).map(({ changeId }) => changeId)).toEqual(before)
    expect(hasMerge(branch.doc)).toBe(true)
    split(base.doc)
    branch = rebase(branch, base.doc)
    expect(hasMerge(branch.doc)).toBe(true)
    expect(hasMerge(takeUp(base.doc, branch, 9)?.doc ?? base.doc)).toBe(true)
  })
})
