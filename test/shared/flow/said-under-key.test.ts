/** What has been said under a key, also after Yjs has joined what was said. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { saidUnder, valueAt } from '#shared/flow/said-under-key'

test('[TXT-377] values that one person said in a row are told one by one, and what held at each moment is told rightly, though Yjs has joined them', () => {
  const doc = newFlowDoc(5, { gc: false })
  const keys = doc.getMap('rows')
  const moments = ['A', 'B', 'C', 'D'].map((order) => {
    keys.set('r1.order', order)
    return Y.snapshot(doc)
  })
  const read = newFlowDoc(6, { gc: false })
  Y.applyUpdate(read, Y.encodeStateAsUpdate(doc))
  for (const { store } of [doc, read]) {
    // The three that are deleted are one by now.
    expect(store.clients.get(doc.clientID)?.map(({ length }) => length)).toEqual([3, 1])
  }
  for (const each of [doc, read]) {
    const said = [...saidUnder(each.getMap('rows'), 'r1.order')]
    expect(said.map(({ value }) => value)).toEqual(['D', 'C', 'B', 'A'])
    expect(moments.map((moment) => valueAt(each.getMap('rows'), 'r1.order', moment))).toEqual([
      'A',
      'B',
      'C',
      'D',
    ])
  }
})
