/**
 * Cleans what pages and programs put on the clipboard, and what files say as HTML: structure, emphasis and words stay as a reader of the
 * source sees them, dress goes, and what a text cannot keep is counted.
 */
import { type LeftOut, newTally } from './left-out.ts'
import { listsOfMarkers, type Marker, markerOf } from './list-markers.ts'
import { withNotes } from './notes-of-pages.ts'
import { asRead, styleAttribute, styleOf } from './page-words.ts'
import { withSheets } from './style-sheets.ts'

/** Word writes list items as paragraphs: `mso-list: l0 level2 lfo1` and a marker in a span of its own. */
function markersOfWord(body: Element): Map<Element, Marker> {
  const markers = new Map<Element, Marker>()
  const before = new Map<number, Marker>()
  for (const block of Array.from(body.querySelectorAll('p, h1, h2, h3, h4, h5, h6'))) {
    const level = Number(/mso-list:\s*\S+\s+level(\d+)/i.exec(styleOf(block))?.[1] ?? 0)
    if (level === 0) continue
    const sign = Array.from(block.querySelectorAll('span')).find((span) =>
      /mso-list:\s*ignore/i.test(styleOf(span)),
    )
    const marker = markerOf(sign?.textContent ?? '', level, before.get(level))
    sign?.remove()
    markers.set(block, marker)
    before.set(level, marker)
    for (const deeper of Array.from(before.keys())) if (deeper > level) before.delete(deeper)
  }
  return markers
}

const countedTypes: readonly (readonly [pattern: RegExp, type: string])[] = [
  [/lower-(?:alpha|latin)/i, 'a'],
  [/upper-(?:alpha|latin)/i, 'A'],
  [/lower-roman/i, 'i'],
  [/upper-roman/i, 'I'],
]

/** Lists that say by style how they count: on themselves, or, as Google Docs does, on their items. */
function withTypes(body: Element): void {
  for (const list of Array.from(body.querySelectorAll('ol'))) {
    if (list.hasAttribute('type')) continue
    const [first] = Array.from(list.children)
    const style = `${styleOf(list)};${first ? styleOf(first) : ''}`
    const said = /list-style(?:-type)?:\s*([^;]+)/i.exec(style)?.[1] ?? ''
    const type = countedTypes.find(([pattern]) => pattern.test(said))?.[1]
    if (type !== undefined) list.setAttribute('type', type)
  }
}

const emphasis: readonly (readonly [pattern: RegExp, tag: string])[] = [
  [/font-weight:\s*(?:bold|[6-9]00)/i, 'strong'],
  [/font-style:\s*italic/i, 'em'],
  [/text-decoration[^;]*:\s*[^;]*underline/i, 'u'],
  [/vertical-align:\s*super/i, 'sup'],
  [/vertical-align:\s*sub/i, 'sub'],
]

/** Spans that mean something here. */
const ownSpans = 'span:not([data-bracket], [data-literal], [data-footnote])'

/** Spans carry emphasis as style: make elements of it, and drop the spans. */
function unwrapSpans(body: Element): void {
  for (const span of Array.from(body.querySelectorAll(`${ownSpans}, font`)).toReversed()) {
    let content: (Element | ChildNode)[] = Array.from(span.childNodes)
    for (const [pattern, tag] of emphasis) {
      if (!pattern.test(styleOf(span))) continue
      const wrapper = span.ownerDocument.createElement(tag)
      wrapper.append(...content)
      content = [wrapper]
    }
    span.replaceWith(...content)
  }
  // Google Docs wraps everything in <b style="font-weight:normal">.
  for (const bold of Array.from(body.querySelectorAll('b')))
    if (/font-weight:\s*normal/i.test(styleOf(bold)))
      bold.replaceWith(...Array.from(bold.childNodes))
}

const kept = new Set(['href', 'type', 'start', 'value', 'dir', 'colspan', 'rowspan', 'data-label'])
/** By which our own brackets, tables and footnotes are known when they are pasted. */
const keptOfOurs = new Set([
  'data-bracket',
  'data-edge',
  'data-table',
  'data-literal',
  'data-footnote',
])

function withoutDress(body: Element): void {
  for (const element of Array.from(body.querySelectorAll('*'))) {
    if (
      element.localName.includes(':') ||
      (element.localName === 'a' && !element.hasAttribute('href'))
    )
      element.replaceWith(...Array.from(element.childNodes))
    else
      for (const { name } of Array.from(element.attributes))
        if (!kept.has(name) && !keptOfOurs.has(name)) element.removeAttribute(name)
  }
  for (const heading of Array.from(body.querySelectorAll('h4, h5, h6'))) {
    const third = body.ownerDocument.createElement('h3')
    for (const { name, value } of Array.from(heading.attributes)) third.setAttribute(name, value)
    third.append(...Array.from(heading.childNodes))
    heading.replaceWith(third)
  }
}

function withoutRemarks(body: Element): void {
  const remarks = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT)
  const found: Node[] = []
  while (remarks.nextNode()) found.push(remarks.currentNode)
  for (const remark of found) remark.parentNode?.removeChild(remark)
}

const sheets = /<style[^>]*>([\s\S]*?)<\/style>/gi

/** The body of pasted HTML, with its styles where they can be read. */
function bodyOf(html: string): HTMLElement {
  const { body } = new DOMParser().parseFromString(
    html
      .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, '')
      .replace(/<!\[(?:end)?if[^>]*>/gi, '')
      .replace(sheets, '')
      .replace(/(<[^>]*?\s)style\s*=/gi, `$1${styleAttribute}=`),
    'text/html',
  )
  const css = Array.from(html.matchAll(sheets), ([, each = '']) => each.replaceAll(/<!--|-->/g, ''))
  withSheets(body, css.join('\n'))
  return body
}

export interface CleanHtml {
  readonly html: string
  readonly leftOut: LeftOut
}

/** The clean HTML of pasted HTML. What was copied here keeps all that it has. */
export function cleanHtml(html: string): CleanHtml {
  const tally = newTally()
  tally.add('equations', html.match(/<m:oMath[\s>]/g)?.length ?? 0)
  const body = bodyOf(html)
  const isOurs = body.querySelector('[data-pm-slice]') !== null
  for (const label of Array.from(body.querySelectorAll('[data-label-words]'))) label.remove()
  withoutRemarks(body)
  if (!isOurs) {
    const markers = markersOfWord(body)
    withNotes(body, tally)
    asRead(body, tally)
    listsOfMarkers(markers)
    withTypes(body)
  }
  unwrapSpans(body)
  withoutDress(body)
  return { html: body.innerHTML, leftOut: tally.all }
}
