/**
 * Square brackets: pairs of edges with one id. An edge without its partner, which a merge can leave, still means "not
 * agreed": it is shown where it stands and counted, like a bracket that was only typed.
 */
import type { Block, Inline, Mark, TextContent } from '../domain/content.ts'
import { contentCells } from '../text/content-rows.ts'
import { plainInlines } from '../text/content-to-plain.ts'
import { wordBlocks } from '../text/flat-words.ts'
import { joinRuns } from '../text/marks.ts'
import { closesOf, type Lift, type Piece, planLift } from './lift-plan.ts'
import { isCloser, isLiteralPair, isOpener } from './literal.ts'

interface Placed extends Piece {
  readonly inline: Inline
}

/** All inlines in document order: the words are one place, each cell is another. Blocks are told apart by a line break. */
function placed(content: TextContent): Placed[] {
  const pieces: Placed[] = []
  let place = 0
  const add = (inline: Inline) =>
    pieces.push({
      inline,
      place,
      edge: inline.type === 'bracket' ? inline.edge : undefined,
      bracketId: inline.type === 'bracket' ? inline.bracketId : '',
    })
  wordBlocks(content.words).forEach(({ inlines }, index) => {
    if (index > 0) add({ type: 'line-break' })
    inlines.forEach(add)
  })
  for (const { cell } of contentCells(content)) {
    place += 1
    cell.forEach(add)
  }
  return pieces
}

