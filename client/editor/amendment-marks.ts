/** Draws tabled amendments in the text that they change: as decorations, never in the words themselves, so nothing is copied. */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { TextId } from '#shared/domain/ids'
import { isAtBreak, isNothing, movedPassages } from '#shared/text/amendment-passages'
import { paragraphBreak } from '#shared/text/paragraph-breaks'
import {
  type AmendmentMark,
  amendmentsOf,
  type MarkActs,
  type TextMarks,
} from '../amendments/mark.ts'
import { barName, codesOf, markName } from '../amendments/mark-names.ts'
import marked from '../amendments/marks.module.css'
import { say } from '../messages/use-messages.ts'
import { flatPlaces, flatText } from './flat-positions.ts'

/** What is to be drawn from now on, and what pressing it does. */
export interface MarksGiven {
  readonly marks: TextMarks | undefined
  readonly acts: MarkActs
}

/** A mark at its place in the editor: what is struck lies between the two positions, what is put stands at the second. */
interface PlacedMark {
  readonly mark: AmendmentMark
  readonly from: number
  readonly to: number
}

interface Shown {
  readonly acts: MarkActs | undefined
  readonly look: TextMarks['look']
  readonly placed: readonly PlacedMark[]
  readonly decorations: DecorationSet
}

/** Takes `MarksGiven` as its meta. */
export const amendmentMarksKey = new PluginKey<Shown>('amendment-marks')

/** What presses do at the time of the press: an element stays while the text around it changes. */
const actsOf = ({ state }: EditorView): MarkActs | undefined =>
  amendmentMarksKey.getState(state)?.acts

function button(className: string | undefined, name: string, press: () => void) {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = className ?? ''
  element.setAttribute('aria-label', name)
  element.title = name
  element.addEventListener('click', press)
  return element
}

/** The sign of a paragraph's break, which is read as what it means. */
function breakSign(is: 'inserted' | 'deleted'): HTMLElement[] {
  const sign = document.createElement('span')
  sign.ariaHidden = 'true'
  sign.textContent = paragraphBreak
  const read = document.createElement('span')
  read.className = 'visually-hidden'
  read.textContent = ` ${say(`change.break.${is}`)} `
  return [sign, read]
}

