/** A text as plain text: words, then tasks and provisions as labelled lines. */
import type { Block, Inline, Mark, TextContent } from '../domain/content.ts'
import { provisionFields, taskFields } from '../domain/content.ts'
import { slotsOf } from './cell-slots.ts'
import { fieldNames } from './field-names.ts'
import { flatInline } from './flat-words.ts'
import { type Note, type NotesAtEnd, notesAtEnd, withNotes } from './footnotes.ts'
import { itemLabels } from './list-labels.ts'

/** `10^6`, `x^(n+1)`, `H_2`: plain text has no other way to say what stands above or below the line. */
const raised = (sign: '^' | '_', words: string): string =>
  /^[\p{L}\p{N}]+$/u.test(words) ? `${sign}${words}` : `${sign}(${words})`

/** Words whose marks change what they say: struck ones are not to be read as standing. */
export function plainWords(words: string, marks: readonly Pick<Mark, 'type'>[]): string {
  const has = (type: Mark['type']) => marks.some((mark) => mark.type === type)
  const placed = has('superscript')
    ? raised('^', words)
    : has('subscript')
      ? raised('_', words)
      : words
  return has('strike') ? `~~${placed}~~` : placed
}

function plainInline(inline: Inline): string {
  if (inline.type === 'words') return plainWords(inline.words, inline.marks)
  return inline.type === 'bracket' && inline.edge === 'open' && inline.sponsors !== ''
    ? `[${inline.sponsors}: `
    : flatInline(inline)
}

const plainNote = ({ inlines }: Note): string => inlines.map(plainInline).join('')

/**
 * Words on paper: an open bracket names who wants it, as in `[BR, IN: regular budget]`. A footnote is its number where the whole text is
 * said, and else stands in round brackets.
 */
export const plainInlines = (inlines: readonly Inline[], notes?: NotesAtEnd): string =>
  withNotes(inlines)
    .map((piece) => {
      if (piece.type !== 'note') return plainInline(piece)
      return notes ? `^${notes.numberOf(piece)}` : ` (${plainNote(piece)})`
    })
    .join('')

/** A block with the label that its author gave it. */
function labelled(
  { label, inlines }: Exclude<Block, { type: 'list' | 'table' }>,
  notes: NotesAtEnd,
): string {
  const words = plainInlines(inlines, notes)
  return label === undefined ? words : `${label} ${words}`
}

function lines(blocks: readonly Block[], notes: NotesAtEnd): string[] {
  return blocks.flatMap((block): string[] => {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
        return [labelled(block, notes)]
      case 'list': {
        const labels = itemLabels(block)
        return block.items.flatMap((item, index) => {
          const { number, label } = labels[index] ?? { number: undefined, label: '' }
          // Its own label stands in its first line already.
          const before = number === undefined ? '' : `${label} `
          return lines(item.blocks, notes).map((line, place) =>
            place === 0 ? `${before}${line}` : `   ${line}`,
          )
        })
      }
      case 'table':
        // Where a merged cell goes on nothing stands, so that all others stay under their heads.
        return slotsOf(block.rows).map((row) =>
          row
            .map((slot) => (slot?.is === 'cell' ? lines(slot.cell.blocks, notes).join(' ') : ''))
            .join(' | '),
        )
    }
  })
}

/** The whole text, its footnotes at the end, ending in a line feed. */
export function contentToPlain(content: TextContent): string {
  const notes = notesAtEnd(content)
  const parts = [lines(content.words, notes).join('\n\n')]
  content.tasks.forEach((task, index) => {
    const fields = taskFields.map(
      (field) => `${fieldNames[field]}: ${plainInlines(task[field], notes)}`,
    )
    parts.push([`Task ${index + 1}`, ...fields].join('\n'))
  })
  content.provisions.forEach((provision, index) => {
    const fields = provisionFields.map(
      (field) => `${fieldNames[field]}: ${plainInlines(provision[field], notes)}`,
    )
    parts.push([`Monitoring and evaluation ${index + 1}`, ...fields].join('\n'))
  })
  for (const { number, parts: said } of notes.all())
    parts.push(`${number} ${said.map(plainNote).join(' ')}`)
  return `${parts.join('\n\n')}\n`
}