/** Characters "[" that somebody typed instead of putting a bracket, but for those that are letters, and those with nothing between them and their "]". */
export function typedBrackets(words: string): number {
  if (!/[[［]/.test(words)) return 0
  let count = 0
  /** Those that are open: where, and whether words stand in them so far. */
  const open: { readonly at: number; isFilled: boolean }[] = []
  const fill = () => {
    const last = open.at(-1)
    if (last) last.isFilled = true
  }
  for (const { 0: letter, index: at } of words.matchAll(/\S/g)) {
    if (isOpener(letter)) open.push({ at, isFilled: false })
    else if (!isCloser(letter)) fill()
    else {
      const opened = open.pop()
      if (!opened?.isFilled) continue
      if (!isLiteralPair(words, opened.at, at)) count += 1
      fill()
    }
  }
  return count + open.length
}

/** Square brackets among these words are letters: said so, or in a footnote. */
const isLiteral = (marks: readonly Mark[]): boolean =>
  marks.some(({ type }) => type === 'literal' || type === 'footnote')

/** How many brackets a text has. A pair counts once, and so does one that was only typed; without words in it, it is none. */
export function countBrackets(content: TextContent): number {
  let count = bracketsOf(content).filter(({ isEmpty }) => !isEmpty).length
  for (const { inline } of placed(content))
    if (inline.type === 'words' && !isLiteral(inline.marks)) count += typedBrackets(inline.words)
  return count
}

/** A bracket as people speak of it. */
export interface BracketView {
  readonly bracketId: string
  /** Delegation codes of those who want it. */
  readonly sponsors: string
  readonly putAt: string
  /** What it is for; empty where nobody said so. */
  readonly reason: string
  readonly optionOf: string
  /** The bracketed words; empty when only half of the bracket is left. */
  readonly words: string
  /** Whether both edges are there. */
  readonly isWhole: boolean
  /** Whether both edges are there and no words between them: what deletions at once, or the chair's, can leave. */
  readonly isEmpty: boolean
}

const isBlank = (inline: Inline): boolean => inline.type !== 'words' || inline.words.trim() === ''

/** The brackets of a text in document order, each once. */
export function bracketsOf(content: TextContent): BracketView[] {
  const pieces = placed(content)
  const closes = closesOf(pieces)
  /** How many pieces before each have words. */
  const filled = [0]
  for (const { inline } of pieces) filled.push((filled.at(-1) ?? 0) + (isBlank(inline) ? 0 : 1))
  const views = new Map<string, BracketView>()
  pieces.forEach(({ inline }, index) => {
    if (inline.type !== 'bracket') return
    const { bracketId, sponsors, putAt = '', reason = '', optionOf = '' } = inline
    const known = views.get(bracketId)
    if (known?.isWhole || (known && inline.edge === 'close')) return
    const end = inline.edge === 'open' ? closes.get(index) : undefined
    views.set(bracketId, {
      bracketId,
      sponsors,
      putAt,
      reason,
      optionOf,
      // Worked out when asked for: of brackets in brackets each has the words of all inside.
      get words() {
        return plainInlines(pieces.slice(index + 1, end ?? index + 1).map((each) => each.inline))
      },
      isWhole: end !== undefined,
      isEmpty: end !== undefined && filled[end] === filled[index + 1],
    })
  })
  return [...views.values()]
}

/** The options of the choice that a bracket belongs to, itself among them; only itself when it belongs to none. */
export function optionsOf(content: TextContent, bracketId: string): BracketView[] {
  const all = bracketsOf(content)
  const asked = all.find((each) => each.bracketId === bracketId)
  if (!asked) return []
  return asked.optionOf === '' ? [asked] : all.filter((each) => each.optionOf === asked.optionOf)
}

/** What lifting a bracket means for it and for the options beside it. */
export function liftOf(
  content: TextContent,
  bracketId: string,
  how: 'keep' | 'drop' | 'choose',
): Lift {
  const others = optionsOf(content, bracketId)
    .map((each) => each.bracketId)
    .filter((id) => id !== bracketId)
  switch (how) {
    case 'keep':
      return { keep: new Set([bracketId]), drop: new Set() }
    case 'drop':
      return { keep: new Set(), drop: new Set([bracketId]) }
    case 'choose':
      return { keep: new Set([bracketId]), drop: new Set(others) }
  }
}

/** The words of the lifted brackets, before and after. */
export function liftedWords(
  content: TextContent,
  lift: Lift,
): { readonly before: string; readonly after: string } {
  const pieces = placed(content)
  const goes = planLift(pieces, lift)
  const first = goes.indexOf(true)
  const last = goes.lastIndexOf(true)
  const stretch = pieces.slice(first, last + 1)
  const left = stretch.filter((_, offset) => !goes[first + offset])
  return {
    before: plainInlines(stretch.map(({ inline }) => inline)),
    after: plainInlines(left.map(({ inline }) => inline))
      .replace(lift.keep.size > 0 && lift.drop.size > 0 ? /^ ?[/／] ?| ?[/／] ?$/g : /^$/g, '')
      .replace(/ {2,}/g, ' ')
      .trim(),
  }
}

/** A text as it would read if all brackets were lifted now: their words stay, and of several options the first. */
export function cleanContent(content: TextContent): TextContent {
  const brackets = bracketsOf(content)
  const choices = new Set<string>()
  const isLater = ({ optionOf }: BracketView) =>
    optionOf !== '' && choices.size === choices.add(optionOf).size
  const drop = new Set(brackets.filter(isLater).map(({ bracketId }) => bracketId))
  const keep = new Set(
    brackets.map(({ bracketId }) => bracketId).filter((bracketId) => !drop.has(bracketId)),
  )
  const pieces = placed(content)
  const goes = planLift(pieces, { keep, drop })
  const gone = new Set(pieces.flatMap(({ inline }, index) => (goes[index] ? [inline] : [])))
  const clean = (inlines: readonly Inline[]): Inline[] => {
    const left = joinRuns(inlines.filter((inline) => !gone.has(inline)))
    if (left.length === inlines.length) return left
    return left.map((inline) =>
      inline.type === 'words' ? { ...inline, words: inline.words.replace(/ {2,}/g, ' ') } : inline,
    )
  }
  const cleanBlock = (block: Block): Block => {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
        return { ...block, inlines: clean(block.inlines) }
      case 'list':
        return {
          ...block,
          items: block.items.map(({ blocks }) => ({ blocks: blocks.map(cleanBlock) })),
        }
      case 'table':
        return {
          ...block,
          rows: block.rows.map((row) =>
            row.map((cell) => ({ ...cell, blocks: cell.blocks.map(cleanBlock) })),
          ),
        }
    }
  }
  return {
    words: content.words.map(cleanBlock),
    tasks: content.tasks.map((task) => ({
      rowId: task.rowId,
      what: clean(task.what),
      responsibleBody: clean(task.responsibleBody),
      implementation: clean(task.implementation),
      timeline: clean(task.timeline),
    })),
    provisions: content.provisions.map((provision) => ({
      rowId: provision.rowId,
      indicator: clean(provision.indicator),
      baseline: clean(provision.baseline),
      target: clean(provision.target),
      meansOfVerification: clean(provision.meansOfVerification),
      responsibleBody: clean(provision.responsibleBody),
      frequency: clean(provision.frequency),
    })),
  }
}
