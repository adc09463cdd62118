/**
 * Which brackets are options of one choice: those that stand side by side, and paragraphs in brackets that call themselves alternatives.
 *
 * `Meet [quarterly] [annually]`, `[and]/[or]`, and the paragraphs `[Alt. 1 The fund is public.]` and `[Alt. 2 It is private.]` are one choice
 * each. For each option the name of its choice is its first bracket's.
 */
import type { Inline } from '../domain/content.ts'
import type { BlockLine } from './read-flow.ts'

const isBetween = (inline: Inline): boolean =>
  inline.type === 'words' && /^(?: | ?[/／] ?)$/.test(inline.words)

function withOption(
  inlines: readonly Inline[],
  nameOf: (bracketId: string) => string | undefined,
): Inline[] {
  return inlines.map((inline) => {
    const optionOf = inline.type === 'bracket' ? nameOf(inline.bracketId) : undefined
    return inline.type === 'bracket' && inline.edge === 'open' && optionOf !== undefined
      ? { ...inline, optionOf }
      : inline
  })
}

/** The choices in one block. */
export function choicesIn(inlines: readonly Inline[]): Inline[] {
  const names = new Map<string, string>()
  let closed: string | undefined
  for (const inline of inlines) {
    if (inline.type === 'bracket' && inline.edge === 'open' && closed !== undefined) {
      const name = names.get(closed) ?? closed
      names.set(closed, name).set(inline.bracketId, name)
    }
    if (inline.type === 'bracket') closed = inline.edge === 'close' ? inline.bracketId : undefined
    else if (!isBetween(inline)) closed = undefined
  }
  return withOption(inlines, (bracketId) => names.get(bracketId))
}

const callsItself = /^\s*(?:alt(?:ernative)?\b\.?|option\b|variant\b)/iu

/** The bracket that a block is whole, where its words or its label say that it is one of several. */
function alternativeIn({ block: { label, inlines } }: BlockLine): string | undefined {
  const [first, second] = inlines
  const last = inlines.at(-1)
  const isWhole =
    first?.type === 'bracket' &&
    first.edge === 'open' &&
    last?.type === 'bracket' &&
    last.edge === 'close' &&
    last.bracketId === first.bracketId
  if (!isWhole) return undefined
  const said = label ?? (second?.type === 'words' ? second.words : '')
  return callsItself.test(said) ? first.bracketId : undefined
}

/** The same lines, with the choices that whole blocks are. */
export function withChoicesOfBlocks(lines: readonly BlockLine[]): BlockLine[] {
  const names = new Map<string, string>()
  let before: string | undefined
  for (const line of lines) {
    const bracketId = alternativeIn(line)
    if (bracketId !== undefined && before !== undefined) {
      const name = names.get(before) ?? before
      names.set(before, name).set(bracketId, name)
    }
    before = bracketId
  }
  if (names.size === 0) return [...lines]
  return lines.map((line) => ({
    ...line,
    block: { ...line.block, inlines: withOption(line.block.inlines, (id) => names.get(id)) },
  }))
}
