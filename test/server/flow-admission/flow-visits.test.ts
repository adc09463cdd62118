/** An update is admitted in as many steps as it has structs, however long the text is: counted where the document is looked into. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { split, type } from '#shared/flow/acts'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { memberNamed, newsOf, openFlowServer } from '../../support/admitting-flows.ts'
import { replicasOf } from '../../support/flow-replicas.ts'

/** Looks into a document for structs of one client. */
let looks = 0
class Looked<Key, Value> extends Map<Key, Value> {
  override get(key: Key): Value | undefined {
    looks += 1
    return super.get(key)
  }
}

/** Looks that it takes to admit so many paragraphs typed into a text of so many. */
function looksFor(paragraphs: number, typed: number): number {
  const [base] = replicasOf(
    Array.from({ length: paragraphs }, (_, at) => `Paragraph ${at}`),
    [9],
  )
  if (!base) throw new Error('no text')
  const server = openFlowServer(base.doc)
  const page = newFlowDoc(77)
  Y.applyUpdate(page, Y.encodeStateAsUpdate(server.doc))
  let made = 0
  const draft = { flow: flowOf(page), newBlockId: () => `n${(made += 1)}` }
  for (let each = 0; each < typed; each += 1) split(draft, type(draft, 5, 'typed'))
  const update = newsOf(page, server)
  server.doc.store.clients = new Looked(server.doc.store.clients)
  looks = 0
  expect(server.judge(memberNamed(1), update)).toMatchObject({ admitted: true })
  return looks
}

test('[SYNC-327] an update is admitted with as many looks into a long text as into a short one, and twice the update with at most 2.2 times as many', () => {
  const once = looksFor(10, 20)
  expect(once).toBeGreaterThan(20)
  expect(looksFor(60, 20)).toBeLessThanOrEqual(once + 2)
  expect(looksFor(10, 40)).toBeLessThan(2.2 * once)
})
