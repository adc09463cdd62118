/** A text as plain text: words, then tasks and provisions as labelled lines. */
import type { Block, Inline, ListStyle, TextContent } from '../domain/content.ts'
import { provisionFields, taskFields } from '../domain/content.ts'
import { fieldNames } from './field-names.ts'
import { flatInline } from './flat-words.ts'

/** Words on paper: as the flat text, and an open bracket names who wants it, as in `[BR, IN: regular budget]`. */
export const plainInlines = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) =>
      inline.type === 'bracket' && inline.edge === 'open' && inline.sponsors !== ''
        ? `[${inline.sponsors}: `
        : flatInline(inline),
    )
    .join('')

const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii']

/** The label of a list item, such as "(a)" or "2."; UN texts letter their sub-paragraphs in brackets. */
export function listLabel(style: ListStyle, index: number): string {
  switch (style) {
    case 'bullet':
      return '•'
    case 'number':
      return `${index + 1}.`
    case 'letter':
      return index < 26 ? `(${String.fromCodePoint(97 + index)})` : `(${index + 1})`
    case 'roman':
      return `(${romans[index] ?? index + 1})`
  }
}

function lines(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block): string[] => {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
        return [plainInlines(block.inlines)]
      case 'list':
        return block.items.flatMap((item, index) =>
          lines(item.blocks).map((line, place) =>
            place === 0 ? `${listLabel(block.style, index)} ${line}` : `   ${line}`,
          ),
        )
      case 'table':
        return block.rows.map((row) => row.map((cell) => lines(cell.blocks).join(' ')).join(' | '))
    }
  })
}

/** The whole text, ending in a line feed. */
export function contentToPlain(content: TextContent): string {
  const parts = [lines(content.words).join('\n\n')]
  content.tasks.forEach((task, index) => {
    const fields = taskFields.map((field) => `${fieldNames[field]}: ${plainInlines(task[field])}`)
    parts.push([`Task ${index + 1}`, ...fields].join('\n'))
  })
  content.provisions.forEach((provision, index) => {
    const fields = provisionFields.map(
      (field) => `${fieldNames[field]}: ${plainInlines(provision[field])}`,
    )
    parts.push([`Monitoring and evaluation ${index + 1}`, ...fields].join('\n'))
  })
  return `${parts.join('\n\n')}\n`
}
