// @vitest-environment jsdom
/** Whose words are whose, after real editors have rewritten each other's paragraphs at once and offline. */
import type { Editor } from '@tiptap/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'

import { changeFor, updateFromBase, wordsWithoutPlace } from '#shared/text/amended-words'
import { type AuthoredRecord, openAttribution } from '#shared/text/attribution'

import { bracketChange } from '#shared/text/bracket-change'
import { runsOf } from '../../support/property-runs.ts'
import { endEditors, openEditor } from './words-editor.ts'

/** Each writer has letters of their own, so that every letter tells who typed it first. */
const alphabets = { brazil: 'abcdef', india: 'ghijkl', remote: 'mnopqr' } as const
type Writer = keyof typeof alphabets
const writers = ['brazil', 'india', 'remote'] as const
const letterOf = /^[a-r]$/
const writerOf = (letter: string): Writer | undefined =>
  writers.find((writer) => alphabets[writer].includes(letter))
function wordOf(writer: Writer, n: number): string {
  let word = ''
  for (let rest = n * 7919 + 6 ** 8; rest > 0; rest = Math.floor(rest / 6))
    word += alphabets[writer][rest % 6]
  return word
}

interface Desk {
  readonly writer: Writer
  readonly doc: Y.Doc
  readonly editor: Editor
  isOffline: boolean
  sent: Uint8Array
}

/** A text's log, and desks that write to it. */
function meeting() {
  const log: AuthoredRecord<Writer>[] = []
  const shown = new Y.Doc()
  const known = new Set<number>()
  const desks: Desk[] = []
  const append = (author: Writer | null, update: Uint8Array) => {
    const clients = [...new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client))].filter(
      (client) => !known.has(client),
    )
    for (const client of author === null ? [] : clients) known.add(client)
    log.push({ author, updates: [update], clients: author === null ? [] : clients })
    Y.applyUpdate(shown, update)
    for (const desk of desks) if (!desk.isOffline) Y.applyUpdate(desk.doc, update, 'log')
  }
  const sitDown = (writer: Writer): Desk => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(shown))
    const desk: Desk = {
      writer,
      doc,
      editor: openEditor(doc),
      isOffline: false,
      sent: new Uint8Array(),
    }
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'log' && !desk.isOffline) append(writer, update)
    })
    desks.push(desk)
    return desk
  }
  const leave = (desk: Desk) => {
    if (desk.isOffline) return
    desk.isOffline = true
    desk.sent = Y.encodeStateVector(desk.doc)
  }
  const comeBack = (desk: Desk) => {
    if (!desk.isOffline) return
    // All that was typed meanwhile comes as one update, and what others typed comes in.
    const update = Y.encodeStateAsUpdate(desk.doc, desk.sent)
    desk.isOffline = false
    append(desk.writer, update)
    Y.applyUpdate(desk.doc, Y.encodeStateAsUpdate(shown), 'log')
  }
  return { log, shown, desks, append, sitDown, leave, comeBack }
}

/** Places before words, and at the ends of paragraphs. */
function placesIn({ state }: Editor): number[] {
  const places: number[] = []
  state.doc.descendants((node, position) => {
    if (!node.isTextblock) return true
    for (const { index } of node.textContent.matchAll(/[a-r]+/g)) places.push(position + 1 + index)
    places.push(position + 1 + node.content.size)
    return false
  })
  return places
}

const step = fc.record({
  who: fc.constantFrom(0, 1, 2),
  act: fc.constantFrom(
    'type',
    'type',
    'type',
    'split',
    'split',
    'join',
    'list',
    'move',
    'strike',
    'undo',
    'leave',
    'come-back',
  ),
  at: fc.nat(1000),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function act({ writer, editor }: Desk, { act: what, at }: Step, n: number): void {
  const places = placesIn(editor)
  const place = places[at % places.length] ?? 1
  editor.commands.setTextSelection(place)
  switch (what) {
    case 'type':
      editor.commands.insertContent(`${wordOf(writer, n)} `)
      break
    case 'split':
      editor.commands.splitBlock()
      break
    case 'join':
      editor.commands.joinBackward()
      break
    case 'list':
      editor.commands.toggleList('bulletList', 'listItem')
      break
    case 'move': {
      // A whole paragraph, cut and pasted.
      const { doc, tr } = editor.state
      const index = at % doc.childCount
      const node = doc.child(index)
      if (doc.childCount < 2 || index === 0) break
      let start = 0
      for (let before = 0; before < index; before += 1) start += doc.child(before).nodeSize
      editor.view.dispatch(tr.delete(start, start + node.nodeSize))
      editor.view.dispatch(editor.state.tr.insert(0, node))
      break
    }
    case 'strike': {
      const end = places.find((each) => each > place)
      const from = editor.state.doc.resolve(place)
      if (end !== undefined && from.sameParent(editor.state.doc.resolve(end)))
        editor.commands.deleteRange({ from: place, to: end })
      break
    }
    case 'undo':
      editor.commands.undo()
      break
    case 'leave':
    case 'come-back':
      break
  }
}

/** Letters that are not their writer's. */
function misattributed(
  doc: Y.Doc,
  authorOf: (client: number, clock: number) => Writer | null,
): string[] {
  const wrong: string[] = []
  for (const [client, structs] of doc.store.clients)
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.deleted) continue
      if (!(struct.content instanceof Y.ContentString)) continue
      for (const [offset, letter] of struct.content.str.split('').entries()) {
        const author = authorOf(client, struct.id.clock + offset)
        if (letterOf.test(letter) && author !== writerOf(letter))
          wrong.push(`${letter} of "${struct.content.str}" is ${author}'s`)
      }
    }
  return wrong
}
function work(steps: readonly Step[]) {
  const room = meeting()
  const desks = writers.map((writer) => room.sitDown(writer))
  for (const [n, desk] of desks.entries()) {
    desk.editor.commands.insertContentAt(desk.editor.state.doc.content.size, {
      type: 'paragraph',
      content: [
        {
          type: 'text',
          text: [1, 2, 3].map((k) => wordOf(desk.writer, 500 + 10 * n + k)).join(' '),
        },
      ],
    })
  }
  for (const [n, each] of steps.entries()) {
    const desk = desks[each.who]
    if (!desk) continue
    if (each.act === 'leave') room.leave(desk)
    else if (each.act === 'come-back') room.comeBack(desk)
    else act(desk, each, n)
  }
  for (const desk of desks) room.comeBack(desk)
  return room
}

