/** Whatever is sent by those who mean harm, all read the same, nothing throws, and those who write as pages do go on. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
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
import { blocksOf } from '#shared/flow/blocks'
import { blockKeys, flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { putTokens } from '#shared/flow/put-tokens'
import { readFlow } from '#shared/flow/read-flow'
import {
  type FlowServer,
  memberNamed,
  newsOf,
  openFlowServer,
} from '../../support/admitting-flows.ts'
import { lettersRead, type Replica, replicasOf } from '../../support/flow-replicas.ts'
import { type Undoing, undoing } from '../../support/flow-undo.ts'
import { deletionOf, idsIn, putBetween, strangeFlows } from '../../support/strange-flows.ts'

interface Page extends Replica {
  readonly undoing: Undoing
  heard: number
}
const kinds = [
  'type',
  'type',
  'split',
  'join',
  'remove',
  'bracket',
  'lift',
  'break',
  'mark',
  'list',
  'move',
  'undo',
  'redo',
  'send',
  'send',
  'hear',
  'hear',
] as const
const harms = [
  'between',
  'between',
  'between',
  'raw',
  'delete',
  'bytes',
  'key',
  'strange',
  'hear',
] as const
const step = fc.record({
  who: fc.nat(3),
  kind: fc.constantFrom(...kinds),
  harm: fc.constantFrom(...harms),
  at: fc.nat(9999),
  to: fc.nat(9999),
})
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never

const strange = Object.values(strangeFlows)
const contents = [
  () => new Y.ContentString('H'),
  () => new Y.ContentString('😀'),
  () => new Y.ContentEmbed({ block: 'p1' }),
  () => new Y.ContentEmbed({ block: 'h1' }),
  () => new Y.ContentEmbed({ end: 1 }),
  () => new Y.ContentEmbed({ open: 'b1' }),
  () => new Y.ContentEmbed({ close: 'b1' }),
  () => new Y.ContentFormat('bold', {}),
  () => new Y.ContentDeleted(1),
]

function pageOf(server: FlowServer, client: number): Page {
  const doc = newFlowDoc(client)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc), 'remote')
  let made = 0
  const draft = { flow: flowOf(doc), newBlockId: () => `n${client}-${(made += 1)}` }
  return {
    doc,
    draft,
    undoing: undoing({ doc, draft }),
    heard: server.log.length,
  }
}
const hear = (page: Page, server: FlowServer) => {
  for (; page.heard < server.log.length; page.heard += 1)
    Y.applyUpdate(page.doc, server.log[page.heard] ?? Uint8Array.of(), 'remote')
}
const caretIn = ({ draft }: Replica, at: number): number => {
  const carets = blocksOf(draft.flow).flatMap(({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, offset) => from + offset),
  )
  return carets[at % carets.length] ?? 0
}

/** What somebody does who writes as pages do. */
function act(page: Page, { kind, at, to }: Step, n: number): void {
  const { draft, undoing: own } = page
  own.wait()
  const [from, end] = [caretIn(page, at), caretIn(page, at + (to % 7))].toSorted((a, b) => a - b)
  if (from === undefined || end === undefined) return
  switch (kind) {
    case 'type':
      type(draft, from, at % 5 === 0 ? '😀' : 'xyz')
      break
    case 'split':
      split(draft, from)
      break
    case 'join':
      join(draft, from)
      break
    case 'remove':
      remove(draft, from, end)
      break
    case 'bracket':
      bracket(draft, from, end, `b${n}`)
      break
    case 'lift':
      liftBracket(draft, `b${to % (n + 1)}`)
      break
    case 'break':
      breakLine(draft, from, `l${n}`)
      break
    case 'mark':
      mark(draft, from, end, 'bold', to % 3 === 0 ? null : {})
      break
    case 'list':
      restyle(draft, from, { list: 'bullet', depth: 1 + (to % 2) })
      break
    case 'move': {
      const blocks = blocksOf(draft.flow)
      const block = blocks[at % blocks.length]
      if (!block?.blockId || !block.hasEnd) return
      const letters = lettersRead(page).slice(0, 2)
      remove(draft, block.from - 1, block.to + 1)
      putTokens(draft, 0, [
        { type: 'begin', blockId: block.blockId, looks: {} },
        { type: 'letters', letters: `${letters}!`, marks: {} },
        { type: 'end' },
      ])
      break
    }
    case 'undo':
      own.undo.undo()
      break
    case 'redo':
      own.undo.redo()
      break
    case 'send':
    case 'hear':
      break
  }
}

