/** What stands before the items of a list: the same on screen, in copies, in every form of the API and in the record. */
import type { Block, ListStyle } from '../domain/content.ts'

type List = Extract<Block, { type: 'list' }>

const romanDigits = [
  ['m', 1000],
  ['cm', 900],
  ['d', 500],
  ['cd', 400],
  ['c', 100],
  ['xc', 90],
  ['l', 50],
  ['xl', 40],
  ['x', 10],
  ['ix', 9],
  ['v', 5],
  ['iv', 4],
  ['i', 1],
] as const

function roman(number: number): string {
  let [rest, said] = [number, '']
  for (const [digits, worth] of romanDigits) for (; rest >= worth; rest -= worth) said += digits
  return said
}

/** As browsers count: a to z, then aa, ab. */
function letters(number: number): string {
  let [rest, said] = [number, '']
  for (; rest > 0; rest = Math.floor((rest - 1) / 26))
    said = String.fromCodePoint(97 + ((rest - 1) % 26)) + said
  return said
}

/** Letters and Roman digits count from 1 to 3,999; beyond, as browsers do, numbers stand in their place. */
function digits(style: Exclude<ListStyle, 'bullet'>, number: number): string {
  if (style === 'number' || number < 1 || number > 3999) return String(number)
  const said = style === 'letter' || style === 'upper-letter' ? letters(number) : roman(number)
  return style.startsWith('upper') ? said.toUpperCase() : said
}

/** The label of an item with this number: "2.", "(a)", "(xiii)", "B."; UN texts letter their sub-paragraphs in brackets. */
export function numberLabel(style: ListStyle, number: number): string {
  if (style === 'bullet') return '•'
  const said = digits(style, number)
  return style === 'letter' || style === 'roman' ? `(${said})` : `${said}.`
}

/** What stands before an item. `number` is undefined where the author's own label does. */
export interface ItemLabel {
  readonly number: number | undefined
  readonly label: string
}

/** The labels of a list's items, in their order: 7., 7 bis., 8. */
export function itemLabels({ style, start = 1, items }: List): ItemLabel[] {
  let next = start
  return items.map(({ blocks: [first] }) => {
    const own = first && 'label' in first ? first.label : undefined
    if (own !== undefined) return { number: undefined, label: own }
    const number = next
    next += 1
    return { number, label: numberLabel(style, number) }
  })
}
