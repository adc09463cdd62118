/**
 * Lists as word processors write them: paragraphs that say their level and their marker. They become true lists that count from the same
 * numbers; a marker that no list of ours writes, such as "Article 1", is a label, and a heading stays one.
 *
 * Before: paragraphs `7.` "a" (level 1), `(a)` "b" (level 2), `7 bis.` "c" (level 1). After: a list from 7 with "a", in it a lettered
 * list with "b", and a paragraph "c" labelled "7 bis.".
 */
import type { ListStyle } from '#shared/domain/content'
import { listTypes } from '#shared/text/content-to-html'
import { numberLabel } from '#shared/text/list-labels'

type Counted = Exclude<ListStyle, 'bullet'>
export type Marker =
  | { readonly level: number; readonly style: 'bullet' }
  | { readonly level: number; readonly style: Counted; readonly number: number }
  | { readonly level: number; readonly label: string }

const mostLetters = 6
const isUpper = (said: string): boolean => said === said.toUpperCase()

/** The number that letters or Roman digits say in a style; undefined where they say none. */
function numberIn(style: Counted, said: string): number | undefined {
  const bare = (number: number) => numberLabel(style, number).replaceAll(/[().]/g, '')
  for (let number = 1; number <= 400; number += 1) if (bare(number) === said) return number
  return undefined
}

/** What letters count: what comes next behind the marker before; else Roman digits where they can only be that, or begin with i. */
function lettersAs(said: string, before: Marker | undefined): [Counted, number] | undefined {
  const [letter, roman]: [Counted, Counted] = isUpper(said)
    ? ['upper-letter', 'upper-roman']
    : ['letter', 'roman']
  const readings = [letter, roman].flatMap((style): [Counted, number][] => {
    const number = numberIn(style, said)
    return number === undefined ? [] : [[style, number]]
  })
  const next = readings.find(
    ([style, number]) =>
      before && 'number' in before && before.style === style && before.number + 1 === number,
  )
  const isRoman = said.length > 1 || said.toLowerCase() === 'i'
  return next ?? readings.find(([style]) => (style === roman) === isRoman) ?? readings[0]
}

/** What a marker says, with the one before it at its level. */
export function markerOf(said: string, level: number, before: Marker | undefined): Marker {
  const label = said.replaceAll('\u00a0', ' ').trim()
  if (label === '' || label === 'o' || /^[^\p{L}\p{N}]+$/u.test(label))
    return { level, style: 'bullet' }
  const [, digits] = /^\(?(\d{1,6})[.)]?$/.exec(label) ?? []
  if (digits !== undefined) return { level, style: 'number', number: Number(digits) }
  const [, letters] = /^\(?([a-z]+|[A-Z]+)[.)]$/.exec(label) ?? []
  const counted =
    letters !== undefined && letters.length <= mostLetters ? lettersAs(letters, before) : undefined
  if (counted) return { level, style: counted[0], number: counted[1] }
  return { level, label: label.slice(0, 40).trim() }
}

interface OpenList {
  readonly list: Element
  readonly level: number
  readonly style: ListStyle
  next: number
}

function newList(page: Document, style: ListStyle, start: number): Element {
  const list = page.createElement(style === 'bullet' ? 'ul' : 'ol')
  const type = listTypes[style]
  if (type !== undefined) list.setAttribute('type', type)
  if (style !== 'bullet' && start !== 1) list.setAttribute('start', String(start))
  return list
}

const isHeading = ({ localName }: Element): boolean => /^h[1-6]$/.test(localName)

/** Gives a block its marker as a label. */
function setLabel(block: Element, marker: Marker): void {
  const label =
    'label' in marker
      ? marker.label
      : 'number' in marker
        ? numberLabel(marker.style, marker.number)
        : ''
  if (label !== '') block.setAttribute('data-label', label)
}

/** Makes true lists of blocks with markers, in the order in which they stand. */
export function listsOfMarkers(blocks: ReadonlyMap<Element, Marker>): void {
  let open: OpenList[] = []
  let previous: Element | undefined
  for (const [block, marker] of blocks) {
    const { level } = marker
    const page = block.ownerDocument
    if (isHeading(block) || ('label' in marker && level === 1)) {
      setLabel(block, marker)
      continue
    }
    if (!previous || block.previousElementSibling !== previous) open = []
    while ((open.at(-1)?.level ?? 0) > level) open.pop()
    const style: ListStyle = 'style' in marker ? marker.style : (open.at(-1)?.style ?? 'number')
    const number = 'number' in marker ? marker.number : undefined
    let current = open.at(-1)
    const isOther = current?.level === level && current.style !== style
    if (isOther) open.pop()
    if (!current || isOther || current.level < level) {
      const list = newList(page, style, number ?? 1)
      const holder = open.at(-1)?.list.lastElementChild
      if (holder) holder.append(list)
      else block.before(list)
      current = { list, level, style, next: number ?? 1 }
      open.push(current)
    }
    const item = page.createElement('li')
    if (number !== undefined && number !== current.next) item.setAttribute('value', String(number))
    if ('label' in marker) setLabel(block, marker)
    else current.next = (number ?? current.next) + 1
    current.list.append(item)
    item.append(block)
    previous = open[0]?.list
  }
}