/** What somebody sends who means harm. */
function harm(page: Page, { harm: what, at, to }: Step, conforming: Uint8Array): Uint8Array {
  const { doc } = page
  const [flow, ids, before] = [flowOf(doc), idsIn(doc), Y.encodeStateVector(doc)]
  const index = at % (flow.length + 1)
  switch (what) {
    case 'between': {
      const a = at % (ids.length + 1)
      const b = to % 2 === 0 ? a : Math.floor(to / 2) % (ids.length + 1)
      const content = contents[(at + to) % contents.length]?.()
      if (content) putBetween(doc, ids[a - 1] ?? null, ids[b] ?? null, content)
      break
    }
    case 'raw':
      if (to % 4 === 0) flow.insertEmbed(index, [{ block: 'p2' }, { open: 'b2' }, {}][to % 3] ?? {})
      else if (to % 4 === 1) flow.insert(index, 'R', { bold: {} })
      else if (to % 4 === 2) flow.delete(index, Math.min(1 + (to % 5), flow.length - index))
      else flow.format(0, index, { italic: to % 3 === 0 ? null : {} })
      break
    case 'delete': {
      const id = ids[at % Math.max(1, ids.length)]
      return id ? deletionOf(id, 1 + (to % 3)) : Uint8Array.of()
    }
    case 'bytes': {
      const bytes = conforming.slice()
      for (let each = 0; each <= to % 3; each += 1)
        bytes[(at + each * to) % bytes.length] = to + each
      return bytes
    }
    case 'key':
      blockKeys(doc).set(
        ['p1.kind', 'p1.depth', 'p2.level', 'h1.kind'][at % 4] ?? '',
        ['heading', 1, 9][to % 3],
      )
      break
    case 'strange':
      try {
        strange[at % strange.length]?.(doc)
      } catch {
        return Uint8Array.of() // It needs letters that somebody has deleted.
      }
      break
    case 'hear':
      break
  }
  return Y.encodeStateAsUpdate(doc, before)
}

test('[SYNC-325] after any updates of those who mean harm and of pages, all read the same, nothing throws, and no page is refused', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.constantFrom([20, 30, 40, 50], [50, 40, 30, 20], [40, 20, 50, 30]),
      (steps, clients) => {
        const [base] = replicasOf(['ab😀c', 'de'], [9])
        if (!base) throw new Error()
        base.doc.getMap('rows').set('r1.table', 'tasks')
        const server = openFlowServer(base.doc)
        const pages = clients.map((client) => pageOf(server, client))
        const send = (page: Page, who: number) => {
          expect(server.receive(memberNamed(who), newsOf(page.doc, server))).toBeUndefined()
        }
        let conforming = Y.encodeStateAsUpdate(server.doc)
        for (const [n, each] of steps.entries()) {
          const page = pages[each.who]
          if (!page) continue
          if (each.who === 0) {
            hear(page, server)
            server.receive(memberNamed(0), harm(page, each, conforming))
            pages[0] = pageOf(server, 1000 + n)
          } else if (each.kind === 'send') {
            conforming = newsOf(page.doc, server)
            send(page, each.who)
          } else if (each.kind === 'hear') hear(page, server)
          else act(page, each, n)
        }
        for (const [who, page] of pages.entries()) if (who > 0) send(page, who)
        for (const page of pages.slice(1)) hear(page, server)
        const late = readFlow(pageOf(server, 99).draft.flow)
        for (const page of pages.slice(1)) expect(readFlow(page.draft.flow)).toEqual(late)
        for (const page of pages.slice(1)) {
          hear(page, server)
          const letters = lettersRead(page)
          type(page.draft, caretIn(page, 3), 'on')
          expect(lettersRead(page)).toHaveLength(letters.length + 2)
          split(page.draft, caretIn(page, 5))
          send(page, pages.indexOf(page))
        }
      },
    ),
  )
}, 600_000)
