// @vitest-environment jsdom
/**
 * What must hold whatever two to four people do at once with every act that editors offer, over lines on which their updates wait: each
 * sends to the server when the test lets it, and hears when the test lets it.
 */
import type { EditorView } from '@tiptap/pm/view'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { bracketsOf } from '#shared/brackets/brackets'
import { liftBracket } from '#shared/flow/acts'
import { caretAt } from '#shared/flow/carets'
import { flowOf, wordsFlow } from '#shared/flow/flow-doc'
import { behind, nameOf } from '#shared/flow/ids'
import { readText } from '#shared/flow/read-text'
import { tokensOf } from '#shared/flow/tokens'
import { flatWords } from '#shared/text/flat-words'
import { draw, indexAt } from '../../../client/flow/draw.ts'
import { type FlowServer, memberNamed, openFlowServer } from '../../support/admitting-flows.ts'
import { lettersKept, paragraph, replicasOfText, tableOf } from '../../support/flow-tables.ts'
import { runsOf } from '../../support/property-runs.ts'
import { endDesks, openDesk } from './desk.ts'
import {
  doAct,
  freshLetters,
  mayDelete,
  type Person,
  setsCaret,
  step,
  takesBack,
  viewOf,
} from './every-act.ts'
import { seen } from './table-desks.ts'

afterEach(endDesks)

/** Yjs' name for the letter before the caret in its block; undefined at its start. */
function letterBefore({ state }: EditorView, flow: Y.Text): string | undefined {
  const { $head, empty } = state.selection
  if (!empty || !$head.parent.isTextblock || $head.parentOffset === 0) return undefined
  const { item } = caretAt(flow, indexAt(flow, state.doc, $head.pos))
  return item ? nameOf(item) : undefined
}

/** Whether a letter of this name stands in a flow. */
const standsIn = (flow: Y.Text, name: string): boolean =>
  tokensOf(flow).some(({ id, length }) =>
    Array.from({ length }, (_, at) => nameOf(behind(id, at))).includes(name),
  )

/** Shows what its flow says. */
const showsFlow = (view: EditorView, flow: Y.Text) =>
  expect(view.state.doc.toJSON()).toEqual(draw(view.state.schema, flow).toJSON())

function hear(person: Person, { log }: FlowServer, most: number): void {
  const view = viewOf(person)
  const own = flowOf(person.desk.doc, person.flow)
  const letter = letterBefore(view, own)
  person.letters = undefined
  for (let n = 0; n < most; n += 1) {
    const update = log[person.heard]
    if (!update) break
    person.heard += 1
    Y.applyUpdate(person.desk.doc, update, 'remote')
  }
  if (view.isDestroyed) return
  showsFlow(view, own)
  // Whoever has just taken something back stays where that was.
  const stands = letter !== undefined && standsIn(own, letter)
  if (stands && !person.hasTaken) expect(letterBefore(view, own)).toBe(letter)
}

const order = fc.constantFrom([11, 12, 13, 14], [14, 13, 12, 11], [12, 14, 11, 13])

function openMeeting(count: number, clients: readonly number[], fresh: () => string) {
  const words = (length: number) => Array.from({ length }, fresh).join('')
  const replicas = replicasOfText(
    {
      words: [
        paragraph(words(4), 'p1'),
        paragraph(words(3), 'p2'),
        tableOf([
          [words(2), words(1)],
          [words(1), ''],
        ]),
        paragraph(words(3), 'p3'),
      ],
    },
    [99, ...clients.slice(0, count)],
    { gc: false },
  )
  const [reader, ...others] = replicas
  if (!reader) throw new Error()
  const server = openFlowServer(reader.doc)
  const people = others.map((replica): Person => {
    const unsent: Uint8Array[] = []
    replica.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') unsent.push(update)
    })
    return {
      desk: openDesk(replica),
      unsent,
      heard: 0,
      flow: wordsFlow,
      hasTaken: false,
      clip: undefined,
      letters: undefined,
    }
  })
  return { server, people, reader }
}

