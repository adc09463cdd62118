/** What becomes of a base when its amendment is taken up, in part or in brackets, as people read it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Branch, branchOf, changesIn } from '#shared/amendment/branch'
import { rebase } from '#shared/amendment/rebase'
import { bracketInstead, takeUp } from '#shared/amendment/take-up'
import { authorRuns } from '#shared/attribution/authors'
import { bracketsOf, liftOf } from '#shared/brackets/brackets'
import { liftBrackets } from '#shared/brackets/lift-brackets'
import { isFormOnly, type ShownChange, shownChanges } from '#shared/compare/shown'
import { tableOf } from '#shared/copies/doc-copies'
import { bracket, join, mark, remove, restyle, split, type } from '#shared/flow/acts'
import { setBracketKeys } from '#shared/flow/bracket-keys'
import { clientsOfSession, flowOf } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { contentToPlain } from '#shared/text/content-to-plain'
import { flatWords } from '#shared/text/flat-words'
import { anAct, doAct } from '../../support/flow-acts.ts'
import { deliver, placeOf, type Replica, replicasOf } from '../../support/flow-replicas.ts'
import { undoing } from '../../support/flow-undo.ts'

/** A base under the client id 5, an amendment to it under 7, and the installation, which writes under 9. */
interface Meeting {
  readonly base: Replica
  readonly late: Replica
  readonly me: Replica
  branch: Branch
}
let made = 0
function meeting(
  paragraphs: readonly string[],
  before: (base: Replica) => void = () => undefined,
): Meeting {
  const [base, late] = replicasOf(paragraphs, [5, 6], { gc: false })
  if (!base || !late) throw new Error()
  before(base)
  deliver(base, late)
  const branch = branchOf(base.doc, 7)
  const { doc } = branch
  const me = { doc, draft: { flow: flowOf(doc), newBlockId: () => `m${++made}` } }
  return { base, late, me, branch }
}
const typed = (replica: Replica, at: number, words: string): void => {
  let caret = at
  for (const letter of words) caret = type(replica.draft, caret, letter)
}
const replace = (replica: Replica, words: string, by: string): void => {
  const at = placeOf(replica, words)
  remove(replica.draft, at, at + words.length)
  typed(replica, at, by)
}
function bringUp(met: Meeting): void {
  met.branch.doc.clientID = 9
  met.branch = rebase(met.branch, met.base.doc)
  met.branch.doc.clientID = 7
}
const changesOf = ({ branch }: Meeting): ShownChange[] =>
  shownChanges(changesIn(branch, tableOf(branch.doc)))
function takenUp(
  { base, branch }: Meeting,
  choice?: Parameters<typeof takeUp>[3],
): Y.Doc | undefined {
  const taken = takeUp(base.doc, branch, 9, choice)
  if (!taken) return undefined
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(base.doc))
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(taken.doc))
  return doc
}
/** Puts both wordings into the base, Brazil's in its name. */
function bracketed({ base, branch }: Meeting): Replica {
  const result = bracketInstead(base.doc, branch, 9, () => `k${++made}`)
  if (!result) throw new Error('there are no two wordings')
  Y.applyUpdate(base.doc, Y.encodeStateAsUpdate(result.doc))
  for (const { bracketId, of } of result.brackets)
    setBracketKeys(base.doc, { bracketId, sponsors: of === 'proposed' ? 'BR' : '' })
  return base
}
const plain = (doc: Y.Doc): string => contentToPlain(readText(doc)).trim()
const lettersOf = (text: string): string => text.replaceAll(/[\s¶[\]]/g, '')
const counted = (text: string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const letter of lettersOf(text)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  return counts
}
const lettersIn = (doc: Y.Doc): string => flatWords(readText(doc).words)
const whose = ({ client }: { client: number }): string =>
  client === 1 || clientsOfSession(5).includes(client)
    ? 'base'
    : clientsOfSession(7).includes(client)
      ? 'amendment'
      : 'nobody'

