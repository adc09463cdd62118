/** What no page writes is turned down before it touches a document of flows; what pages write is let in. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  bracket,
  breakLine,
  join,
  liftBracket,
  mark,
  remove,
  restyle,
  split,
  type,
} from '#shared/flow/acts'
import {
  blockKeys,
  clientsOfSession,
  flowOf,
  isCopyClient,
  newFlowDoc,
} from '#shared/flow/flow-doc'
import { putEmbeds } from '#shared/flow/put'
import { putTokens } from '#shared/flow/put-tokens'
import {
  type FlowServer,
  memberNamed,
  newsOf,
  openFlowServer,
} from '../../support/admitting-flows.ts'
import { blocksRead, placeOf, type Replica, replicasOf } from '../../support/flow-replicas.ts'
import { undoing } from '../../support/flow-undo.ts'
import {
  deletionOf,
  flowFloods,
  idsIn,
  putBetween,
  strangeFlows,
  structsOf,
} from '../../support/strange-flows.ts'

const [brazil, portugal, kenya] = [memberNamed(1), memberNamed(2), memberNamed(3)]

/** A text with the paragraphs p1 and p2 and a row r1, and a page of somebody who has it. */
function textAndPages(...clients: number[]): { server: FlowServer; pages: Replica[] } {
  const [base] = replicasOf(['First one', 'one 😀 two'], [9])
  if (!base) throw new Error()
  base.doc.getMap('rows').set('r1.table', 'tasks')
  base.doc.getMap('brackets').set('known.sponsors', 'BR')
  base.doc.getMap('copies').set('9-5', '2:9-1:i')
  const server = openFlowServer(base.doc)
  let made = 0
  const pages = clients.map((client) => {
    const doc = newFlowDoc(client)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc))
    return { doc, draft: { flow: flowOf(doc), newBlockId: () => `n${client}-${(made += 1)}` } }
  })
  return { server, pages }
}
const hear = (page: Replica, server: FlowServer) =>
  Y.applyUpdate(page.doc, Y.encodeStateAsUpdate(server.doc, Y.encodeStateVector(page.doc)))