test('[UI-442] whatever two to four do at once with every act of their editors, the server lets it in, all show and read the same, carets stay behind their letters, and no letter that nobody deleted is lost or stands twice', () => {
  vi.stubGlobal('ClipboardEvent', Event)
  fc.assert(
    fc.property(
      fc.constantFrom(2, 2, 2, 3, 4),
      order,
      fc.array(step, { minLength: 5, maxLength: 30 }),
      (count, clients, steps) => {
        const fresh = freshLetters()
        const { server, people, reader } = openMeeting(count, clients, fresh)
        const stood = new Set(people.flatMap(({ desk }) => lettersKept(desk).split('')))
        const deleted = new Set<string>()
        const moved = new Set<string>()
        const send = (who: number, most: number) => {
          for (const update of people[who]?.unsent.splice(0, most) ?? [])
            expect(server.receive(memberNamed(who + 1), update)).toBeUndefined()
        }
        for (const each of steps) {
          const who = each.who % count
          const person = people[who]
          if (!person) continue
          if (each.kind === 'send') {
            send(who, each.length + 1)
            continue
          }
          if (each.kind === 'hear') {
            hear(person, server, each.length + 1)
            continue
          }
          if (each.at % 3 > 0) person.desk.wait()
          const before = person.letters ?? lettersKept(person.desk)
          doAct(person, each, { server, fresh })
          if (setsCaret.has(each.kind)) person.hasTaken = false
          else if (takesBack.has(each.kind)) person.hasTaken = true
          const now = lettersKept(person.desk)
          person.letters = now
          for (const letter of now) stood.add(letter)
          for (const letter of before)
            if (!now.includes(letter)) {
              deleted.add(letter)
              expect(mayDelete.has(each.kind), `${each.kind} deletes`).toBe(true)
            }
          if (each.kind === 'move') for (const letter of before) moved.add(letter)
          if (each.at % 4 === 0) showsFlow(viewOf(person), flowOf(person.desk.doc, person.flow))
        }
        for (const who of people.keys()) send(who, Number.POSITIVE_INFINITY)
        for (const person of people) hear(person, server, Number.POSITIVE_INFINITY)

        // Who only reads hears all at last, and writes nothing.
        const state = () => Y.encodeStateVector(reader.doc)
        for (const update of server.log) Y.applyUpdate(reader.doc, update, 'remote')
        expect(Y.decodeStateVector(state()).get(99)).toBeUndefined()
        expect(state()).toEqual(Y.encodeStateVector(server.doc))
        const content = readText(server.doc)
        const [first] = people
        if (!first) throw new Error()
        for (const { desk } of people) {
          expect(readText(desk.doc)).toEqual(content)
          showsFlow(desk.editor.view, desk.draft.flow)
          expect(seen(desk)).toEqual(seen(first.desk))
        }
        const kept = lettersKept(reader)
        for (const letter of stood) {
          const times = kept.split(letter).length - 1
          // A typed “[” becomes an edge as soon as it has a partner.
          if (deleted.has(letter) || '[]\u2009'.includes(letter)) continue
          if (moved.has(letter)) expect(times, `${letter} stands`).toBeGreaterThan(0)
          else expect(times, `${letter} stands once`).toBe(1)
        }
        // Lifting every bracket leaves every letter where it was.
        const plain = (text: string) => text.replaceAll(/[[\]]/g, '')
        const flat = plain(flatWords(content.words))
        for (const { bracketId } of bracketsOf(content)) {
          liftBracket({ ...reader.draft, flow: flowOf(server.doc) }, bracketId)
        }
        expect(plain(flatWords(readText(server.doc).words))).toBe(flat)
        endDesks()
      },
    ),
    { numRuns: runsOf('everyAct') },
  )
})
