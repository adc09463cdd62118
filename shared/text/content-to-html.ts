/** A text as semantic HTML: everything escaped, links only where an address is safe. */
import type { Block, Inline, ListStyle, Mark, TextContent } from '../domain/content.ts'
import { provisionFields, taskFields } from '../domain/content.ts'
import { isSafeAddress } from './content-names.ts'
import { fieldNames } from './field-names.ts'
import { type NotesAtEnd, notesAtEnd, withNotes } from './footnotes.ts'
import { itemLabels } from './list-labels.ts'

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Makes a string safe inside HTML text and quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

function marked(html: string, mark: Mark): string {
  switch (mark.type) {
    case 'bold':
      return `<strong>${html}</strong>`
    case 'italic':
      return `<em>${html}</em>`
    case 'underline':
      return `<u>${html}</u>`
    case 'strike':
      return `<s>${html}</s>`
    case 'superscript':
      return `<sup>${html}</sup>`
    case 'subscript':
      return `<sub>${html}</sub>`
    case 'literal':
      return `<span data-literal="">${html}</span>`
    case 'footnote':
      return html
    case 'link':
      return isSafeAddress(mark.href) ? `<a href="${escapeHtml(mark.href)}">${html}</a>` : html
  }
}

function inlineHtml(inline: Inline): string {
  switch (inline.type) {
    case 'words':
      return inline.marks.reduce(marked, escapeHtml(inline.words))
    case 'line-break':
      return '<br>'
    case 'bracket': {
      if (inline.edge === 'close') return ']'
      return inline.sponsors === '' ? '[' : `[<bdi><b>${escapeHtml(inline.sponsors)}:</b></bdi> `
    }
  }
}

const noteId = (of: 'note' | 'note-ref', id: string): string => `${of}-${escapeHtml(id)}`

/** Words, with the number of each footnote where it stands (DPUB-ARIA 1.1, `doc-noteref`). */
const inlinesHtml = (inlines: readonly Inline[], notes: NotesAtEnd): string =>
  withNotes(inlines)
    .map((piece) => {
      if (piece.type !== 'note') return inlineHtml(piece)
      const number = notes.numberOf(piece)
      const [own, words] = [noteId('note-ref', piece.noteId), noteId('note', piece.noteId)]
      return `<sup><a id="${own}" href="#${words}" role="doc-noteref">${number}</a></sup>`
    })
    .join('')

/** The footnotes that were met, each with a way back (DPUB-ARIA 1.1, `doc-endnotes`, `doc-backlink`). */
function notesHtml(notes: NotesAtEnd): string {
  const items = notes.all().map(({ number, noteId: id, parts }) => {
    const words = parts.map(({ inlines }) => inlines.map(inlineHtml).join('')).join(' ')
    const back = `<a href="#${noteId('note-ref', id)}" role="doc-backlink">${number}</a>`
    return `<li id="${noteId('note', id)}" value="${number}"><p>${words} ${back}</p></li>`
  })
  return items.length === 0
    ? ''
    : `<section role="doc-endnotes"><ol>${items.join('')}</ol></section>`
}

/** How each style of list is said in HTML: `type` of an ordered list, none for bullets and plain numbers. */
export const listTypes: Record<ListStyle, 'a' | 'i' | 'A' | 'I' | undefined> = {
  bullet: undefined,
  number: undefined,
  letter: 'a',
  roman: 'i',
  'upper-letter': 'A',
  'upper-roman': 'I',
}

function listHtml(list: Extract<Block, { type: 'list' }>, notes: NotesAtEnd): string {
  const { style, start = 1, items } = list
  const tag = style === 'bullet' ? 'ul' : 'ol'
  const type = listTypes[style] === undefined ? '' : ` type="${listTypes[style]}"`
  const from = start === 1 ? '' : ` start="${start}"`
  const labels = itemLabels(list)
  const inside = items.map(({ blocks }, at) => {
    const words = blocks.map((block) => blockHtml(block, notes)).join('')
    const number = labels[at]?.number
    // The label of an item stands in its words, and the next item goes on from the one before it.
    if (number === undefined) return `<li style="list-style-type:none">${words}</li>`
    const isAfterLabel = at > 0 && labels[at - 1]?.number === undefined && style !== 'bullet'
    return `<li${isAfterLabel ? ` value="${number}"` : ''}>${words}</li>`
  })
  return `<${tag}${type}${from}>${inside.join('')}</${tag}>`
}

function lineHtml(
  tag: string,
  block: Exclude<Block, { type: 'list' | 'table' }>,
  notes: NotesAtEnd,
): string {
  const { label, direction, inlines } = block
  const named = label === undefined ? '' : ` data-label="${escapeHtml(label)}"`
  const runs = direction === undefined ? '' : ` dir="${direction}"`
  const before = label === undefined ? '' : `<span data-label-words>${escapeHtml(label)} </span>`
  return `<${tag}${named}${runs}>${before}${inlinesHtml(inlines, notes)}</${tag}>`
}

type Cell = Extract<Block, { type: 'table' }>['rows'][number][number]

const spans = ({ columnSpan, rowSpan }: Cell): string =>
  (columnSpan === undefined ? '' : ` colspan="${columnSpan}"`) +
  (rowSpan === undefined ? '' : ` rowspan="${rowSpan}"`)

function blockHtml(block: Block, notes: NotesAtEnd): string {
  switch (block.type) {
    case 'paragraph':
      return lineHtml('p', block, notes)
    case 'heading':
      return lineHtml(`h${block.level}`, block, notes)
    case 'list':
      return listHtml(block, notes)
    case 'table': {
      const rows = block.rows.map((row) => {
        const cells = row.map((cell) => {
          const tag = cell.header ? 'th' : 'td'
          return `<${tag}${spans(cell)}>${cell.blocks.map((inside) => blockHtml(inside, notes)).join('')}</${tag}>`
        })
        return `<tr>${cells.join('')}</tr>`
      })
      return `<table>${rows.join('')}</table>`
    }
  }
}

const withNotesHtml = (parts: readonly string[], notes: NotesAtEnd): string =>
  [...parts, notesHtml(notes)].filter((part) => part !== '').join('\n')

function rowsHtml<Field extends keyof typeof fieldNames>(
  caption: string,
  fields: readonly Field[],
  rows: readonly Record<Field, Inline[]>[],
  notes: NotesAtEnd,
): string {
  if (rows.length === 0) return ''
  const head = fields.map((field) => `<th scope="col">${fieldNames[field]}</th>`).join('')
  const body = rows.map(
    (row) =>
      `<tr>${fields.map((field) => `<td>${inlinesHtml(row[field], notes)}</td>`).join('')}</tr>`,
  )
  return `<table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

/** The whole text as HTML: words, tasks, provisions, footnotes. */
export function contentToHtml(content: TextContent): string {
  const notes = notesAtEnd(content)
  return withNotesHtml(
    [
      content.words.map((block) => blockHtml(block, notes)).join('\n'),
      rowsHtml('Tasks', taskFields, content.tasks, notes),
      rowsHtml('Monitoring and evaluation', provisionFields, content.provisions, notes),
    ],
    notes,
  )
}
