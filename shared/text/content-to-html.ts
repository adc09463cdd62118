/** A text as semantic HTML: everything escaped, links only where an address is safe. */
import type { Block, Inline, ListStyle, Mark, TextContent } from '../domain/content.ts'
import { provisionFields, taskFields } from '../domain/content.ts'
import { isSafeAddress } from './content-names.ts'
import { fieldNames } from './field-names.ts'

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

const inlinesHtml = (inlines: readonly Inline[]): string => inlines.map(inlineHtml).join('')

const listTags: Record<ListStyle, readonly [open: string, close: string]> = {
  bullet: ['<ul>', '</ul>'],
  number: ['<ol>', '</ol>'],
  letter: ['<ol type="a">', '</ol>'],
  roman: ['<ol type="i">', '</ol>'],
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return `<p>${inlinesHtml(block.inlines)}</p>`
    case 'heading':
      return `<h${block.level}>${inlinesHtml(block.inlines)}</h${block.level}>`
    case 'list': {
      const [open, close] = listTags[block.style]
      const items = block.items.map((item) => `<li>${item.blocks.map(blockHtml).join('')}</li>`)
      return `${open}${items.join('')}${close}`
    }
    case 'table': {
      const rows = block.rows.map((row) => {
        const cells = row.map((cell) => {
          const tag = cell.header ? 'th' : 'td'
          return `<${tag}>${cell.blocks.map(blockHtml).join('')}</${tag}>`
        })
        return `<tr>${cells.join('')}</tr>`
      })
      return `<table>${rows.join('')}</table>`
    }
  }
}

/** The words alone as HTML. */
export const wordsToHtml = (words: readonly Block[]): string => words.map(blockHtml).join('\n')

function rowsHtml<Field extends keyof typeof fieldNames>(
  caption: string,
  fields: readonly Field[],
  rows: readonly Record<Field, Inline[]>[],
): string {
  if (rows.length === 0) return ''
  const head = fields.map((field) => `<th scope="col">${fieldNames[field]}</th>`).join('')
  const body = rows.map(
    (row) => `<tr>${fields.map((field) => `<td>${inlinesHtml(row[field])}</td>`).join('')}</tr>`,
  )
  return `<table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

/** The whole text as HTML: words, tasks, provisions. */
export function contentToHtml(content: TextContent): string {
  return [
    wordsToHtml(content.words),
    rowsHtml('Tasks', taskFields, content.tasks),
    rowsHtml('Monitoring and evaluation', provisionFields, content.provisions),
  ]
    .filter((part) => part !== '')
    .join('\n')
}
