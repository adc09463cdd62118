/**
 * Lists as they stand in pages and files, made flat: each block of an item says its depth, and the first also how its list counts.
 *
 * Before: `<ul><li>a<ol><li><p>b</p><p>c</p></li></ol></li></ul>`. After: `<p data-list="bullet" data-depth="1">a</p>
 * <p data-list="number" data-depth="2">b</p><p data-depth="2">c</p>`.
 */
import type { ListStyle } from '#shared/domain/content'

const lineTags = new Set(['P', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6'])
const holderTags = new Set(['DIV', 'SECTION', 'ARTICLE', 'BLOCKQUOTE', 'DD', 'DT', 'DL', 'PRE'])

const isList = ({ tagName }: Element): boolean => tagName === 'UL' || tagName === 'OL'

const typedStyles: ReadonlyMap<string, ListStyle> = new Map([
  ['a', 'letter'],
  ['A', 'upper-letter'],
  ['i', 'roman'],
  ['I', 'upper-roman'],
])

function styleOf(list: Element): ListStyle {
  if (list.tagName === 'UL') return 'bullet'
  return typedStyles.get(list.getAttribute('type') ?? '') ?? 'number'
}

/** A whole number that an attribute says; undefined where it says none. */
function numberOf(element: Element, name: string): number | undefined {
  const said = element.getAttribute(name)
  return said !== null && /^-?\d{1,6}$/.test(said.trim()) ? Number(said) : undefined
}

const blockIn = (node: Node): Element | undefined =>
  node instanceof Element &&
  (isList(node) || lineTags.has(node.tagName) || holderTags.has(node.tagName))
    ? node
    : undefined

function linesOfBlock(block: Element, depth: number): Element[] {
  if (isList(block)) return linesOfList(block, depth + 1)
  if (!lineTags.has(block.tagName)) return linesIn(block, depth)
  if (depth > 0) block.setAttribute('data-depth', String(depth))
  return [block]
}

/** The lines of what an item holds: its blocks, and its loose words as paragraphs. */
function linesIn(holder: Element, depth: number): Element[] {
  const lines: Element[] = []
  let loose: Element | undefined
  for (const node of Array.from(holder.childNodes)) {
    const block = blockIn(node)
    if (block) {
      loose = undefined
      lines.push(...linesOfBlock(block, depth))
      continue
    }
    const isBlank = node instanceof Text && node.data.trim() === ''
    if (isBlank && !loose) continue
    if (!loose) {
      loose = holder.ownerDocument.createElement('p')
      lines.push(...linesOfBlock(loose, depth))
    }
    loose.append(node)
  }
  return lines
}

function linesOfList(list: Element, depth: number): Element[] {
  const style = styleOf(list)
  const start = numberOf(list, 'start')
  let next = start ?? 1
  const before = list.previousElementSibling
  const isBehindLike = before !== null && isList(before) && styleOf(before) === style
  return Array.from(list.children).flatMap((item, at) => {
    // Some pages put a list into a list, where it belongs to the item before it.
    if (isList(item)) return linesOfList(item, depth + 1)
    const lines = linesIn(item, depth)
    const [first] = lines
    const hasOwn = first !== undefined && !first.hasAttribute('data-list')
    const own = hasOwn ? first : list.ownerDocument.createElement('p')
    own.setAttribute('data-list', style)
    own.setAttribute('data-depth', String(depth))
    const number = numberOf(item, 'value') ?? next
    const begins = at === 0 ? number !== 1 || isBehindLike : number !== next
    if (begins) own.setAttribute('data-start', String(number))
    next = own.hasAttribute('data-label') ? next : number + 1
    return hasOwn ? lines : [own, ...lines]
  })
}

/** Makes the outermost lists below a node flat, in their place, the last first: each looks at what stands before it. */
export function flattenLists(root: ParentNode): void {
  for (const list of Array.from(root.querySelectorAll('ul, ol')).toReversed())
    if (root.contains(list) && !list.parentElement?.closest('ul, ol'))
      list.replaceWith(...linesOfList(list, 1))
}
