/** Styles that a page says in its sheets, written on the elements that they are about, where everything else reads them. */
import { styleAttribute, styleOf } from './page-words.ts'

/** Those that change which words a reader sees, and how. */
const told = [
  'display',
  'visibility',
  'text-decoration',
  'text-decoration-line',
  'font-weight',
  'font-style',
  'vertical-align',
  'list-style-type',
] as const

const mostRules = 5000

function matching(body: Element, selector: string): Element[] {
  try {
    return Array.from(body.querySelectorAll(selector))
  } catch {
    // A selector that this browser does not know is about nothing here.
    return []
  }
}

/** What elements say themselves stands before what their sheets say. */
export function withSheets(body: Element, css: string): void {
  if (css.trim() === '') return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  for (const rule of Array.from(sheet.cssRules).slice(0, mostRules)) {
    if (!(rule instanceof CSSStyleRule)) continue
    const said = told
      .map((name) => [name, rule.style.getPropertyValue(name)])
      .filter(([, value]) => value !== '')
      .map(([name, value]) => `${name}: ${value}`)
      .join('; ')
    if (said === '') continue
    for (const element of matching(body, rule.selectorText))
      element.setAttribute(styleAttribute, `${styleOf(element)}; ${said}`)
  }
}