describe('a document of flows', () => {
  test.each(Object.entries(strangeFlows))(
    '[SYNC-320] what no page writes is malformed, and touches nothing: %s',
    (_name, change) => {
      const { server, pages } = textAndPages(77)
      const [page] = pages
      if (!page) throw new Error()
      const before = Y.encodeStateAsUpdate(server.doc)
      const roots = [...server.doc.share.keys()]
      const vector = Y.encodeStateVector(server.doc)
      change(page.doc)
      const update = Y.encodeStateAsUpdate(page.doc, vector)
      expect(server.receive(brazil, update)).toBe('malformed')
      expect(Y.encodeStateAsUpdate(server.doc)).toEqual(before)
      expect([...server.doc.share.keys()]).toEqual(roots)
    },
  )

  test.each(Object.entries(flowFloods))(
    '[SYNC-321] more than one member writes is too much: %s',
    (_name, change) => {
      const { server, pages } = textAndPages(77)
      const [page] = pages
      if (!page) throw new Error()
      change(page.doc)
      expect(server.receive(brazil, newsOf(page.doc, server))).toBe('too-large')
    },
    30_000,
  )

  test('[SYNC-322] what pages write is let in: words, splits, joins, brackets, marks, lists, cells, undo of somebody else’s bracket, and what was typed and deleted offline', () => {
    const { server, pages } = textAndPages(77, 78)
    const [one, two] = pages
    if (!one || !two) throw new Error()
    const own = undoing(one)
    const acts: ((page: Replica) => unknown)[] = [
      ({ draft }) => type(draft, placeOf(one, ' two'), ' 😀 and more'),
      ({ draft }) => split(draft, placeOf(one, ' and')),
      ({ draft }) => join(draft, placeOf(one, ' and')),
      ({ draft }) => bracket(draft, placeOf(one, 'one'), placeOf(one, ' and'), 'b1'),
      ({ draft }) => mark(draft, placeOf(one, 'one'), placeOf(one, ' and'), 'bold', {}),
      ({ draft }) => restyle(draft, placeOf(one, 'one'), { list: 'number', depth: 2, start: 3 }),
      ({ draft }) => restyle(draft, placeOf(one, 'one'), { list: undefined }),
      ({ draft }) => breakLine(draft, placeOf(one, 'First') + 5, 'l1'),
      () => own.undo.undo(),
      ({ doc }) => {
        doc.getMap('rows').set('r1.order', 'a1')
        doc.getMap('rows').set('r1.removed', true)
        doc.getMap('rows').set('r2.table', 'provisions')
        doc.getText('cell/r2/indicator').insert(0, 'share')
      },
      ({ draft }) => {
        split(draft, placeOf(one, 'First') + 2)
        restyle(draft, placeOf(one, 'rst'), { kind: 'heading', level: 2 })
        join(draft, placeOf(one, 'rst'))
        remove(draft, placeOf(one, 'rst'), placeOf(one, 'rst') + 3)
      },
    ]
    for (const act of acts) {
      own.wait()
      act(one)
      expect(server.receive(brazil, newsOf(one.doc, server))).toBeUndefined()
    }
    hear(two, server)
    const { undo: undoOfTwo } = undoing(two)
    liftBracket(two.draft, 'b1')
    expect(server.receive(portugal, newsOf(two.doc, server))).toBeUndefined()
    undoOfTwo.undo()
    expect(server.receive(portugal, newsOf(two.doc, server))).toBeUndefined()
    // Nothing of it is news the second time.
    expect(server.judge(portugal, newsOf(two.doc, server))).toMatchObject({ writing: [] })
  })

  test('[SYNC-323] a block keeps its id where two move it, or one moves it and another deletes and undoes; keys wait for their edge', () => {
    const { server, pages } = textAndPages(77, 78, 79)
    const [one, two, three] = pages
    if (!one || !two || !three) throw new Error()
    for (const page of [one, two]) {
      const from = placeOf(page, 'First') - 1
      remove(page.draft, from, from + 11)
      putTokens(page.draft, page.draft.flow.length, [
        { type: 'begin', blockId: 'p1', looks: {} },
        { type: 'letters', letters: 'First one', marks: {} },
        { type: 'end' },
      ])
    }
    const { undo } = undoing(three)
    const at = placeOf(three, 'First') - 1
    remove(three.draft, at, at + 11)
    undo.undo()
    for (const [page, member] of [
      [one, brazil],
      [two, portugal],
      [three, kenya],
    ] as const)
      expect(server.receive(member, newsOf(page.doc, server))).toBeUndefined()
    for (const page of pages) hear(page, server)
    expect(blocksRead(one)).toEqual(blocksRead(two))
    // Its letters and keys may come before its edge, but not to stay.
    const vector = Y.encodeStateVector(one.doc)
    restyle(one.draft, placeOf(one, 'one'), { depth: 1 })
    const early = newFlowDoc(80)
    blockKeys(early).set('n9.depth', 1)
    expect(server.receive(portugal, Y.encodeStateAsUpdate(early))).toBe('causally-incomplete')
    expect(server.receive(brazil, Y.encodeStateAsUpdate(one.doc, vector))).toBeUndefined()
  })

  test('[SYNC-324] letters and edges of a session are one member’s: nobody else writes under any of its ids', () => {
    const { server, pages } = textAndPages(77)
    const [one] = pages
    if (!one) throw new Error()
    type(one.draft, placeOf(one, ' two'), 'x')
    expect(server.receive(brazil, newsOf(one.doc, server))).toBeUndefined()
    for (const client of clientsOfSession(77)) {
      const { doc } = one
      const other = newFlowDoc(0)
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
      other.clientID = client
      const vector = Y.encodeStateVector(other)
      putEmbeds(flowOf(other), 1, { break: `of ${client}` })
      const update = Y.encodeStateAsUpdate(other, vector)
      expect(server.receive(portugal, update)).toBe('foreign-author')
      // Under the id for copies stands only what an undo brings back.
      expect(server.receive(brazil, update)).toBe(isCopyClient(client) ? 'malformed' : undefined)
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc))
    }
    const far = newFlowDoc(0)
    Y.applyUpdate(far, Y.encodeStateAsUpdate(server.doc))
    far.clientID = 4 * 2 ** 32 + 5
    type({ flow: flowOf(far), newBlockId: () => 'n' }, 1, 'x')
    expect(server.receive(portugal, newsOf(far, server))).toBe('malformed')
  })

  test('[SYNC-326] updates with gaps, with structs that wait for each other, and with what was thrown away, are turned down', () => {
    const { server } = textAndPages()
    const letter = Y.createID(9, 1)
    const cases: [Uint8Array, string][] = [
      [structsOf([{ client: 5, clock: 3, origin: letter }]), 'causally-incomplete'],
      [structsOf([{ client: 5, clock: 0, origin: Y.createID(5, 0) }]), 'malformed'],
      [
        structsOf([
          { client: 5, clock: 0, origin: Y.createID(6, 0) },
          { client: 6, clock: 0, origin: Y.createID(5, 0) },
        ]),
        'malformed',
      ],
      [structsOf([{ client: 5, clock: 0, origin: Y.createID(9, 2 ** 31) }]), 'causally-incomplete'],
      [structsOf([{ client: 5, clock: 0 }]), 'malformed'],
      [deletionOf(Y.createID(9, 2 ** 31), 5), 'causally-incomplete'],
      [deletionOf(letter, 2 ** 40), 'malformed'],
    ]
    const before = Y.encodeStateAsUpdate(server.doc)
    for (const [update, why] of cases) expect(server.receive(brazil, update)).toBe(why)
    expect(Y.encodeStateAsUpdate(server.doc)).toEqual(before)
  })

  describe('[SYNC-328] what an undo brings back says what its original said, and only where that is deleted; nobody puts words under another’s name', () => {
    const cases: Record<string, { of: string; says: string; isGone: boolean; isIn: boolean }> = {
      'the same letters': { of: 'First', says: 'First', isGone: true, isIn: true },
      'some of them': { of: 'First', says: 'Fir', isGone: true, isIn: true },
      others: { of: 'First', says: 'Fists', isGone: true, isIn: false },
      'more than there were': { of: 'two', says: 'twos', isGone: true, isIn: false },
      'letters that stand': { of: 'First', says: 'First', isGone: false, isIn: false },
    }
    test.each(Object.entries(cases))('%s', (_name, { of, says, isGone, isIn }) => {
      const { server, pages } = textAndPages(77, 78)
      const [one, two] = pages
      if (!one || !two) throw new Error()
      const at = placeOf(one, of)
      if (isGone) remove(one.draft, at, at + of.length)
      expect(server.receive(brazil, newsOf(one.doc, server))).toBeUndefined()
      const ids = idsIn(server.doc)
      hear(two, server)
      two.doc.clientID = clientsOfSession(78)[1] ?? 0
      putBetween(two.doc, ids[at - 1] ?? null, ids[at] ?? null, new Y.ContentString(says))
      const update = newsOf(two.doc, server)
      expect(server.receive(portugal, update)).toBe(isIn ? undefined : 'malformed')
    })

    test('in pieces, as it is when something was put into it before it was sent, but not with more behind it later', () => {
      const { server, pages } = textAndPages(77)
      const [page] = pages
      if (!page) throw new Error()
      const own = undoing(page)
      const at = placeOf(page, 'First')
      remove(page.draft, at, at + 5)
      own.undo.undo()
      type(page.draft, at + 2, '–')
      expect(server.receive(brazil, newsOf(page.doc, server))).toBeUndefined()
      const piece = Y.getTypeChildren(flowOf(page.doc)).findLast(({ id }) =>
        isCopyClient(id.client),
      )
      if (!piece) throw new Error()
      page.doc.clientID = piece.id.client
      putBetween(page.doc, piece.lastId, piece.rightOrigin, new Y.ContentString(' one'))
      expect(server.receive(brazil, newsOf(page.doc, server))).toBe('malformed')
    })

    test('where nobody here knows what it said, its own author alone says it', () => {
      const { server, pages } = textAndPages(77, 78)
      const [one, two] = pages
      if (!one || !two) throw new Error()
      // Typed and deleted offline, and thrown away before it was sent.
      type(one.draft, placeOf(one, 'First') + 5, 'gone')
      const at = placeOf(one, 'gone')
      remove(one.draft, at, at + 4)
      expect(server.receive(brazil, newsOf(one.doc, server))).toBeUndefined()
      for (const [page, client, member, why] of [
        [two, 78, portugal, 'malformed'],
        [one, 77, brazil, undefined],
      ] as const) {
        hear(page, server)
        page.doc.clientID = clientsOfSession(client)[1] ?? 0
        const ids = idsIn(page.doc)
        const first = ids.findIndex((id) => id.client === 77)
        putBetween(
          page.doc,
          ids[first - 1] ?? null,
          ids[first] ?? null,
          new Y.ContentString('said'),
        )
        expect(server.receive(member, newsOf(page.doc, server))).toBe(why)
      }
    })
  })
})