/** What an amendment puts at a place, and the code by which it is known. */
function passageElement(mark: AmendmentMark, view: EditorView): HTMLElement {
  const { amendmentId, as, put, isActive, colour } = mark
  const passage = document.createElement('span')
  passage.className = marked['passage'] ?? ''
  passage.contentEditable = 'false'
  passage.dataset['amendment'] = amendmentId
  passage.dataset['active'] = String(isActive)
  passage.dataset['paragraph'] = String(as === 'paragraph')
  passage.style.setProperty('--sponsor-colour', colour)
  const showCard = () => actsOf(view)?.showCard(amendmentId)
  if (put !== '' || as === 'join') {
    const words = document.createElement(as === 'join' ? 'del' : 'ins')
    words.className = marked[as === 'join' ? 'struck' : 'put'] ?? ''
    words.dir = 'auto'
    if (as === 'join') words.append(...breakSign('deleted'))
    else if (as === 'split') words.append(...breakSign('inserted'))
    else words.textContent = put
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

function passageDecorations({ mark, from, to }: PlacedMark): Decoration[] {
  const { amendmentId, as, number, put, codes, colour, isActive } = mark
  const decorations: Decoration[] = []
  if (from < to)
    decorations.push(
      Decoration.inline(from, to, {
        nodeName: as === 'form' ? 'span' : 'del',
        class: marked[as === 'form' ? 'shaped' : 'struck'] ?? '',
        'data-amendment': amendmentId,
        'data-active': String(isActive),
        style: `--sponsor-colour: ${colour}`,
      }),
    )
  decorations.push(
    Decoration.widget(to, (view) => passageElement(mark, view), {
      ...always,
      side: isAtBreak(mark) ? 1 : -1,
      key: `${amendmentId} ${number} ${codes} ${isActive} ${as} ${put}`,
    }),
  )
  return decorations
}

function barDecorations(
  doc: Node,
  placed: readonly PlacedMark[],
  look: TextMarks['look'],
): Decoration[] {
  const byBlock = new Map<number, AmendmentMark[]>()
  for (const { mark, to } of placed) {
    const block = doc.resolve(to).start()
    byBlock.set(block, [...(byBlock.get(block) ?? []), mark])
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

function draw(doc: Node, placed: readonly PlacedMark[], look: TextMarks['look']): DecorationSet {
  if (placed.length === 0) return DecorationSet.empty
  return DecorationSet.create(doc, [
    ...(look === 'markup' ? placed.flatMap(passageDecorations) : []),
    ...barDecorations(doc, placed, look),
  ])
}

function place(marks: readonly AmendmentMark[], doc: Node): PlacedMark[] {
  const places = flatPlaces(doc)
  return marks.flatMap((mark) => {
    const to = places.point(mark.end)
    if (to === undefined) return []
    const struck = mark.start < mark.end ? places.range(mark.start, mark.end) : undefined
    return [{ mark, from: struck?.from ?? to, to: struck?.to ?? to }]
  })
}

/** Others' changes replace the whole document, so that no position can be mapped: the flat text tells where everything is. */
function placeAnew(placed: readonly PlacedMark[], before: Node, doc: Node): PlacedMark[] {
  const places = flatPlaces(before)
  const marks = placed.map(({ mark, from, to }) => ({
    ...mark,
    start: places.offset(from),
    end: places.offset(to),
  }))
  return place(movedPassages(marks, flatText(before), flatText(doc)), doc)
}

/** After one's own typing: what is typed at the edge of struck words is not struck, of words that are gone nothing is. */
function follow({ placed, look, ...shown }: Shown, { mapping, doc }: Transaction): Shown {
  const moved = placed.flatMap(({ mark, from, to }): PlacedMark[] => {
    const end = mapping.map(to, isAtBreak(mark) ? 1 : -1)
    const start = from < to ? Math.min(mapping.map(from, 1), end) : end
    return isNothing({ ...mark, start, end }) ? [] : [{ mark, from: start, to: end }]
  })
  let isWhole = moved.length === placed.length
  const decorations = shown.decorations.map(mapping, doc, {
    onRemove: () => {
      isWhole = false
    },
  })
  return {
    ...shown,
    look,
    placed: moved,
    decorations: isWhole ? decorations : draw(doc, moved, look),
  }
}

const none: Shown = {
  acts: undefined,
  look: 'markup',
  placed: [],
  decorations: DecorationSet.empty,
}

export const AmendmentMarks = Extension.create({
  name: 'amendmentMarks',
  addProseMirrorPlugins: () => [
    new Plugin<Shown>({
      key: amendmentMarksKey,
      state: {
        init: () => none,
        apply(transaction, before) {
          const news: MarksGiven | undefined = transaction.getMeta(amendmentMarksKey)
          const { doc } = transaction
          if (news) {
            const { marks, acts } = news
            if (!marks) return { ...none, acts }
            const { look } = marks
            const placed = place(movedPassages(marks.marks, marks.flat, flatText(doc)), doc)
            return { acts, look, placed, decorations: draw(doc, placed, look) }
          }
          if (!transaction.docChanged || before.placed.length === 0) return before
          if (transaction.getMeta(ySyncPluginKey) === undefined) return follow(before, transaction)
          const placed = placeAnew(before.placed, transaction.before, doc)
          return { ...before, placed, decorations: draw(doc, placed, before.look) }
        },
      },
      props: {
        decorations: (state) => amendmentMarksKey.getState(state)?.decorations,
        handleClick(view, _position, { target }) {
          const struck =
            target instanceof Element ? target.closest(':is(del, span)[data-amendment]') : null
          const amendmentId = TextId.safeParse(struck?.getAttribute('data-amendment')).data
          if (amendmentId) actsOf(view)?.seeCard(amendmentId)
          return false
        },
      },
    }),
  ],
})
