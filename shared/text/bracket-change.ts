/**
 * Lays an amendment over its base with both wordings in square brackets: what it strikes stays as `[…]`, what it puts stands
 * beside it as `[BR: …]`. Every word keeps its author, also where a bracket parts a run of words and the rest is written anew.
 */
import * as Y from 'yjs'
import { above, additionsFor, itemOf } from './amended-words.ts'
import { nodeName, provisionsName, tasksName, wordsName } from './content-names.ts'

type Author = string | null
type Kind = 'same' | 'struck' | 'put'
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
  const struck = Y.createDeleteSetFromStructStore(amendment.store)
  const kindOf = (client: number, clock: number): Kind => {
    if (clock >= Y.getState(base.store, client)) return 'put'
    return Y.isDeleted(struck, Y.createID(client, clock)) ? 'struck' : 'same'
  }
  const tableClient = merged.clientID
  merged.transact(() => {
    for (const text of textsOf(merged)) bracketText(text, kindOf, facts, merged, tableClient)
    merged.clientID = tableClient
  })
}

function* textsIn(parent: Y.XmlFragment): Generator<Y.XmlText> {
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) yield child
    else if (child instanceof Y.XmlElement) yield* textsIn(child)
  }
}

function textsOf(doc: Y.Doc): Y.XmlText[] {
  const texts = [...textsIn(doc.getXmlFragment(wordsName))]
  for (const name of [tasksName, provisionsName])
    for (const row of doc.getArray<unknown>(name).toArray()) {
      if (!(row instanceof Y.Map)) continue
      for (const cell of row.values())
        if (cell instanceof Y.XmlFragment) texts.push(...textsIn(cell))
    }
  return texts
}

type KindOf = (client: number, clock: number) => Kind

/** The kind of the places around a text: within a paragraph that is struck, everything is. */
function kindAround(text: Y.XmlText, kindOf: KindOf): Kind {
  for (let item = itemOf(text); item; item = above(item)) {
    const kind = kindOf(item.id.client, item.id.clock)
    if (kind !== 'same') return kind
  }
  return 'same'
}

function lettersOf(text: Y.XmlText, kindOf: KindOf, { authorOf }: BracketFacts): Letter[] {
  const around = kindAround(text, kindOf)
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
        const own = kindOf(client, clock + offset)
        const kind = own === 'same' && around !== 'put' ? around : own
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
  tableClient: number,
): void {
  const letters = lettersOf(text, kindOf, facts)
  if (letters.every(({ kind }) => kind === 'same')) return
  const parent = text.parent
  if (!(parent instanceof Y.XmlFragment)) return
  const [first, ...rest] = stretchesOf(letters, facts.sponsors)
  // Words that others type in this text at this moment find it there: it keeps what stands before the first bracket.
  const keeps = first?.sponsors === null ? first.letters.length : 0
  const anew = first?.sponsors === null ? rest : first ? [first, ...rest] : rest
  if (text.length > keeps) text.delete(keeps, text.length - keeps)
  let place = parent.toArray().indexOf(text) + 1
  const edge = (attributes: Record<string, string>) => {
    doc.clientID = tableClient
    const bracket = new Y.XmlElement(nodeName.bracket)
    for (const [key, value] of Object.entries(attributes)) bracket.setAttribute(key, value)
    parent.insert(place, [bracket])
    place += 1
  }
  for (const { letters: some, sponsors } of anew) {
    const bracketId = sponsors === null ? '' : facts.newBracketId()
    if (sponsors !== null) edge({ edge: 'open', bracketId, sponsors })
    doc.clientID = tableClient
    const words = new Y.XmlText()
    parent.insert(place, [words])
    place += 1
    for (const run of runsOf(some)) {
      doc.clientID = facts.clientFor(run.author)
      words.insert(words.length, run.words, { ...run.marks })
    }
    if (sponsors !== null) edge({ edge: 'close', bracketId, sponsors: '' })
  }
}
