/** Edits that were not accepted, made again in an amendment. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { seenBranch } from '#shared/amendment/branch'
import { editsAnew } from '#shared/amendment/edits-anew'
import { takeUp } from '#shared/amendment/take-up'
import { claimCopies, claimsRoot } from '#shared/copies/doc-copies'
import { remove, split, type } from '#shared/flow/acts'
import { clientsOfSession, isCopyClient, newFlowDoc } from '#shared/flow/flow-doc'
import { redoneRuns } from '#shared/flow/redone'
import { anAct, doAct } from '../../support/flow-acts.ts'
import { readOf } from '../../support/flow-readings.ts'
import {
  blocksRead,
  lettersRead,
  placeOf,
  type Replica,
  replicasOf,
} from '../../support/flow-replicas.ts'
import { undoing } from '../../support/flow-undo.ts'

const clientIds = () => {
  let last = 1000
  return () => (last += 1)
}
function twinOf(doc: Y.Doc, clientId: number): Y.Doc {
  const twin = newFlowDoc(clientId, { gc: false })
  Y.applyUpdate(twin, Y.encodeStateAsUpdate(doc))
  return twin
}
const isAnew = (client: number): boolean => (clientsOfSession(client)[0] ?? 0) > 1000

/** A text, and a page that holds it and has written in it. */
function away(paragraphs: readonly string[]): { readonly text: Replica; readonly own: Replica } {
  const [text, own] = replicasOf(paragraphs, [3, 5], { gc: false })
  if (!text || !own) throw new Error()
  // Its author had written some of it before, under the same client ids, and went on while away.
  type(own.draft, 1, 'ace ')
  Y.applyUpdate(text.doc, Y.encodeStateAsUpdate(own.doc))
  return { text, own }
}

describe('edits that were not accepted', () => {
  test('[REC-66] edits that were not accepted stand in an amendment as they would in the text, under new client ids, and come into it when that is taken up', () => {
    fc.assert(
      fc.property(
        fc.array(anAct, { maxLength: 12 }),
        fc.array(anAct, { maxLength: 8 }),
        (acts, others) => {
          const { text, own } = away(['one two three', 'four. 中文字 five', 'cafe six'])
          const mine = undoing(own)
          for (const [n, each] of acts.entries()) doAct(own, each, `o${n}`, { undoing: mine })
          for (const [n, each] of others.entries()) doAct(text, each, `t${n}`)
          const before = readOf(text.doc)
          const merged = twinOf(text.doc, 7)
          Y.applyUpdate(merged, Y.encodeStateAsUpdate(own.doc))
          const update = editsAnew(own.doc, text.doc, clientIds())
          const amendment = twinOf(text.doc, 8)
          Y.applyUpdate(amendment, update)
          Y.applyUpdate(amendment, update)
          expect(amendment.store.pendingStructs).toBeNull()
          for (const client of amendment.store.clients.keys())
            if (!isAnew(client))
              expect(Y.getState(amendment.store, client)).toBe(Y.getState(text.doc.store, client))
          // What undos brought back is known as that also under its new names.
          expect(redoneRuns(amendment).length).toBe(redoneRuns(merged).length)
          const letters = (doc: Y.Doc) => JSON.stringify(readOf(doc)).split('').toSorted().join('')
          expect(letters(amendment)).toBe(letters(merged))
          if (others.length === 0) expect(readOf(amendment)).toEqual(readOf(merged))
          expect(readOf(text.doc)).toEqual(before)
          const taken = takeUp(text.doc, seenBranch(text.doc, amendment), 9)
          Y.applyUpdate(text.doc, Y.encodeStateAsUpdate(taken?.doc ?? text.doc))
          expect(readOf(text.doc)).toEqual(readOf(amendment))
        },
      ),
    )
  })

  test('[REC-67] of such edits, words whose paragraph was deleted meanwhile stand in one of their own, where it was', () => {
    const { text, own } = away(['first', 'second', 'third'])
    type(own.draft, placeOf(own, 'second') + 6, ' thoughts')
    type(own.draft, placeOf(own, 'first') + 5, ' things')
    remove(text.draft, placeOf(text, 'second') - 1, placeOf(text, 'third') - 1)
    Y.applyUpdate(text.doc, editsAnew(own.doc, text.doc, clientIds()))
    expect(blocksRead(text)).toEqual(['p1:ace first things', '-: thoughts', 'p3:third'])
  })

  test('[TXT-440] letters, copies and edges keep their kinds under new names, and what was declared of letters names them anew', () => {
    const { text, own } = away(['one two three'])
    const mine = undoing(own)
    const at = placeOf(own, 'two')
    remove(own.draft, at, at + 3)
    mine.wait()
    mine.undo.undo()
    split(own.draft, placeOf(own, 'three'))
    const { doc } = own
    const clock = Y.getState(doc.store, doc.clientID)
    type(own.draft, own.draft.flow.length - 1, ' two')
    claimCopies(doc, [
      {
        copy: { client: doc.clientID, clock },
        originals: [{ client: doc.clientID, clock: 0, length: 4 }],
        isMoved: false,
      },
    ])
    const update = editsAnew(doc, text.doc, clientIds())
    const clients = Y.decodeUpdate(update).structs.map(({ id }) => id.client)
    expect(new Set(clients)).toEqual(new Set(clientsOfSession(1001).slice(0, 3)))
    expect(clients.filter(isCopyClient)).toHaveLength(1)
    const amendment = twinOf(text.doc, 8)
    Y.applyUpdate(amendment, update)
    expect(lettersRead({ ...own, draft: { ...own.draft, flow: amendment.getText('flow') } })).toBe(
      lettersRead(own),
    )
    // What the text has of one's own keeps its name, what it has not gets another: 4 letters were there.
    const claims = [...amendment.getMap(claimsRoot)]
    expect(claims).toEqual([[`1001-${clock - 4}`, '4:5-0']])
  })
})
