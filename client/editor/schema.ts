/** The schema of the words: what `shared/text` reads. No node but the root, which no merge can erase, requires content. */
import { Node } from '@tiptap/core'
import { Heading } from '@tiptap/extension-heading'
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table'
import { liftedEdge } from '#shared/text/content-names'
import { AllowedValues } from './allowed-values.ts'
import styles from './editor.module.css'
import { inlineKit } from './inline-kit.ts'
import { NoTableRepairs } from './table-repairs.ts'

const Document = Node.create({ name: 'doc', topNode: true, content: 'block+' })

/** One edge of a square bracket: a pair with one id means "not agreed". */
const Bracket = Node.create({
  name: 'bracket',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  addAttributes: () => ({
    edge: { default: 'open' },
    bracketId: { default: '' },
    sponsors: { default: '' },
    putAt: { default: '' },
    optionOf: { default: '' },
  }),
  // Read back when it is cut and pasted, so that what was bracketed stays bracketed.
  parseHTML: () => [
    {
      tag: 'span[data-bracket]',
      getAttrs: (element) => ({
        edge: element.dataset['edge'],
        bracketId: element.dataset['bracket'],
        sponsors: element.dataset['sponsors'] ?? '',
        putAt: element.dataset['putAt'] ?? '',
      }),
    },
  ],
  renderHTML({ node }) {
    const { edge, bracketId, sponsors, putAt } = node.attrs
    const attributes = {
      class: styles['bracket'] ?? '',
      'data-bracket': String(bracketId),
      'data-edge': String(edge),
      'data-sponsors': String(sponsors),
      'data-put-at': String(putAt),
    }
    if (edge === liftedEdge) return ['span', { 'data-bracket': '', 'data-edge': liftedEdge }]
    if (edge === 'close') return ['span', attributes, ']']
    if (sponsors === '') return ['span', attributes, '[']
    return ['span', attributes, '[', ['b', {}, ['bdi', {}, `${String(sponsors)}:`]], ' ']
  },
})

/** Paragraphs and headings keep an id through edits, by which texts are compared. */
const blockId = { id: { default: null, rendered: false } }

const addBlockId = <Attributes extends object>(attributes: Attributes | undefined) => ({
  ...attributes,
  ...blockId,
})

/** Everything a text's words may hold. */
export const wordsSchema = [
  Document,
  inlineKit(),
  Paragraph.extend({
    addAttributes() {
      return addBlockId(this.parent?.())
    },
  }),
  Heading.extend({
    addAttributes() {
      return addBlockId(this.parent?.())
    },
  }).configure({ levels: [1, 2, 3] }),
  ListItem.extend({ content: 'block*' }),
  BulletList.extend({ content: 'listItem*' }),
  OrderedList.extend({ content: 'listItem*' }),
  Table.extend({ content: 'tableRow*' }).configure({ resizable: false }),
  TableRow.extend({ content: '(tableCell | tableHeader)*' }),
  TableCell.extend({ content: 'block*' }),
  TableHeader.extend({ content: 'block*' }),
  Bracket,
  AllowedValues,
  NoTableRepairs,
]
