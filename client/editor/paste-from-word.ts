/** Cleans what Word, LibreOffice and Google Docs put on the clipboard: structure and emphasis stay, dress goes. */

/** The page's content security policy forbids `style` attributes even in a document that is never shown: read them as this. */
const styleAttribute = 'data-pasted-style'

type ListKind = 'bullet' | '1' | 'a' | 'i'

interface ListParagraph {
  readonly level: number
  readonly kind: ListKind
}

function kindOf(marker: string): ListKind {
  const label = marker.replace(/[\s.()\u00a0]/g, '')
  if (/^\d+$/.test(label)) return '1'
  if (/^(?:ii|iii|iv|vi{0,3}|ix|xi{0,3}|i)$/i.test(label)) return 'i'
  if (/^[a-z]$/i.test(label)) return 'a'
  return 'bullet'
}

/** Word writes list items as paragraphs: `mso-list: l0 level2 lfo1` and a marker in a span of its own. */
function listParagraph(element: Element): ListParagraph | undefined {
  const style = element.getAttribute(styleAttribute) ?? ''
  const level = /mso-list:\s*\S+\s+level(\d+)/i.exec(style)?.[1]
  if (level === undefined) return undefined
  const marker = [...element.querySelectorAll('span')].find((span) =>
    /mso-list:\s*ignore/i.test(span.getAttribute(styleAttribute) ?? ''),
  )
  const kind = kindOf(marker?.textContent ?? '')
  marker?.remove()
  return { level: Number(level), kind }
}

function newList(document: Document, kind: ListKind): Element {
  const list = document.createElement(kind === 'bullet' ? 'ul' : 'ol')
  if (kind !== 'bullet' && kind !== '1') list.setAttribute('type', kind)
  return list
}

/** Makes real nested lists of runs of Word's list paragraphs. */
function rebuildLists(document: Document): void {
  let open: { list: Element; level: number }[] = []
  let previous: Element | null = null
  for (const paragraph of document.querySelectorAll('p, h1, h2, h3, h4, h5, h6')) {
    const item = listParagraph(paragraph)
    if (!item) continue
    if (paragraph.previousElementSibling !== previous) open = []
    while (open.length > 0 && (open.at(-1)?.level ?? 0) > item.level) open.pop()
    let current = open.at(-1)
    if (!current || current.level < item.level) {
      const list = newList(document, item.kind)
      const host = current?.list.lastElementChild
      if (host) host.append(list)
      else paragraph.before(list)
      current = { list, level: item.level }
      open.push(current)
    }
    const entry = document.createElement('li')
    const text = document.createElement('p')
    text.append(...paragraph.childNodes)
    entry.append(text)
    current.list.append(entry)
    previous = open[0]?.list ?? null
    paragraph.remove()
  }
}

const emphasis: readonly (readonly [pattern: RegExp, tag: string])[] = [
  [/font-weight:\s*(?:bold|[6-9]00)/i, 'strong'],
  [/font-style:\s*italic/i, 'em'],
  [/text-decoration[^;]*:\s*[^;]*underline/i, 'u'],
]

/** Spans carry emphasis as style: make elements of it, and drop the spans. */
function unwrapSpans(document: Document): void {
  for (const span of Array.from(
    document.querySelectorAll('span:not([data-bracket]), font'),
  ).toReversed()) {
    const style = span.getAttribute(styleAttribute) ?? ''
    let content: (Element | ChildNode)[] = [...span.childNodes]
    for (const [pattern, tag] of emphasis) {
      if (!pattern.test(style)) continue
      const wrapper = document.createElement(tag)
      wrapper.append(...content)
      content = [wrapper]
    }
    span.replaceWith(...content)
  }
  // Google Docs wraps everything in <b style="font-weight:normal">.
  for (const bold of document.querySelectorAll('b'))
    if (/font-weight:\s*normal/i.test(bold.getAttribute(styleAttribute) ?? ''))
      bold.replaceWith(...bold.childNodes)
}

const kept = new Set(['href', 'type', 'start', 'value', 'dir', 'colspan', 'rowspan', 'data-label'])
/** By which our own brackets and tables are known when they are pasted. */
const keptOfOurs = new Set(['data-bracket', 'data-edge', 'data-table'])

/** The clean HTML of pasted HTML. */
export function cleanPastedHtml(html: string): string {
  const document = new DOMParser().parseFromString(
    html
      .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, '')
      .replace(/<!\[(?:end)?if[^>]*>/gi, '')
      .replace(/<style[\s\S]*?<\/style>/gi, '')
      .replace(/(<[^>]*?\s)style\s*=/gi, `$1${styleAttribute}=`),
    'text/html',
  )
  for (const element of document.querySelectorAll(
    'style, script, meta, link, title, xml, o\\:p:empty, img, object, iframe, [data-label-words]',
  ))
    element.remove()
  const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT)
  const found: Node[] = []
  while (comments.nextNode()) found.push(comments.currentNode)
  for (const comment of found) comment.parentNode?.removeChild(comment)
  rebuildLists(document)
  unwrapSpans(document)
  for (const element of document.body.querySelectorAll('*')) {
    if (
      element.localName.includes(':') ||
      (element.localName === 'a' && !element.hasAttribute('href'))
    )
      element.replaceWith(...element.childNodes)
    else
      for (const { name } of Array.from(element.attributes))
        if (!kept.has(name) && !keptOfOurs.has(name)) element.removeAttribute(name)
  }
  for (const heading of document.body.querySelectorAll('h4, h5, h6')) {
    const third = document.createElement('h3')
    third.append(...heading.childNodes)
    heading.replaceWith(third)
  }
  return document.body.innerHTML.replace(/\u00a0/g, ' ')
}