describe('an amendment taken up in part', () => {
  test('[REC-62] whatever is chosen, only that comes into the base, in all replicas, and words keep their author', () => {
    fc.assert(
      fc.property(
        fc.array(anAct, { maxLength: 10 }),
        fc.array(anAct, { maxLength: 6 }),
        fc.infiniteStream(fc.boolean()),
        (mine, others, choices) => {
          const met = meeting(['one two three', 'four. 中文字 five', 'cafe six'])
          const { base, late, me } = met
          const own = undoing(base)
          for (const [n, each] of mine.entries()) doAct(me, each, `m${n}`)
          for (const [n, each] of others.entries()) doAct(base, each, `o${n}`, { undoing: own })
          bringUp(met)
          const changes = changesOf(met)
          const ids = changes.map(({ changeId }) => changeId)
          expect(new Set(ids).size).toBe(ids.length)
          const chosen = ids.filter(() => choices.next().value)
          const left = ids.filter((id) => !chosen.includes(id))
          const doc = takenUp(met, { chosen, left })
          if (!doc) throw new Error('the choice does not hold')
          // Letter by letter: what the base had, less what was deleted by choice, with what was inserted by choice.
          const expected = counted(lettersIn(base.doc))
          for (const { changeId, struck, put } of changes) {
            if (!chosen.includes(changeId)) continue
            for (const [letter, n] of counted(struck))
              expected.set(letter, (expected.get(letter) ?? 0) - n)
            for (const [letter, n] of counted(put))
              expected.set(letter, (expected.get(letter) ?? 0) + n)
          }
          for (const [letter, n] of expected) if (n === 0) expected.delete(letter)
          expect(counted(lettersIn(doc))).toEqual(expected)
          const runs = authorRuns(flowOf(doc), tableOf(doc), whose)
          expect(runs.map(({ author }) => author)).not.toContain('nobody')
          // Somebody types in the base meanwhile: nothing of that is lost, and all agree.
          typed(late, 1, 'mmm ')
          Y.applyUpdate(base.doc, Y.encodeStateAsUpdate(doc))
          deliver(late, base)
          deliver(base, late)
          expect(lettersIn(base.doc)).toContain('mmm')
          expect(readText(late.doc)).toEqual(readText(base.doc))
        },
      ),
    )
  })

  test('[REC-63] a paragraph that is made an item, split or joined is one change each, and no words are told as changed', () => {
    const listed = meeting(['first', 'the second'])
    restyle(listed.me.draft, placeOf(listed.me, 'the second'), { list: 'bullet', depth: 1 })
    typed(listed.me, placeOf(listed.me, 'first') + 5, ' of all')
    const [ofAll, list, ...others] = changesOf(listed).map(({ changeId }) => changeId)
    if (ofAll === undefined || list === undefined) throw new Error('no changes')
    expect(others).toEqual([])
    const part = takenUp(listed, { chosen: [ofAll], left: [list] })
    expect(part && readText(part).words.map((block) => block.type)).toEqual([
      'paragraph',
      'paragraph',
    ])
    const parted = meeting(['one two'])
    split(parted.me.draft, placeOf(parted.me, 'two'))
    expect(changesOf(parted)).toMatchObject([{ struck: '', put: '¶' }])
    const joined = meeting(['one', 'two'])
    join(joined.me.draft, placeOf(joined.me, 'two'))
    expect(changesOf(joined)).toMatchObject([{ struck: '¶', put: '' }])
  })

  test('[REC-64] formatting alone is a change that is taken up or left; a choice that does not name each change does not hold', () => {
    const met = meeting(['one two three'])
    const at = placeOf(met.me, 'one')
    mark(met.me.draft, at, at + 3, 'bold', {})
    mark(met.me.draft, at + 8, at + 13, 'italic', {})
    const changes = changesOf(met)
    expect(changes.every(isFormOnly)).toBe(true)
    const [bold, italic] = changes.map(({ changeId }) => changeId)
    if (bold === undefined || italic === undefined) throw new Error('no changes')
    const part = takenUp(met, { chosen: [italic], left: [bold] })
    expect(part && readText(part).words).toMatchObject([
      {
        inlines: [
          { words: 'one two ', marks: [] },
          { words: 'three', marks: [{ type: 'italic' }] },
        ],
      },
    ])
    expect(takenUp(met, { chosen: [italic], left: [] })).toBeUndefined()
    expect(takenUp(met, { chosen: [italic, bold], left: [bold] })).toBeUndefined()
    expect(takenUp(met, { chosen: [italic], left: [bold, '1-1'] })).toBeUndefined()
  })
})

describe('an amendment while others edit its base', () => {
  test('[TXT-81] a deletion covers its words on both sides when somebody splits the paragraph within them, and what is inserted stays beside its words ([TXT-103])', () => {
    const met = meeting(['The office publishes the annual budget in June.'])
    const { base, me } = met
    const at = placeOf(me, 'publishes')
    remove(me.draft, at, placeOf(me, 'annual') + 'annual '.length)
    typed(me, placeOf(me, 'June') + 4, ' and July')
    split(base.draft, placeOf(base, 'the annual'))
    split(base.draft, placeOf(base, 'in June'))
    restyle(base.draft, placeOf(base, 'in June'), { list: 'bullet', depth: 1 })
    bringUp(met)
    expect(changesOf(met)).toMatchObject([
      { struck: 'publishes', put: '' },
      { struck: 'the annual', put: '' },
      { struck: '', put: 'and July' },
    ])
    const doc = takenUp(met)
    expect(doc && plain(doc)).toBe('The office \n\nbudget \n\n• in June and July.')
  })
})

