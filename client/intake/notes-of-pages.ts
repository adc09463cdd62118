/**
 * Footnotes, citations and comments as programs put them into a page: their signs look like square brackets and are none. A footnote's
 * number stands above the line and its words in a paragraph of their own at the end, with that number; comments go and are counted.
 *
 * The words of a note hold no brackets of the text.
 *
 * Before: `decision<sup><a href="#footnote-1">[1]</a></sup>` and an item `A/RES/60/252. ↑` at the end. After: `decision` with `1` above the
 * line, and the paragraph `A/RES/60/252.` labelled `1`.
 */
import type { Tally } from './left-out.ts'
import { renamed, styleOf } from './page-words.ts'

const all = (root: ParentNode, selector: string): Element[] =>
  Array.from(root.querySelectorAll(selector))

const numberIn = (words: string | null): string | undefined =>
  /^\s*[[(]?\s*(\d{1,4}|[a-z]|[ivxlc]{1,6}|\*+)\s*[\])]?\s*$/i.exec(words ?? '')?.[1]

function withoutComments(body: Element, tally: Tally): void {
  const inWord = all(body, '*').filter((element) =>
    /mso-element:\s*comment(?:\s*;|$)/i.test(styleOf(element)),
  )
  tally.add('comments', inWord.length)
  const lists = all(body, '*').filter((element) => /mso-element:\s*comment/i.test(styleOf(element)))
  for (const gone of [...lists, ...all(body, '.MsoCommentReference, a.msocomanchor')]) gone.remove()
  // Google Docs: signs [a], [b] in the words, and the comments behind them.
  const inDocs = all(body, 'a[id^="cmnt_ref"]')
  tally.add('comments', inDocs.length)
  for (const sign of inDocs) (sign.closest('sup') ?? sign).remove()
  for (const comment of all(body, 'a[id^="cmnt"]')) (comment.closest('div') ?? comment).remove()
}

const refers =
  'a[href^="#_ftn"], a[href^="#_edn"], a[href*="#footnote-"], a[href*="#endnote-"], a[href*="#ftnt"], a[href*="#cite_note"], a[href*="#fn"]'
const isBack = (link: Element): boolean =>
  /#_?(?:ftn|edn)ref|#(?:foot|end)note-ref|#ftnt_ref|#cite_ref|#fnref/i.test(
    link.getAttribute('href') ?? '',
  )

/** The element that holds the words of a note: a part of its own, or an item of the list at the end. */
const holderOf = (back: Element): Element | null => {
  const around = back.parentElement
  const named = '[id^="ftn"], [id^="edn"], [id^="footnote"], [id^="endnote"], [id^="fn"], li'
  return around?.closest(named) ?? around?.closest('div, p') ?? null
}

/** Brackets in a note are letters of it: they are no brackets of the text. */
function withLetters(block: Element): void {
  const walker = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  const found: Text[] = []
  while (walker.nextNode()) if (walker.currentNode instanceof Text) found.push(walker.currentNode)
  for (const text of found)
    text.replaceWith(
      ...text.data.split(/([[\]［］])/).map((part, at) => {
        if (at % 2 === 0) return part
        const letter = block.ownerDocument.createElement('span')
        letter.setAttribute('data-literal', '')
        letter.textContent = part
        return letter
      }),
    )
}

interface Note {
  readonly holder: Element
  readonly label: string | undefined
}

function notesIn(body: Element): Note[] {
  const notes = new Map<Element, Note>()
  for (const back of all(body, 'a[href]').filter(isBack)) {
    const holder = holderOf(back)
    if (!holder || holder === body || notes.has(holder)) continue
    const list = holder.localName === 'li' ? holder.parentElement : null
    const at = list ? Array.from(list.children).indexOf(holder) + 1 : undefined
    const label = numberIn(back.textContent) ?? (at === undefined ? undefined : String(at))
    notes.set(holder, { holder, label })
  }
  return Array.from(notes.values())
}

/** Takes the notes at the end out of their lists: a paragraph each, with the number that stands in the words. */
function notesAtEnd(body: Element): void {
  for (const { holder, label } of notesIn(body)) {
    const list = holder.localName === 'li' ? holder.parentElement : null
    for (const sign of all(holder, '.mw-cite-backlink')) sign.remove()
    for (const back of all(holder, 'a[href]').filter(isBack)) (back.closest('sup') ?? back).remove()
    const paragraphs = all(holder, 'p')
    const blocks = paragraphs.length > 0 ? paragraphs : [renamed(holder, 'p')]
    if (label !== undefined) blocks[0]?.setAttribute('data-label', label)
    for (const block of blocks) withLetters(block)
    if (!list) continue
    list.before(...blocks)
    holder.remove()
    if (list.childElementCount === 0) list.remove()
  }
}

/** Numbers in the words that lead to a note. */
function signsInWords(body: Element): void {
  const signs = [
    ...all(body, refers).filter((link) => !isBack(link)),
    ...all(body, '.MsoFootnoteReference, .MsoEndnoteReference, sup.reference'),
  ]
  for (const sign of signs) {
    if (!sign.isConnected) continue
    const number = numberIn(sign.textContent)
    if (number === undefined) continue
    const place = sign.closest('sup') ?? sign
    const above = place.ownerDocument.createElement('sup')
    above.textContent = number
    place.replaceWith(above)
  }
}

/** Makes plain words of footnotes, and leaves comments out. */
export function withPlainNotes(body: Element, tally: Tally): void {
  withoutComments(body, tally)
  notesAtEnd(body)
  signsInWords(body)
}
