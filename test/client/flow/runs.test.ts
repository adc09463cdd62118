// @vitest-environment jsdom
/** What is shown in the words without being of them: it stays with its letters while its person and others act. */
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { bracket, liftBracket, remove, restyle, split, type as typeIn } from '#shared/flow/acts'
import { enter } from '../../../client/flow/flow-keys.ts'
import { hasRuns, type Run, withRuns } from '../../../client/flow/runs.ts'
import { deliver, placeOf } from '../../support/flow-replicas.ts'
import { runsOf } from '../../support/property-runs.ts'
import { behind, type Desk, endDesks, openDesks, run, twoDesks, type } from './desk.ts'

afterEach(endDesks)

const range = (desk: Desk, words: string, look = 'marked'): Run => {
  const start = placeOf(desk, words)
  return { is: 'range', start, end: start + words.length, attributes: { class: look } }
}
const give = ({ editor: { view } }: Desk, ...runs: Run[]) =>
  view.dispatch(withRuns(view.state.tr, 'comments', runs))

/** What is marked, a stroke between pieces of different blocks. */
const marked = ({ editor: { view } }: Desk): string => {
  const pieces = [...view.dom.querySelectorAll('.marked')]
  return pieces
    .map((piece, at) => {
      const isNext =
        at > 0 &&
        piece.closest('p, li, h1, h2, h3') !== pieces[at - 1]?.closest('p, li, h1, h2, h3')
      return `${isNext ? '|' : ''}${piece.textContent}`
    })
    .join('')
}

test('[UI-354] a run is drawn on its letters, in whole blocks and in stray ones, and a point where it is given', () => {
  const [one] = twoDesks(['First', 'one two three'])
  remove(one.draft, placeOf(one, 'First') - 1, placeOf(one, 'First'))
  give(one, range(one, 'two'), {
    is: 'point',
    at: placeOf(one, 'three'),
    stands: 'behind',
    key: 'code',
    draw: () =>
      Object.assign(document.createElement('button'), { textContent: 'BR', className: 'marked' }),
  })
  expect(marked(one)).toBe('twoBR')
  const { view } = one.editor
  expect(view.dom.textContent).toBe('Firstone two BRthree')
  view.dispatch(withRuns(view.state.tr, 'comments', []))
  expect(marked(one)).toBe('')
})

test('[UI-355] a run stays with its letters through one’s own keys and others’ edits in several places at once: splits, headings, brackets, words before and in it', () => {
  const [one, other] = twoDesks(['First', 'one two three', 'last'])
  give(one, range(one, 'two three'), range(one, 'ast'))
  behind(one, 'one ')
  type(one, 'and ')
  run(one, enter)
  expect(marked(one)).toBe('two three|ast')
  deliver(one, other)
  split(other.draft, placeOf(other, 'three'))
  deliver(other, one)
  typeIn(other.draft, placeOf(other, 'First') + 5, ' of all')
  restyle(other.draft, placeOf(other, 'three'), { kind: 'heading', level: 2 })
  restyle(other.draft, placeOf(other, 'last'), { list: 'bullet', depth: 1 })
  bracket(other.draft, placeOf(other, 'hree'), placeOf(other, 'hree') + 2, 'b1')
  typeIn(other.draft, placeOf(other, 'ast') + 1, '·')
  deliver(other, one)
  expect(marked(one)).toBe('two |t[hr]ee|a·st')
  liftBracket(other.draft, 'b1')
  remove(other.draft, placeOf(other, 'First'), placeOf(other, 'First') + 5)
  deliver(other, one)
  expect(marked(one)).toBe('two |three|a·st')
})

test('[UI-508] an editor tells which runs it shows already, so that they are drawn anew only where letters took them elsewhere, or they look otherwise', () => {
  const [one, other] = twoDesks(['First', 'one two three'])
  const shows = (...runs: Run[]) => hasRuns(one.editor.state, 'comments', one.draft.flow, runs)
  const point = (key: string): Run => {
    const draw = () => document.createElement('button')
    return { is: 'point', at: placeOf(one, 'three'), stands: 'behind', key, draw }
  }
  expect([shows(), shows(range(one, 'two'))]).toEqual([true, false])
  give(one, range(one, 'two'), point('a'))
  expect(shows(range(one, 'two'), point('a'))).toBe(true)
  deliver(one, other)
  typeIn(other.draft, placeOf(other, 'First') + 5, ' of all')
  typeIn(other.draft, placeOf(other, 'one'), 'and ')
  deliver(other, one)
  expect(shows(range(one, 'two'), point('a'))).toBe(true)
  expect(shows(range(one, 'two'))).toBe(false)
  expect(shows(range(one, 'two'), point('b'))).toBe(false)
  expect(shows(range(one, 'one'), point('a'))).toBe(false)
  expect(shows(range(one, 'two', 'active'), point('a'))).toBe(false)
  // Somebody takes the words away, and they come back.
  remove(other.draft, placeOf(other, 'two'), placeOf(other, 'two') + 3)
  deliver(other, one)
  typeIn(other.draft, placeOf(other, ' three'), 'two')
  deliver(other, one)
  expect(shows(range(one, 'two'), point('a'))).toBe(false)
})

test('[UI-356] whatever another does to other paragraphs, the marked words are those that were marked, letter by letter', () => {
  const act = fc.record({
    what: fc.constantFrom('type', 'split', 'head', 'list', 'bracket', 'delete'),
    block: fc.constantFrom('abcdef', 'opqrst'),
    at: fc.nat(5),
  })
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 8 }), fc.nat(3), (acts, hears) => {
      const [one, other] = openDesks(['abcdef', 'ghijklmn', 'opqrst'], [5, 6])
      if (!one || !other) throw new Error()
      give(one, range(one, 'hijk'))
      for (const [n, { what, block, at }] of acts.entries()) {
        const { draft } = other
        const flow = draft.flow.toJSON()
        const letter = block.split('').find((each) => flow.includes(each))
        if (letter === undefined) continue
        const index = placeOf(other, letter) + (at % 2)
        if (what === 'type') typeIn(draft, index, '·')
        else if (what === 'split') split(draft, index)
        else if (what === 'head') restyle(draft, index, { kind: 'heading', level: 2 })
        else if (what === 'list') restyle(draft, index, { list: 'bullet', depth: 1 })
        else if (what === 'bracket') bracket(draft, index, index, `b${n}`)
        else remove(draft, placeOf(other, letter), placeOf(other, letter) + 1)
        if (n % (hears + 1) === 0) deliver(other, one)
      }
      deliver(other, one)
      expect(marked(one)).toBe('hijk')
      endDesks()
    }),
    { numRuns: runsOf('editors') },
  )
})
