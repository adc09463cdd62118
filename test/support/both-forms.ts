/** What a text says, as the tree and flows both say it. */
import type { Block, Inline, TextContent } from '#shared/domain/content'

/**
 * As both forms say it: a closing edge says nothing that its opening one does not, brackets side by side are options whether or not
 * that was noted, and blocks without a name have got one.
 */
function inline(each: Inline): Inline {
  if (each.type !== 'bracket') return each
  const { optionOf: _option, putAt, ...bracket } = each
  if (each.edge === 'close') return { ...bracket, sponsors: '' }
  return putAt === undefined ? bracket : { ...bracket, putAt }
}
/** What blocks are named that had no name in the tree. */
const given = /^(?:new.*|[0-9a-f]{12})$/
function block(each: Block): unknown {
  switch (each.type) {
    case 'list':
      return { ...each, items: each.items.map(({ blocks }) => blocks.map(block)) }
    case 'table':
      return { ...each, rows: each.rows.map((row) => row.map((cell) => cell.blocks.map(block))) }
    default:
      return {
        ...each,
        blockId: given.test(each.blockId) ? '' : each.blockId,
        inlines: each.inlines.map(inline),
      }
  }
}
export const said = ({ words, tasks, provisions }: TextContent) => ({
  words: words.map(block),
  tasks,
  provisions,
})