describe('who wrote what', () => {
  test('[TXT-61] a split, a join, a list, a move, an undo, online or offline: every letter stays its writer’s', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        const { log, shown } = work(steps)
        const attribution = openAttribution<Writer>()
        attribution.take(log)
        expect(misattributed(shown, attribution.authorOf)).toEqual([])
        endEditors()
      }),
      { numRuns: runsOf('editors') },
    )
  })

  test('[TXT-62] by client ids alone the same splits would name the wrong writer', () => {
    const room = meeting()
    const [brazil, india] = [room.sitDown('brazil'), room.sitDown('india')]
    brazil.editor.commands.insertContentAt(0, {
      type: 'paragraph',
      content: [{ type: 'text', text: 'abcd efab cdef' }],
    })
    india.editor.commands.setTextSelection(6)
    india.editor.commands.splitBlock()
    const attribution = openAttribution<Writer>()
    attribution.take(room.log)
    const byClient = (client: number) => attribution.authors().get(client) ?? null
    expect(misattributed(room.shown, byClient)).not.toEqual([])
    expect(misattributed(room.shown, attribution.authorOf)).toEqual([])
    expect(attribution.kept().map(({ author, length }) => [author, length])).toEqual([
      ['brazil', 'efab cdef'.length],
    ])
  })

  test('[TXT-63] in an amendment, and when it is taken up or bracketed, every letter stays its writer’s', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 15 }),
        fc.array(step, { minLength: 1, maxLength: 15 }),
        fc.array(step, { maxLength: 10 }),
        fc.boolean(),
        (before, own, meanwhile, isTakenUp) => {
          const room = work(before)
          const base = openAttribution<Writer>()
          base.take(room.log)

          // As the server begins an amendment: a copy of the words, and whose the client ids are.
          const copy = new Y.Doc()
          Y.applyUpdate(copy, Y.encodeStateAsUpdate(room.shown))
          const log: AuthoredRecord<Writer>[] = [
            { author: null, updates: [Y.encodeStateAsUpdate(copy)], clients: [] },
            ...[...base.authors()].flatMap(([client, author]) =>
              author ? [{ author, updates: [], clients: [client] }] : [],
            ),
          ]
          const amending = { writer: 'remote' as const, doc: copy, editor: openEditor(copy) }
          const bindings = new Map(base.authors()).set(copy.clientID, 'remote')
          log.push({ author: 'remote', updates: [], clients: [copy.clientID] })
          copy.on('update', (update: Uint8Array, origin: unknown) => {
            if (origin !== 'base') log.push({ author: 'remote', updates: [update], clients: [] })
          })
          for (const [n, each] of own.entries())
            act({ ...amending, isOffline: false, sent: new Uint8Array() }, each, 100 + n)
          for (const [n, each] of meanwhile.entries()) {
            const desk = room.desks[each.who]
            if (desk) act(desk, each, 200 + n)
          }
          const following = updateFromBase(room.shown, copy)
          Y.applyUpdate(copy, following, 'base')
          log.push({ author: null, updates: [following], clients: [] })

          const whole = openAttribution<Writer>()
          whole.take(room.log)
          const amended = openAttribution<Writer>(whole)
          amended.take(log)
          expect(misattributed(copy, amended.authorOf)).toEqual([])

          if (wordsWithoutPlace(room.shown, copy) === '') {
            const merged = new Y.Doc()
            Y.applyUpdate(merged, Y.encodeStateAsUpdate(room.shown))
            const added = new Map<number, Writer | null>([[merged.clientID, null]])
            if (isTakenUp) Y.applyUpdate(merged, changeFor(room.shown, copy))
            else
              bracketChange(room.shown, copy, merged, {
                sponsors: 'RE',
                authorOf: (client) => bindings.get(client) ?? null,
                clientFor(author) {
                  const client = 1 + writers.findIndex((each) => each === author)
                  added.set(client, writers[client - 1] ?? null)
                  return client
                },
                newBracketId: () => crypto.randomUUID(),
              })
            const update = Y.encodeStateAsUpdate(merged, Y.encodeStateVector(room.shown))
            const after = openAttribution<Writer>()
            after.take([
              ...room.log,
              { author: null, updates: [update], clients: [] },
              { author: 'remote', updates: [], clients: [copy.clientID] },
              ...[...added].flatMap(([client, author]) =>
                author ? [{ author, updates: [], clients: [client] }] : [],
              ),
            ])
            expect(misattributed(merged, after.authorOf)).toEqual([])
          }
          endEditors()
        },
      ),
      {
        numRuns: runsOf('editors'),
        examples: [
          [
            [],
            [
              { who: 0, act: 'move', at: 874 },
              { who: 0, act: 'undo', at: 0 },
              { who: 0, act: 'split', at: 6 },
              { who: 0, act: 'type', at: 594 },
              { who: 0, act: 'type', at: 0 },
            ],
            [],
            false,
          ],
        ],
      },
    )
  })
})
