// @vitest-environment jsdom
/** An editor that draws only the blocks in which others typed shows what drawing all of the flow would show. */
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { sink, toggleHeading, toggleList } from '../../../client/flow/block-commands.ts'
import { draw } from '../../../client/flow/draw.ts'
import { type Act, anAct, doAct } from '../../support/flow-acts.ts'
import { deliver, replicasOf } from '../../support/flow-replicas.ts'
import { undoing } from '../../support/flow-undo.ts'
import { type Desk, endDesks, key, openDesk, run } from './desk.ts'

afterEach(endDesks)

const ownActs = [
  'type',
  'type',
  'list',
  'sink',
  'heading',
  'bold',
  'Enter',
  'Backspace',
  'undo',
] as const
type OwnAct = (typeof ownActs)[number]

type Step =
  | { readonly is: 'act'; readonly who: 0 | 1; readonly act: Act }
  | { readonly is: 'own'; readonly act: OwnAct; readonly at: number }
  | { readonly is: 'hear'; readonly from: 0 | 1 }

const who = fc.constantFrom<0 | 1>(0, 1)
const plain = anAct.map((act): Act => ({ ...act, kind: act.at % 3 === 0 ? 'remove' : 'type' }))
const act = (acts: fc.Arbitrary<Act>) =>
  fc.tuple(who, acts).map((each): Step => ({ is: 'act', who: each[0], act: each[1] }))
const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: act(plain) },
  { weight: 2, arbitrary: act(anAct) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...ownActs), fc.nat(99))
      .map((each): Step => ({ is: 'own', act: each[0], at: each[1] })),
  },
  { weight: 8, arbitrary: who.map((from): Step => ({ is: 'hear', from })) },
)

/** What one does oneself, at a place in some block. */
function doOwn(desk: Desk, own: OwnAct, at: number): void {
  const { state, view, commands } = desk.editor
  const places: number[] = []
  state.doc.descendants((node, start) => {
    if (node.isTextblock) places.push(start + 1 + (at % (node.content.size + 1)))
  })
  const place = places[at % places.length] ?? 1
  commands.setTextSelection({ from: place, to: state.doc.resolve(place).end() })
  if (own === 'list') run(desk, toggleList('bullet'))
  else if (own === 'sink') run(desk, sink)
  else if (own === 'heading') run(desk, toggleHeading(1))
  else if (own === 'bold') commands.toggleMark('bold')
  else commands.setTextSelection(place)
  if (own === 'type') view.dispatch(desk.editor.state.tr.insertText('k'))
  else if (own === 'Enter' || own === 'Backspace') key(desk, own)
  else if (own === 'undo') commands.undo()
}

test('[UI-504] whatever two others do and one types oneself, after each update the editor shows what the whole flow says, block by block', () => {
  fc.assert(
    fc.property(fc.array(aStep, { minLength: 5, maxLength: 40 }), (steps) => {
      const [own, ...others] = replicasOf(['one two', 'three', '', 'four five'], [5, 6, 7], {
        gc: false,
      })
      if (!own) throw new Error()
      const desk = openDesk(own)
      const doers = others.map(undoing)
      for (const [n, step] of steps.entries()) {
        if (step.is === 'act') {
          const other = others[step.who]
          const doer = doers[step.who]
          if (other && doer) doAct(other, step.act, `${step.who}${n}`, { undoing: doer })
        } else if (step.is === 'own') doOwn(desk, step.act, step.at)
        else {
          const other = others[step.from]
          if (!other) continue
          deliver(other, own)
          deliver(own, other)
        }
        const { doc, schema } = desk.editor.state
        expect(doc.toJSON()).toEqual(draw(schema, own.draft.flow).toJSON())
      }
      endDesks()
    }),
  )
})
