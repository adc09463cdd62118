// @vitest-environment jsdom
/**
 * What must hold when the server follows what people do at once with every act of their editors: it verifies what they claim, lets words
 * follow what was moved, and strikes what stands twice. Updates wait on lines, and come in batches of several people.
 */
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { tableOf } from '#shared/copies/doc-copies'
import { clientsOfSession, flowOf, wordsFlow } from '#shared/flow/flow-doc'
import { flowNames } from '#shared/flow/moments'
import { readText } from '#shared/flow/read-text'
import { tokensOf } from '#shared/flow/tokens'
import { memberNamed } from '../../support/admitting-flows.ts'
import { blocksRead } from '../../support/flow-replicas.ts'
import { lettersKept, paragraph, replicasOfText } from '../../support/flow-tables.ts'
import { type FollowingServer, openFollowingServer } from '../../support/following-server.ts'
import { runsOf } from '../../support/property-runs.ts'
import { endDesks, openDesk } from './desk.ts'
import { doAct, freshLetters, kinds, type Person, type Step, step } from './every-act.ts'

afterEach(endDesks)

/** Which client id wrote each letter that stands, by the letter: every one is another. */
function authorsOf(doc: Y.Doc): Map<string, number> {
  const [copies, authors] = [tableOf(doc), new Map<string, number>()]
  for (const name of flowNames(doc))
    for (const token of tokensOf(flowOf(doc, name)))
      if (token.type === 'letters')
        for (const [at, letter] of token.letters.split('').entries())
          authors.set(
            letter,
            copies.originalOf({ client: token.id.client, clock: token.id.clock + at }).client,
          )
  return authors
}

/** Every act, and more often those after which something follows. */
const often: readonly Step['kind'][] = [
  'type',
  'caret',
  'move',
  'cut',
  'paste',
  'undo',
  'redo',
  'send',
  'hear',
]
const following = fc.oneof(
  step,
  fc.tuple(step, fc.constantFrom(...often)).map(([each, kind]): Step => ({ ...each, kind })),
)

/** Steps told as `who kind at length`. */
const told = (...steps: readonly string[]): Step[] =>
  steps.map((said) => {
    const [, who, kind, at, length] = /^(\d) (.+) (\d+) (\d)$/.exec(said) ?? []
    const known = kinds.find((each) => each === kind)
    if (!known) throw new Error(`there is no act "${said}"`)
    return { who: Number(who), kind: known, at: Number(at), length: Number(length) }
  })
/** What once went wrong. */
const found: [number[], Step[]][] = [
  [[11, 12], told('0 caret 264 0', '1 cut 246 1', '0 move 127 0', '0 type 0 0', '1 undo 0 0')],
  [
    [11, 12],
    told('1 move 0 0', '1 undo 0 0', '1 send 0 1', '1 redo 0 0', '0 caret 1 0', '0 type 0 0'),
  ],
  [
    [11, 12],
    told('0 cut 624 3', '1 move 0 0', '0 caret 219 0', '0 type 0 0', '0 type 0 0', '0 paste 0 0'),
  ],
  [
    [11, 12],
    told('0 table 0 0', '0 cut 33 1', '1 caret 67 0', '1 type 0 0', '0 undo 0 0', '0 send 0 0'),
  ],
  [
    [11, 12],
    told(
      '1 caret 49 0',
      '0 type 0 0',
      '0 move 0 0',
      '1 typed bracket 0 0',
      '1 move 0 0',
      '0 shape 0 0',
    ),
  ],
  [
    [11, 12],
    told(
      '1 move 0 0',
      '0 select 801 0',
      '0 type 0 0',
      '0 move 339 0',
      '0 undo 0 0',
      '0 type 0 0',
      '0 type 0 0',
      '0 type 0 0',
    ),
  ],
  [
    [11, 12],
    told(
      '1 select 0 1',
      '1 move 0 0',
      '1 type 1 0',
      '0 type 0 0',
      '1 undo 0 0',
      '0 type 0 0',
      '0 move 0 0',
      '0 type 0 0',
    ),
  ],
  [
    [11, 12],
    told(
      '1 move 0 0',
      '0 move 0 0',
      '1 move 358 0',
      '0 send 0 0',
      '0 caret 0 0',
      '0 caret 0 0',
      '1 undo 0 0',
      '0 type 0 0',
    ),
  ],
  [
    [11, 12],
    told(
      '1 move 0 0',
      '1 undo 0 0',
      '1 redo 0 0',
      '0 type 0 0',
      '0 type 0 0',
      '0 cut 810 5',
      '0 cut 0 2',
      '0 undo 0 0',
    ),
  ],
]

function openMeeting(clients: readonly number[], fresh: () => string) {
  const words = (length: number) => Array.from({ length }, fresh).join('')
  const [reader, ...replicas] = replicasOfText(
    { words: ['p1', 'p2', 'p3'].map((blockId) => paragraph(words(5), blockId)) },
    [99, ...clients],
    { gc: false },
  )
  if (!reader) throw new Error()
  const people = replicas.map((replica): Person => {
    const unsent: Uint8Array[] = []
    replica.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') unsent.push(update)
    })
    const desk = openDesk(replica)
    return {
      desk,
      unsent,
      heard: 0,
      flow: wordsFlow,
      hasTaken: false,
      clip: undefined,
      letters: undefined,
    }
  })
  return { server: openFollowingServer(reader.doc), people }
}

