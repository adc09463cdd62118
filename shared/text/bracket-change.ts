/**
 * Lays an amendment over its base with both wordings in square brackets: what it strikes stays as `[…]`, what it puts stands
 * beside it as `[BR: …]`. Every word keeps its author, also where a bracket parts a run of words and the rest is written anew.
 */
import * as Y from 'yjs'
import { above, additionsFor, itemOf } from './amended-words.ts'
import { nodeName } from './content-names.ts'
import { linesOf } from './document-lines.ts'
import { flatInlines } from './flat-words.ts'
import { type Kind, type KindOf, kindsIn } from './kind-of.ts'
import { idOf } from './laid-over.ts'
import { attributeOf, readInlines } from './read-inlines.ts'
import { settleWrittenInPlace } from './written-in-place.ts'

type Author = string | null
interface Letter {
  readonly kind: Kind
  readonly letter: string
  readonly author: Author
  readonly marks: Readonly<Record<string, unknown>>
}
/** Letters that stand together; `null` when they need no bracket, else the names in it. */
interface Stretch {
  readonly letters: readonly Letter[]
  readonly sponsors: string | null
}

export interface BracketFacts {
  /** Who wrote under a client id, in base and amendment. */
  readonly authorOf: (client: number) => Author
  /** A client id in which the words of an author can be written anew. */
  readonly clientFor: (author: Author) => number
  /** Codes of the amendment's sponsors. */
  readonly sponsors: string
  readonly newBracketId: () => string
}

/** Changes `merged`, a copy of the base, so that it holds both wordings. */
export function bracketChange(
  base: Y.Doc,
  amendment: Y.Doc,
  merged: Y.Doc,
  facts: BracketFacts,
): void {
  Y.applyUpdate(merged, additionsFor(base, amendment))
  const kindOf = kindsIn(base, amendment)
  const table = merged.clientID
  const aroundOf = (line: Y.XmlFragment): Kind => {
    const item = itemOf(line)
    return item ? kindAround(item, kindOf) : 'same'
  }
  merged.transact(() => {
    const lines = linesOf(merged).map((line) => ({ line, around: aroundOf(line) }))
    settleCopies(lines, facts.newBracketId)
    for (const { line, around } of lines) {
      const texts = line.toArray().filter((child) => child instanceof Y.XmlText)
      if (around === 'same') {
        const settled = settleWrittenInPlace(line, kindOf)
        const settledKind: KindOf = (client, clock) =>
          settled.has(idOf(Y.createID(client, clock))) ? 'same' : kindOf(client, clock)
        for (const text of texts) bracketText(text, settledKind, facts, merged, table)
        continue
      }
      if (flatInlines(readInlines(line)).trim() === '') continue
      for (const text of texts) {
        const letters = lettersOf(text, () => around, facts)
        writeStretches(text, [{ letters, sponsors: null }], 0, facts, merged, table)
      }
      const bracketId = facts.newBracketId()
      const sponsors = around === 'put' ? facts.sponsors : ''
      line.insert(line.length, [edgeOf({ edge: 'close', bracketId, sponsors: '' })])
      line.insert(0, [edgeOf({ edge: 'open', bracketId, sponsors })])
    }
  })
}

const edgesIn = (line: Y.XmlFragment): Y.XmlElement[] =>
  line
    .toArray()
    .filter((node) => node instanceof Y.XmlElement)
    .filter(({ nodeName: name }) => name === nodeName.bracket)

const nameOf = (edge: string, bracketId: string): string => `${edge} ${bracketId}`

/**
 * Brackets of a paragraph that is written anew are copies of those that stay in the former one: they get ids of their own. Half
 * of a bracket, whose other half was not written anew, goes.
 */
function settleCopies(
  lines: readonly { readonly line: Y.XmlFragment; readonly around: Kind }[],
  newBracketId: () => string,
): void {
  const namesOn = (isPut: boolean): ReadonlySet<string> =>
    new Set(
      lines
        .filter(({ around }) => (around === 'put') === isPut)
        .flatMap(({ line }) => edgesIn(line))
        .map((node) => nameOf(attributeOf(node, 'edge'), attributeOf(node, 'bracketId'))),
    )
  const [written, others] = [namesOn(true), namesOn(false)]
  const fresh = new Map<string, string>()
  const renew = (node: Y.XmlElement, name: 'bracketId' | 'optionOf') => {
    const id = attributeOf(node, name)
    if (id === '') return
    const known = fresh.get(id) ?? newBracketId()
    fresh.set(id, known)
    node.setAttribute(name, known)
  }
  for (const { line } of lines.filter(({ around }) => around === 'put'))
    for (const node of edgesIn(line)) {
      const [edge, id] = [attributeOf(node, 'edge'), attributeOf(node, 'bracketId')]
      if (written.has(nameOf(edge === 'open' ? 'close' : 'open', id))) {
        renew(node, 'bracketId')
        renew(node, 'optionOf')
      } else if (others.has(nameOf(edge, id))) line.delete(line.toArray().indexOf(node), 1)
    }
}

const edgeOf = (attributes: Readonly<Record<string, string>>): Y.XmlElement => {
  const bracket = new Y.XmlElement(nodeName.bracket)
  for (const [key, value] of Object.entries(attributes)) bracket.setAttribute(key, value)
  return bracket
}

/** The kind of an item by what it stands in: within a paragraph that is struck, everything is. */
function kindAround(within: Y.Item, kindOf: KindOf): Kind {
  for (let item: Y.Item | null = within; item; item = above(item)) {
    const kind = kindOf(item.id.client, item.id.clock)
    if (kind !== 'same') return kind
  }
  return 'same'
}

