/** Draws tabled amendments in the text that they change: as decorations, never in the words themselves, so nothing is copied. */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { TextId } from '#shared/domain/ids'
import { movedPassages } from '#shared/text/amendment-passages'
import {
  type AmendmentMark,
  amendmentsOf,
  type MarkActs,
  type TextMarks,
} from '../amendments/mark.ts'
import { barName, codesOf, markName } from '../amendments/mark-names.ts'
import marked from '../amendments/marks.module.css'
import { type FlatPlaces, flatPlaces, flatText } from './flat-positions.ts'

/** What is to be drawn from now on, and what pressing it does. */
export interface MarksGiven {
  readonly marks: TextMarks | undefined
  readonly acts: MarkActs
}

interface Shown {
  readonly given: MarksGiven | undefined
  readonly decorations: DecorationSet
}

/** Takes `MarksGiven` as its meta. */
export const amendmentMarksKey = new PluginKey<Shown>('amendment-marks')

/** What presses do at the time of the press: an element stays while the text around it changes. */
const actsOf = ({ state }: EditorView): MarkActs | undefined =>
  amendmentMarksKey.getState(state)?.given?.acts

function button(className: string | undefined, name: string, press: () => void) {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = className ?? ''
  element.setAttribute('aria-label', name)
  element.title = name
  element.addEventListener('click', press)
  return element
}

/** What an amendment puts at a place, and the code by which it is known. */
function passageElement(mark: AmendmentMark, view: EditorView): HTMLElement {
  const { amendmentId, put, isParagraph, isActive, colour } = mark
  const passage = document.createElement('span')
  passage.className = marked['passage'] ?? ''
  passage.contentEditable = 'false'
  passage.dataset['amendment'] = amendmentId
  passage.dataset['active'] = String(isActive)
  passage.dataset['paragraph'] = String(isParagraph)
  passage.style.setProperty('--sponsor-colour', colour)
  const showCard = () => actsOf(view)?.showCard(amendmentId)
  if (put !== '') {
    const words = document.createElement('ins')
    words.className = marked['put'] ?? ''
    words.dir = 'auto'
    words.textContent = put
    words.addEventListener('click', () => actsOf(view)?.seeCard(amendmentId))
    passage.append(words)
  }
  const code = button(marked['code'], markName(mark), showCard)
  code.dataset['amendmentMark'] = amendmentId
  code.textContent = codesOf(mark)
  passage.append(code)
  return passage
}

const always = { ignoreSelection: true, stopEvent: () => true } as const

function passageDecorations(places: FlatPlaces, mark: AmendmentMark): Decoration[] {
  const { amendmentId, number, start, end, put, isParagraph, codes, colour, isActive } = mark
  const decorations: Decoration[] = []
  const struck = start < end ? places.range(start, end) : undefined
  if (struck)
    decorations.push(
      Decoration.inline(struck.from, struck.to, {
        nodeName: 'del',
        class: marked['struck'] ?? '',
        'data-amendment': amendmentId,
        'data-active': String(isActive),
        style: `--sponsor-colour: ${colour}`,
      }),
    )
  const at = places.point(end)
  if (at !== undefined)
    decorations.push(
      Decoration.widget(at, (view) => passageElement(mark, view), {
        ...always,
        // A paragraph stands after whatever is typed at the end of the one before it.
        side: isParagraph ? 1 : -1,
        key: `${amendmentId} ${number} ${codes} ${isActive} ${put}`,
      }),
    )
  return decorations
}

function barDecorations(
  places: FlatPlaces,
  marks: readonly AmendmentMark[],
  look: TextMarks['look'],
): Decoration[] {
  const byBlock = new Map<number, AmendmentMark[]>()
  for (const mark of marks) {
    const block = places.blockOf(mark.end)
    if (block !== undefined) byBlock.set(block, [...(byBlock.get(block) ?? []), mark])
  }
  return [...byBlock].map(([at, inBlock]) => {
    const name = barName(amendmentsOf(inBlock), look)
    return Decoration.widget(
      at,
      (view) => {
        const bar = button(marked['bar'], name, () => actsOf(view)?.toggleLook())
        bar.contentEditable = 'false'
        return bar
      },
      { ...always, side: -2, key: `bar ${name}` },
    )
  })
}

function draw(doc: Node, { marks, look }: TextMarks): DecorationSet {
  if (marks.length === 0) return DecorationSet.empty
  const places = flatPlaces(doc)
  return DecorationSet.create(doc, [
    ...(look === 'markup' ? marks.flatMap((mark) => passageDecorations(places, mark)) : []),
    ...barDecorations(places, marks, look),
  ])
}

/** The marks in a document that has become another. */
function follow({ flat, marks, look }: TextMarks, doc: Node): TextMarks {
  const now = flatText(doc)
  return { flat: now, marks: movedPassages(marks, flat, now), look }
}

const none: Shown = { given: undefined, decorations: DecorationSet.empty }

export const AmendmentMarks = Extension.create({
  name: 'amendmentMarks',
  addProseMirrorPlugins: () => [
    new Plugin<Shown>({
      key: amendmentMarksKey,
      state: {
        init: () => none,
        apply(transaction, before) {
          const news: MarksGiven | undefined = transaction.getMeta(amendmentMarksKey)
          const { marks, acts } = news ?? before.given ?? {}
          if (!marks || !acts) return none
          if (!news && !transaction.docChanged) return before
          // Changes of others replace the whole document, so that decorations cannot be mapped: the flat text tells.
          const followed = follow(marks, transaction.doc)
          return {
            given: { marks: followed, acts },
            decorations: draw(transaction.doc, followed),
          }
        },
      },
      props: {
        decorations: (state) => amendmentMarksKey.getState(state)?.decorations,
        handleClick(view, _position, { target }) {
          const struck = target instanceof Element ? target.closest('del[data-amendment]') : null
          const amendmentId = TextId.safeParse(struck?.getAttribute('data-amendment')).data
          if (amendmentId) actsOf(view)?.seeCard(amendmentId)
          return false
        },
      },
    }),
  ],
})
