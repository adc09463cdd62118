/**
 * The words of a page as a reader of it sees them: what is struck or hidden goes and is counted, what only looks like words by its element
 * (quotes, readings, check boxes, line ends of code) becomes words, and what a page shows on lines of its own stays apart.
 *
 * Before: `<p>He <del>shall</del> <q>may</q></p>`. After: `<p>He  “may”</p>`, one deletion left out.
 */
import type { Tally } from './left-out.ts'

/** The page's content security policy forbids `style` attributes even in a document that is never shown: read them as this. */
export const styleAttribute = 'data-pasted-style'
export const styleOf = (element: Element): string => element.getAttribute(styleAttribute) ?? ''

/** All below that a selector finds, in a list of its own: what is done to them changes it not. */
export const all = (root: ParentNode, selector: string): Element[] =>
  Array.from(root.querySelectorAll(selector))

/** Makes another element of one, around the same words. */
export function renamed(element: Element, tag: string): Element {
  const other = element.ownerDocument.createElement(tag)
  for (const { name, value } of Array.from(element.attributes)) other.setAttribute(name, value)
  other.append(...Array.from(element.childNodes))
  element.replaceWith(other)
  return other
}

const hasWords = ({ textContent }: Element): boolean => (textContent ?? '').trim() !== ''

/** Takes elements out, counting those that held words and stand in none that went before. */
function takeOut(elements: Element[], count: () => void): void {
  for (const element of elements) {
    if (!element.isConnected) continue
    if (hasWords(element)) count()
    element.remove()
  }
}

const isHidden = (element: Element): boolean =>
  element.hasAttribute('hidden') ||
  /display:\s*none|visibility:\s*hidden|mso-hide:\s*all/i.test(styleOf(element))
const isStruck = (element: Element): boolean =>
  /text-decoration[^;]*:[^;]*line-through/i.test(styleOf(element))

/** What no reader of the page reads as standing. */
function withoutGone(body: Element, tally: Tally): void {
  takeOut(all(body, '*').filter(isHidden), () => tally.add('hidden'))
  takeOut(all(body, 'del, .msoDel'), () => tally.add('deletions'))
  takeOut([...all(body, 's, strike'), ...all(body, '*').filter(isStruck)], () =>
    tally.add('struck'),
  )
}

/** What a text has no place for. */
function withoutOther(body: Element, tally: Tally): void {
  takeOut(all(body, 'script, style, template, noscript, meta, link, title, xml'), () => undefined)
  for (const element of all(body, 'math, .katex, mjx-container')) {
    if (!element.isConnected) continue
    tally.add('equations')
    element.remove()
  }
  for (const element of all(
    body,
    'img, svg, picture, canvas, video, audio, object, embed, iframe',
  )) {
    if (!element.isConnected) continue
    tally.add('images')
    element.remove()
  }
}

const checkBox = (isChecked: boolean): string => (isChecked ? '☒' : '☐')

/** Fields of forms as what stands in them. */
function withFieldsAsWords(body: Element, tally: Tally): void {
  for (const input of all(body, 'input')) {
    const type = input.getAttribute('type') ?? 'text'
    if (type === 'checkbox' || type === 'radio')
      input.replaceWith(checkBox(input.hasAttribute('checked')))
    else {
      if (type !== 'hidden') tally.add('fields')
      input.remove()
    }
  }
  for (const select of all(body, 'select')) {
    const chosen = select.querySelector('option[selected]') ?? select.querySelector('option')
    select.replaceWith(chosen?.textContent ?? '')
  }
  for (const button of all(body, 'button')) button.remove()
}

/** Elements whose look is words. */
function withLooksAsWords(body: Element): void {
  for (const quote of all(body, 'q')) {
    const isInner = quote.parentElement?.closest('q') != null
    quote.before(isInner ? '‘' : '“')
    quote.after(isInner ? '’' : '”')
  }
  for (const quote of all(body, 'q')) quote.replaceWith(...Array.from(quote.childNodes))
  for (const sign of all(body, 'rp, rtc')) sign.remove()
  for (const reading of all(body, 'rt')) {
    const words = (reading.textContent ?? '').trim()
    reading.replaceWith(words === '' ? '' : `(${words})`)
  }
  for (const code of all(body, 'pre, textarea, listing, xmp')) {
    const lines = (code.textContent ?? '').replace(/\r\n?/g, '\n').replace(/^\n|\n$/g, '')
    const block = code.ownerDocument.createElement('p')
    for (const [at, line] of lines.split('\n').entries())
      block.append(...(at > 0 ? [code.ownerDocument.createElement('br')] : []), line)
    code.replaceWith(block)
  }
}

const ownLines = 'summary, details, dt, main, nav, legend, center, menu, dialog, search, caption'
const isOwnLine = (element: Element): boolean =>
  /(?:^|;)\s*display:\s*(?:block|flex|grid|list-item|table)/i.test(styleOf(element))

/** What a page shows on lines of its own is not glued to what stands beside it. */
function withLinesApart(body: Element): void {
  for (const element of all(body, ownLines)) renamed(element, 'div')
  for (const element of all(body, 'span, a, b, i, em, strong, label').filter(isOwnLine))
    renamed(element, 'div')
}

/** Spaces that a program put to keep others from closing up. */
function withPlainSpaces(body: Element): void {
  for (const span of all(body, 'span'))
    if (
      /mso-spacerun:\s*yes/i.test(styleOf(span)) ||
      span.classList.contains('Apple-converted-space')
    )
      span.replaceWith((span.textContent ?? '').replaceAll('\u00a0', ' '))
  for (const block of all(body, 'p, div, li, td, th'))
    if (block.childElementCount === 0 && (block.textContent ?? '').trim() === '')
      block.textContent = ''
}

/** Leaves of a page what a reader of it reads. */
export function asRead(body: Element, tally: Tally): void {
  withoutGone(body, tally)
  withoutOther(body, tally)
  withFieldsAsWords(body, tally)
  withLooksAsWords(body)
  withLinesApart(body)
  withPlainSpaces(body)
}