describe('amendments in brackets', () => {
  const sentence = ['The forum holds a meeting.']
  const around = (me: Replica, words: string) => {
    const at = placeOf(me, words)
    bracket(me.draft, at, at + words.length, `own${++made}`)
  }

  test.each([
    [
      'around words that stay',
      (me: Replica) => around(me, 'meeting'),
      'The forum holds a [meeting].',
    ],
    [
      'around words that stay, with more of its own in it',
      (me: Replica) => {
        around(me, 'meeting')
        typed(me, placeOf(me, 'meeting'), 'yearly ')
      },
      'The forum holds a [yearly meeting].',
    ],
  ])('[TXT-106] a bracket that an amendment puts stands once: %s', (_, edit, read) => {
    const met = meeting(sentence)
    edit(met.me)
    expect(plain(takenUp(met) ?? new Y.Doc())).toBe(read)
  })

  test('[TXT-106] words in another order are two wordings, however few letters were deleted', () => {
    const met = meeting(['one two'])
    replace(met.me, 'one ', '')
    typed(met.me, placeOf(met.me, 'two') + 3, ' one')
    expect(plain(bracketed(met).doc)).toBe('[one ]two [BR: one]')
  })

  test('[TXT-107] a paragraph with brackets that is made an item and gets words has these in a bracket, and no two brackets are one; what is split within a bracket leaves no half', () => {
    const met = meeting(sentence, (base) => around(base, 'meeting'))
    restyle(met.me.draft, placeOf(met.me, 'forum'), { list: 'bullet', depth: 1 })
    typed(met.me, placeOf(met.me, 'The'), 'All of this: ')
    const content = readText(bracketed(met).doc)
    expect(contentToPlain(content).trim()).toBe('[BR: All of this:] The forum holds a [meeting].')
    expect(new Set(bracketsOf(content).map(({ bracketId }) => bracketId)).size).toBe(2)

    const parted = meeting(sentence, (base) => around(base, 'forum holds a meeting.'))
    split(parted.me.draft, placeOf(parted.me, ' a meeting'))
    typed(parted.me, placeOf(parted.me, 'forum'), 'whole ')
    const after = readText(bracketed(parted).doc)
    expect(bracketsOf(after).every(({ isWhole }) => isWhole)).toBe(true)
    expect(contentToPlain(after).trim()).toBe('The [[BR: whole] forum holds a meeting.]')
  })

  test('[CHAIR-42] words that somebody types behind a bracket while the chair drops it stay, though it held the whole paragraph', () => {
    const met = meeting(['The forum meets.', 'It reports.'])
    typed(met.me, split(met.me.draft, placeOf(met.me, 'meets.') + 6), 'A paragraph more.')
    const base = bracketed(met)
    deliver(base, met.late)
    typed(met.late, placeOf(met.late, 'more.') + 6, ' Mine.')
    const content = readText(base.doc)
    const [ofBrazil] = bracketsOf(content)
    liftBrackets(base.doc, liftOf(content, ofBrazil?.bracketId ?? '', 'drop'))
    expect(plain(base.doc)).not.toContain('more')
    deliver(met.late, base)
    expect(plain(base.doc)).toContain('Mine.')
  })

  test.each([
    ['an item', { list: 'bullet', depth: 1 }],
    ['a heading', { kind: 'heading', level: 2 }],
  ] as const)(
    '[TXT-108] a paragraph that is made another form is one change, of form alone: %s; a change of words on the way is one by itself',
    (_, looks) => {
      const met = meeting(['The first.', 'The second.'])
      restyle(met.me.draft, placeOf(met.me, 'first'), looks)
      const [form, ...others] = changesOf(met)
      expect(others).toEqual([])
      expect(form && [isFormOnly(form), form.pieces]).toEqual([
        true,
        [{ kind: 'unchanged', words: 'The first.' }],
      ])
      typed(met.me, placeOf(met.me, 'first') + 5, ' of all')
      expect(changesOf(met).map(({ put }) => put)).toEqual(['', 'of all'])
    },
  )
})
