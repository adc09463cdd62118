/** A piece of the editor's document as the tokens of a flow, each as long here as there. */
import { type Mark, Node, type Slice } from '@tiptap/pm/model'
import type { NewToken } from '#shared/flow/put-tokens'
import { looksIn, nodeNames, PastedCells } from './flow-schema.ts'

/** Marks as formats say them. */
export function formatOf({ type: { name }, attrs }: Mark): [string, object] {
  if (name === 'link') return [name, { href: String(attrs['href']) }]
  return [name, name === 'footnote' ? { id: String(attrs['id']) } : {}]
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** `newId` names line breaks that have no name yet. */
function tokensIn(node: Node, newId: () => string): NewToken[] {
  const { attrs } = node
  if (node.isText)
    return [
      {
        type: 'letters',
        letters: node.text ?? '',
        marks: Object.fromEntries(node.marks.map(formatOf)),
      },
    ]
  switch (node.type.name) {
    case nodeNames.block: {
      const blockId = text(attrs['blockId'])
      return [
        { type: 'begin', blockId: blockId === '' ? undefined : blockId, looks: looksIn(attrs) },
        ...node.children.flatMap((child) => tokensIn(child, newId)),
        { type: 'end' },
      ]
    }
    case nodeNames.table: {
      const tableId = text(attrs['tableId'])
      const rows = PastedCells.catch([]).parse(attrs['cells'] ?? [])
      return [
        {
          type: 'table',
          tableId: tableId === '' ? undefined : tableId,
          rows: rows.map((row) =>
            row.map(({ header, columnSpan, rowSpan, content }) => ({
              header,
              columnSpan,
              rowSpan,
              tokens: Node.fromJSON(node.type.schema, content).children.flatMap((child) =>
                tokensIn(child, newId),
              ),
            })),
          ),
        },
      ]
    }
    case nodeNames.bracket: {
      const bracketId = text(attrs['bracketId'])
      const embed = attrs['edge'] === 'close' ? { close: bracketId } : { open: bracketId }
      return [{ type: 'embed', embed }]
    }
    case nodeNames.lineBreak:
      return [{ type: 'embed', embed: { break: text(attrs['breakId']) || newId() } }]
    default:
      // What nobody here knows is not put anew: it stands where it was put.
      return []
  }
}

/** What a slice puts, without the edges of blocks that are open at its sides. */
export function tokensOfSlice(
  { content, openStart, openEnd }: Slice,
  newId: () => string,
): NewToken[] {
  const tokens = content.content.flatMap((node) => tokensIn(node, newId))
  return tokens.slice(openStart, tokens.length - openEnd)
}