function hear({ desk, ...person }: Person, { log }: FollowingServer): number {
  for (const update of log.slice(person.heard)) Y.applyUpdate(desk.doc, update, 'remote')
  return log.length
}

test('[UI-491] while the server lets words follow what others move, cut, paste, undo and redo at once, all read the same, every letter that nobody deleted stands once, and is its typist’s', () => {
  vi.stubGlobal('ClipboardEvent', Event)
  fc.assert(
    fc.property(
      fc.constantFrom<number[]>([11, 12], [12, 11], [11, 12, 13], [13, 12, 11]),
      fc.array(following, { minLength: 5, maxLength: 40 }),
      (clients, steps) => {
        // Every two letters are a word: less than a word is nobody's but who pasted it.
        const nextLetter = freshLetters()
        const pairs: (readonly [string, string])[] = []
        const fresh = () => {
          const pair = [nextLetter(), nextLetter()] as const
          pairs.push(pair)
          return `${pair.join('')} `
        }
        const { server, people } = openMeeting(clients, fresh)
        const typist = authorsOf(server.doc)
        /** Who deleted a letter, and has not put it back. */
        const deleters = new Map<string, Set<number>>()
        const pasted = new Set<string>()
        /** Pasted beside where it stands, or without the rest of its word: such a letter is a new one, whatever another brings back. */
        const copied = new Set<string>()
        const isDeleted = (letter: string) => (deleters.get(letter)?.size ?? 0) > 0
        /** Whether anybody put the letters of a word into two blocks, or may have. */
        let isSplit = false
        let batch: (readonly [author: number, Uint8Array])[] = []
        const judge = () => {
          const arrived = batch
          batch = []
          server.receiveBatch(arrived.map(([author, update]) => [memberNamed(author), update]))
        }
        const send = (who: number, most = Number.POSITIVE_INFINITY) => {
          for (const update of people[who]?.unsent.splice(0, most) ?? [])
            batch.push([who + 1, update])
        }
        for (const each of steps) {
          const who = each.who % people.length
          const person = people[who]
          if (!person) continue
          if (each.kind === 'send') {
            send(who, each.length + 1)
            if (each.at % 3 > 0) judge()
          } else if (each.kind === 'hear') {
            person.heard = hear(person, server)
          } else {
            if (each.at % 3 > 0) person.desk.wait()
            const before = lettersKept(person.desk)
            if (each.kind === 'paste') {
              for (const letter of person.clip ?? '') pasted.add(letter)
              for (const pair of pairs)
                for (const letter of pair)
                  if (!pair.every((each) => person.clip?.includes(each))) copied.add(letter)
            }
            const blocksBefore = blocksRead(person.desk).length
            doAct(person, each, { server, fresh })
            isSplit ||= blocksRead(person.desk).length !== blocksBefore
            const now = lettersKept(person.desk)
            for (const letter of now) {
              if (!typist.has(letter)) typist.set(letter, person.desk.doc.clientID)
              if (now.split(letter).length > 2) copied.add(letter)
              if (before.includes(letter)) continue
              deleters.get(letter)?.delete(who)
            }
            for (const letter of before)
              if (!now.includes(letter))
                deleters.set(letter, (deleters.get(letter) ?? new Set()).add(who))
          }
        }
        for (const round of [1, 2])
          for (const [who, person] of people.entries()) {
            send(who)
            judge()
            person.heard = hear(person, server)
            expect(round).toBeLessThan(3)
          }
        for (const person of people) person.heard = hear(person, server)

        const content = readText(server.doc)
        for (const { desk } of people) expect(readText(desk.doc)).toEqual(content)
        const serverDraft = { flow: flowOf(server.doc), newBlockId: fresh }
        const kept = lettersKept({ doc: server.doc, draft: serverDraft })
        const authors = authorsOf(server.doc)
        for (const [letter, client] of typist) {
          if ('[] \u2009'.includes(letter) || copied.has(letter)) continue
          const times = kept.split(letter).length - 1
          if (isDeleted(letter)) expect(times, `${letter} stands at most once`).toBeLessThan(2)
          else {
            expect(times, `${letter} stands once`).toBe(1)
            const author = authors.get(letter)
            if (!pasted.has(letter)) expect(clientsOfSession(client)).toContain(author)
          }
        }
        const isWhole = (letter: string): boolean =>
          !deleters.has(letter) && !pasted.has(letter) && !copied.has(letter)
        const blocks = blocksRead({ doc: server.doc, draft: serverDraft })
        if (!isSplit)
          for (const [one, other] of pairs) {
            const block = blocks.find((each) => each.includes(one))
            if (!block || !isWhole(one) || !isWhole(other)) continue
            expect(block.indexOf(other), `${one} and ${other} stand together`).toBeGreaterThan(
              block.indexOf(one),
            )
          }
        endDesks()
      },
    ),
    { numRuns: runsOf('everyAct'), examples: found },
  )
})