function lettersOf(text: Y.XmlText, kindOf: KindOf, { authorOf }: BracketFacts): Letter[] {
  const letters: Letter[] = []
  let marks: Record<string, unknown> = {}
  for (const item of Y.getTypeChildren(text)) {
    if (item.deleted) continue
    const { client, clock } = item.id
    if (item.content instanceof Y.ContentFormat) {
      const { key, value } = item.content
      const { [key]: _, ...others } = marks
      marks = value === null ? others : { ...others, [key]: value }
    } else if (item.content instanceof Y.ContentString) {
      for (const [offset, letter] of item.content.str.split('').entries()) {
        const kind = kindOf(client, clock + offset)
        letters.push({ kind, letter, author: authorOf(client), marks })
      }
    }
  }
  return letters
}

const isOfWord = (letter: Letter | undefined): boolean =>
  letter !== undefined && /[\p{L}\p{N}\p{M}\uD800-\uDFFF]/u.test(letter.letter)

/** Whether the letters before and after a place are of one word. */
const partsWord = (letters: readonly Letter[], place: number): boolean =>
  isOfWord(letters[place - 1]) && isOfWord(letters[place])

/** The changed stretches, from whole words to whole words; those that only white space parts are one. */
function changedRanges(letters: readonly Letter[]): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = []
  for (let place = 0; place < letters.length; place += 1) {
    if (letters[place]?.kind === 'same') continue
    let start = place
    while (partsWord(letters, start) && letters[start - 1]?.kind === 'same') start -= 1
    while (place < letters.length && letters[place]?.kind !== 'same') place += 1
    while (partsWord(letters, place) && letters[place]?.kind === 'same') place += 1
    const last = ranges.at(-1)
    const isOne =
      last !== undefined &&
      letters.slice(last.end, start).every(({ letter }) => letter.trim() === '') &&
      letters.slice(last.start, place).some(({ kind }) => kind === 'struck')
    if (isOne) last.end = place
    else ranges.push({ start, end: place })
    place -= 1
  }
  return ranges
}

const isBlank = (letters: readonly Letter[]): boolean =>
  letters.every(({ letter }) => letter.trim() === '')

function stretchesOf(letters: readonly Letter[], sponsors: string): Stretch[] {
  const stretches: Stretch[] = []
  let place = 0
  const push = (some: readonly Letter[], names: string | null) => {
    if (some.length > 0) stretches.push({ letters: some, sponsors: names })
  }
  for (const { start, end } of changedRanges(letters)) {
    push(letters.slice(place, start), null)
    const changed = letters.slice(start, end)
    const former = changed.filter(({ kind }) => kind !== 'put')
    const proposed = changed.filter(({ kind }) => kind !== 'struck')
    if (isBlank(former)) {
      // Nothing stood here: the white space around what is put stays outside its bracket.
      const words = proposed.findIndex(({ letter }) => letter.trim() !== '')
      const last = proposed.findLastIndex(({ letter }) => letter.trim() !== '')
      push(proposed.slice(0, Math.max(0, words)), null)
      push(words < 0 ? [] : proposed.slice(words, last + 1), sponsors)
      push(proposed.slice(last + 1), null)
    } else {
      push(former, '')
      if (!isBlank(proposed)) push(proposed, sponsors)
    }
    place = end
  }
  push(letters.slice(place), null)
  return stretches
}

/** Each run of letters by one author with the same marks. */
function runsOf(letters: readonly Letter[]): { words: string; author: Author; marks: object }[] {
  const runs: { words: string; author: Author; marks: object }[] = []
  for (const { letter, author, marks } of letters) {
    const last = runs.at(-1)
    if (last && last.author === author && last.marks === marks) last.words += letter
    else runs.push({ words: letter, author, marks })
  }
  return runs
}

function bracketText(
  text: Y.XmlText,
  kindOf: KindOf,
  facts: BracketFacts,
  doc: Y.Doc,
  table: number,
): void {
  const letters = lettersOf(text, kindOf, facts)
  if (letters.every(({ kind }) => kind === 'same')) return
  const [first, ...rest] = stretchesOf(letters, facts.sponsors)
  // Words that others type in this text at this moment find it there: it keeps what stands before the first bracket.
  const keeps = first?.sponsors === null ? first.letters.length : 0
  const anew = first?.sponsors === null ? rest : first ? [first, ...rest] : rest
  writeStretches(text, anew, keeps, facts, doc, table)
}

/** Writes a text anew from a place on, each run of words under a client id of its author. */
function writeStretches(
  text: Y.XmlText,
  anew: readonly Stretch[],
  keeps: number,
  facts: BracketFacts,
  doc: Y.Doc,
  table: number,
): void {
  const parent = text.parent
  if (!(parent instanceof Y.XmlFragment)) return
  if (text.length > keeps) text.delete(keeps, text.length - keeps)
  let place = parent.toArray().indexOf(text) + 1
  const insert = (node: Y.XmlText | Y.XmlElement) => {
    doc.clientID = table
    parent.insert(place, [node])
    place += 1
  }
  for (const { letters, sponsors } of anew) {
    const bracketId = sponsors === null ? '' : facts.newBracketId()
    if (sponsors !== null) insert(edgeOf({ edge: 'open', bracketId, sponsors }))
    const words = new Y.XmlText()
    insert(words)
    for (const run of runsOf(letters)) {
      doc.clientID = facts.clientFor(run.author)
      words.insert(words.length, run.words, { ...run.marks })
    }
    if (sponsors !== null) insert(edgeOf({ edge: 'close', bracketId, sponsors: '' }))
  }
  doc.clientID = table
}
