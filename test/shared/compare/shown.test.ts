/** Changes as cards, the choice of parts and the record tell them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Distance, distanceOf, furthestFirst } from '#shared/compare/distance'
import type { ChangePiece } from '#shared/compare/pieces'
import { isFormOnly, isReworded, type ShownChange, shownChanges } from '#shared/compare/shown'
import { bracket, join, mark, remove, restyle, split, type } from '#shared/flow/acts'
import { readText } from '#shared/flow/read-text'
import { addTo, moveTo, setRemoved } from '#shared/flow/table-acts'
import { segmentsOf } from '#shared/flow/words'
import { flatWords } from '#shared/text/flat-words'
import { anAct, doAct } from '../../support/flow-acts.ts'
import { changesSince } from '../../support/flow-readings.ts'
import { placeOf, type Replica, replicasOf } from '../../support/flow-replicas.ts'
import { cellAt, paragraph, replicasOfText, tasksOf } from '../../support/flow-tables.ts'

const signs = { unchanged: '', inserted: '+', deleted: '-' }
const read = (pieces: readonly ChangePiece[]): string =>
  pieces
    .map(({ kind, words }) => (kind === 'unchanged' ? words : `[${signs[kind]}${words}]`))
    .join('')

const typed = ({ draft }: Pick<Replica, 'draft'>, at: number, words: string) => {
  let caret = at
  for (const letter of words) caret = type(draft, caret, letter)
}
const replace = (replica: Replica, words: string, by: string) => {
  const at = placeOf(replica, words)
  remove(replica.draft, at, at + words.length)
  typed(replica, at, by)
}
function shown(replica: Replica | undefined, act: (me: Replica) => void): ShownChange[] {
  if (!replica) throw new Error()
  const then = Y.snapshot(replica.doc)
  act(replica)
  return shownChanges(changesSince(replica.doc, then))
}
const shownIn = (paragraphs: readonly string[], act: (me: Replica) => void) =>
  shown(replicasOf(paragraphs, [5], { gc: false })[0], act)
const toldIn = (paragraphs: readonly string[], act: (me: Replica) => void) =>
  shownIn(paragraphs, act).map(({ pieces }) => read(pieces))

const sentence = 'The budget is published by the office each year.'

describe('changes as they are shown', () => {
  test.each([
    ['published', 'The budget is [+¶]published by the office'],
    ['each', 'published by the office [+¶]each year.'],
  ])(
    '[TXT-83] on a card, a paragraph that is split keeps its words, with a sign where it was split: before “%s”',
    (word, told) => {
      expect(toldIn([sentence], (me) => void split(me.draft, placeOf(me, word)))).toEqual([told])
    },
  )

  test('[TXT-84] paragraphs that are joined keep their words, and what is written where one is split stands beside the break', () => {
    const two = ['The budget is published.', 'It is audited each year.']
    expect(toldIn(two, (me) => void join(me.draft, placeOf(me, 'It is')))).toEqual([
      'The budget is published.[-¶]It is audited each',
    ])
    expect(
      toldIn([sentence], (me) => {
        typed(me, split(me.draft, placeOf(me, 'published')), 'It also says: ')
        replace(me, 'office', 'Secretariat')
      }),
    ).toEqual([
      'The budget is [+¶It also says: ]published by the ',
      'published by the [-office][+Secretariat] each year.',
    ])
    // A paragraph that stands in the place of another is that one, in other words.
    expect(
      toldIn(two, (me) => {
        remove(me.draft, placeOf(me, 'It is') - 1, me.draft.flow.length)
        typed(me, split(me.draft, placeOf(me, 'published.') + 10), 'Nobody pays for it.')
      }),
    ).toEqual(['[-It is audited each year][+Nobody pays for it].'])
  })

  test('[TXT-431] on a card a change keeps the words near it, whole, and leaves out what is far, also in a long paragraph', () => {
    const far = 'one two three four five six seven eight nine ten '.repeat(40)
    expect(toldIn([`${far}old ${far}end`], (me) => replace(me, 'old', 'new'))).toEqual([
      'seven eight nine ten [-old][+new] one two three four',
    ])
  })

  test('[TXT-445] what words become that stay is told: a heading, an item, a paragraph, formats; such changes hold no two wordings', () => {
    const forms = (act: (me: Replica) => void) => {
      const changes = shownIn(['One two', 'Three'], act)
      expect(changes.map(isFormOnly)).toEqual(changes.map(() => true))
      expect(isReworded(changes)).toBe(false)
      return changes.map(({ pieces, forms: some }) => [read(pieces), ...some])
    }
    expect(
      forms((me) => restyle(me.draft, placeOf(me, 'Three'), { kind: 'heading', level: 2 })),
    ).toEqual([['Three', 'heading']])
    expect(
      forms((me) => restyle(me.draft, placeOf(me, 'Three'), { list: 'bullet', depth: 1 })),
    ).toEqual([['Three', 'item']])
    expect(
      forms((me) => mark(me.draft, placeOf(me, 'two'), placeOf(me, 'two') + 3, 'bold', {})),
    ).toEqual([['two', 'bold']])
    const changes = (act: (me: Replica) => void) => shownIn(['One two', 'Three'], act)
    expect(isReworded(changes((me) => void split(me.draft, placeOf(me, 'two'))))).toBe(false)
    expect(isReworded(changes((me) => replace(me, 'two', '2')))).toBe(true)
    const placed = changes((me) =>
      bracket(me.draft, placeOf(me, 'two'), placeOf(me, 'two') + 3, 'b'),
    )
    expect(placed.map(({ put }) => put)).toEqual(['[ ]'])
  })

  test('[TXT-446] a change of a cell says its row and column; one of a row what becomes of the row, with all words in it', () => {
    const rows = { words: [paragraph('One', 'p1')], tasks: tasksOf('Report', 'Train') }
    const told = (act: (me: Replica) => void) =>
      shown(replicasOfText(rows, [5], { gc: false })[0], act).map(
        ({ place, pieces, kinds, struck, put }) => ({
          place: place && [place.rows, place.row, place.field],
          said: read(pieces),
          kinds: [...kinds].filter((kind) => kind.includes('row')),
          struck,
          put,
        }),
      )
    expect(
      told((me) => replace({ doc: me.doc, draft: cellAt(me, 'tasks', 1, 0) }, 'Train', 'Teach')),
    ).toEqual([
      {
        place: ['tasks', 2, 'what'],
        said: '[-Train][+Teach]',
        kinds: [],
        struck: 'Train',
        put: 'Teach',
      },
    ])
    expect(told((me) => setRemoved(me.doc, 'rows', 'r1'))).toEqual([
      {
        place: ['tasks', 1, undefined],
        said: '[-Report]',
        kinds: ['remove row'],
        struck: 'Report',
        put: '',
      },
    ])
    expect(
      told((me) => {
        addTo(me.doc, 'rows', 'tasks', 'new', 2)
        type(cellAt(me, 'tasks', 2, 0), 0, 'Publish')
        type(cellAt(me, 'tasks', 2, 1), 0, 'the office')
      }),
    ).toEqual([
      {
        place: ['tasks', 3, undefined],
        said: '[+Publish] … [+the office]',
        kinds: ['put row'],
        struck: '',
        put: 'Publish the office',
      },
    ])
    expect(told((me) => moveTo(me.doc, 'rows', 'r2', 0))).toMatchObject([
      { said: 'Train', kinds: ['change row'] },
    ])
  })
})

describe('distance', () => {
  test('[CHAIR-22] an amendment’s distance is the words put and struck: none when nothing changes, at most all of both, and what is put less what is struck is how much longer it gets', () => {
    const words = ({ doc }: Replica) =>
      segmentsOf(flatWords(readText(doc).words)).filter(({ isWord }) => isWord).length
    fc.assert(
      fc.property(fc.array(anAct, { maxLength: 10 }), (acts) => {
        const [me] = replicasOf(['one two three', 'four five six seven', 'eight'], [5], {
          gc: false,
        })
        if (!me) throw new Error()
        const then = Y.snapshot(me.doc)
        const typing = acts.filter(
          ({ kind, words: said }) => kind === 'type' && said.startsWith(' '),
        )
        for (const [n, each] of typing.entries()) doAct(me, each, `c${n}`)
        const { inserted, deleted, share } = distanceOf(changesSince(me.doc, then))
        if (typing.length === 0) expect([inserted, deleted, share]).toEqual([0, 0, 0])
        expect(inserted + deleted).toBeLessThanOrEqual(8 + words(me))
        expect(share).toBeCloseTo((inserted + deleted) / 8)
        expect(inserted >= deleted).toBe(true)
      }),
    )
    const at = (act: (me: Replica) => void) => {
      const [me] = replicasOf(['one two three four'], [5], { gc: false })
      if (!me) throw new Error()
      const then = Y.snapshot(me.doc)
      act(me)
      return distanceOf(changesSince(me.doc, then))
    }
    expect(at((me) => replace(me, 'two three', 'x'))).toEqual({
      inserted: 1,
      deleted: 2,
      share: 0.75,
    })
    expect(at((me) => replace(me, 'two', 'two'))).toEqual({ inserted: 0, deleted: 0, share: 0 })
  })

  test('[CHAIR-23] amendments stand furthest first, equals in the order of tabling, those not yet measured last', () => {
    const apart = new Map<string, Distance>(
      [
        ['near', 0.1],
        ['far', 0.5],
        ['as far', 0.5],
      ].map(([name, share]) => [String(name), { inserted: 0, deleted: 0, share: Number(share) }]),
    )
    expect(furthestFirst(['new', 'near', 'far', 'as far'], (name) => apart.get(name))).toEqual([
      'far',
      'as far',
      'near',
      'new',
    ])
  })
})
