/** Tabled amendments in the text that they change: what is struck, what is put, and a bar beside each paragraph with any of it. */

import { paragraphMark } from '#shared/compare/pieces'
import { isAtBreak } from '#shared/text/amendment-passages'
import { type AmendmentMark, amendmentsOf, type TextMarks } from '../amendments/mark.ts'
import { barName, codesOf, markName } from '../amendments/mark-names.ts'
import marked from '../amendments/marks.module.css'
import type { Run } from '../flow/runs.ts'
import { say } from '../messages/use-messages.ts'

/** A mark at its place in the flow: what is struck lies between the two indices, what is put stands at the second. */
export interface PlacedMark {
  readonly mark: AmendmentMark
  readonly start: number
  readonly end: number
}

function button(className: string | undefined, name: string): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = className ?? ''
  element.setAttribute('aria-label', name)
  element.title = name
  return element
}

/** The sign of a paragraph's break, which is read as what it means. */
export function breakSign(is: 'inserted' | 'deleted' | 'gone'): HTMLElement[] {
  const sign = document.createElement('span')
  sign.ariaHidden = 'true'
  sign.textContent = paragraphMark
  const read = document.createElement('span')
  read.className = 'visually-hidden'
  read.textContent = ` ${say(`change.break.${is}`)} `
  return [sign, read]
}

/** What an amendment puts at a place, and the code by which it is known. */
function passageElement(mark: AmendmentMark): HTMLElement {
  const { amendmentId, as, put, isActive, colour } = mark
  const passage = document.createElement('span')
  passage.className = marked['passage'] ?? ''
  passage.contentEditable = 'false'
  passage.dataset['amendment'] = amendmentId
  passage.dataset['active'] = String(isActive)
  passage.dataset['paragraph'] = String(as === 'paragraph')
  passage.style.setProperty('--sponsor-colour', colour)
  if (put !== '' || as === 'join') {
    const words = document.createElement(as === 'join' ? 'del' : 'ins')
    words.className = marked[as === 'join' ? 'struck' : 'put'] ?? ''
    words.dir = 'auto'
    if (as === 'join') words.append(...breakSign('deleted'))
    else if (as === 'split') words.append(...breakSign('inserted'))
    else words.textContent = put
    passage.append(words)
  }
  const code = button(marked['code'], markName(mark))
  code.dataset['amendmentMark'] = amendmentId
  code.textContent = codesOf(mark)
  passage.append(code)
  return passage
}

export function passageRuns({ mark, start, end }: PlacedMark): Run[] {
  const { amendmentId, as, number, put, codes, colour, isActive } = mark
  const struck: Run = {
    is: 'range',
    start,
    end,
    attributes: {
      nodeName: as === 'form' ? 'span' : 'del',
      class: marked[as === 'form' ? 'shaped' : 'struck'] ?? '',
      'data-amendment': amendmentId,
      'data-active': String(isActive),
      style: `--sponsor-colour: ${colour}`,
    },
  }
  const passage: Run = {
    is: 'point',
    at: end,
    stands: isAtBreak(mark) ? 'before' : 'behind',
    key: `${amendmentId} ${number} ${codes} ${isActive} ${as} ${put}`,
    draw: () => passageElement(mark),
  }
  return start < end ? [struck, passage] : [passage]
}

/** One bar for each block, however many marks it has; `startOf` gives where the block begins that an index is in. */
export function barRuns(
  placed: readonly PlacedMark[],
  look: TextMarks['look'],
  startOf: (index: number) => number,
): Run[] {
  const byBlock = new Map<number, AmendmentMark[]>()
  for (const { mark, end } of placed) {
    const at = startOf(end)
    byBlock.set(at, [...(byBlock.get(at) ?? []), mark])
  }
  return [...byBlock].map(([at, inBlock]): Run => {
    const name = barName(amendmentsOf(inBlock), look)
    const draw = () => {
      const bar = button(marked['bar'], name)
      bar.contentEditable = 'false'
      bar.dataset['changeBar'] = ''
      return bar
    }
    return { is: 'point', at, stands: 'first', key: `bar ${name}`, draw }
  })
}
