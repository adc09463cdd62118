/**
 * Footnotes, citations and comments as programs put them into a page: their signs look like square brackets and are none. A footnote
 * whose words are in the page becomes one of the text, where its sign stands; a sign that leads to nothing stays, as a number above the line,
 * and words that no sign leads to stay, as a paragraph with their number. Comments go and are counted.
 *
 * The words of a note hold no brackets of the text.
 *
 * Before: `decision<sup><a href="#footnote-1">[1]</a></sup>` and an item `A/RES/60/252. ↑` at the end. After: `decision`, and behind it
 * `A/RES/60/252.` between two thin spaces in a span of its own.
 */
import { noteEdge } from '#shared/text/footnotes'
import { newUuid } from '../live/new-uuid.ts'
import type { Tally } from './left-out.ts'
import { all, renamed, styleOf } from './page-words.ts'

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

function notesIn(body: Element): Map<Element, Note> {
  const notes = new Map<Element, Note>()
  for (const back of all(body, 'a[href]').filter(isBack)) {
    const holder = holderOf(back)
    if (!holder || holder === body || notes.has(holder)) continue
    const list = holder.localName === 'li' ? holder.parentElement : null
    const at = list ? Array.from(list.children).indexOf(holder) + 1 : undefined
    const label = numberIn(back.textContent) ?? (at === undefined ? undefined : String(at))
    notes.set(holder, { holder, label })
  }
  return notes
}

function withoutWaysBack(holder: Element): void {
  for (const sign of all(holder, '.mw-cite-backlink')) sign.remove()
  for (const back of all(holder, 'a[href]').filter(isBack)) (back.closest('sup') ?? back).remove()
}

/** What a note says, without the signs that lead back, as one line. */
function wordsOf({ holder }: Note): ChildNode[] {
  withoutWaysBack(holder)
  const paragraphs = all(holder, 'p')
  const parts = paragraphs.length > 0 ? paragraphs : [holder]
  return parts.flatMap((part, at) => [
    ...(at > 0 ? [holder.ownerDocument.createTextNode(' ')] : []),
    ...Array.from(part.childNodes),
  ])
}

/** Takes what is left of a note's place away, and the list that it was the last of. */
function withoutHolder({ holder }: Note): void {
  const list = holder.parentElement
  holder.remove()
  if (!list) return
  const isList = list.localName === 'ol' || /mso-element:\s*\w+note-list/i.test(styleOf(list))
  if (isList && (list.textContent ?? '').trim() === '') list.remove()
}

/** A sign with all that puts it above the line. */
function placeOf(sign: Element): Element {
  let place = sign.closest('sup') ?? sign
  while (place.parentElement?.localName === 'sup') place = place.parentElement
  return place
}

/** Signs in the words that lead to a note: the first one to each becomes the note. */
function notesInPlace(body: Element, notes: Map<Element, Note>): void {
  for (const sign of all(body, refers).filter((link) => !isBack(link))) {
    const id = (sign.getAttribute('href') ?? '').replace(/^[^#]*#/, '')
    const target = all(body, '[id], [name]').find((each) =>
      [each.id, each.getAttribute('name')].includes(id),
    )
    const note = [...notes.values()].find(({ holder }) => target && holder.contains(target))
    if (!note || note.holder.contains(sign)) continue
    const own = body.ownerDocument.createElement('span')
    own.setAttribute('data-footnote', newUuid())
    own.append(noteEdge, ...wordsOf(note), noteEdge)
    placeOf(sign).replaceWith(own)
    notes.delete(note.holder)
    withoutHolder(note)
  }
}

/** Notes that no sign leads to: a paragraph each, with its number. */
function notesAtEnd(notes: Iterable<Note>): void {
  for (const { holder, label } of notes) {
    const list = holder.localName === 'li' ? holder.parentElement : null
    withoutWaysBack(holder)
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

/** Numbers in the words that lead to no note. */
function signsInWords(body: Element): void {
  const signs = [
    ...all(body, refers).filter((link) => !isBack(link)),
    ...all(body, '.MsoFootnoteReference, .MsoEndnoteReference, sup.reference'),
  ]
  for (const sign of signs) {
    if (!sign.isConnected) continue
    const number = numberIn(sign.textContent)
    if (number === undefined) continue
    const place = placeOf(sign)
    const above = place.ownerDocument.createElement('sup')
    above.textContent = number
    place.replaceWith(above)
  }
}

/** Makes footnotes of the text of those of a page, and leaves comments out. */
export function withNotes(body: Element, tally: Tally): void {
  withoutComments(body, tally)
  const notes = notesIn(body)
  notesInPlace(body, notes)
  notesAtEnd(notes.values())
  signsInWords(body)
}
