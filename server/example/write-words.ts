/** A short hand for the worked example's texts: plain sentences, with ⟦sponsors|words⟧ for square brackets. */
import type { Block, Cell, Inline, Provision, Task, TextContent } from '#shared/domain/content'

let count = 0
const nextId = (prefix: string): string => {
  count += 1
  return `${prefix}${count}`
}

/** Reads the short hand of one line. */
export function line(text: string): Inline[] {
  const inlines: Inline[] = []
  const say = (words: string) => {
    if (words !== '') inlines.push({ type: 'words', words, marks: [] })
  }
  let rest = text
  for (;;) {
    const open = rest.indexOf('⟦')
    const close = rest.indexOf('⟧')
    if (open < 0 || close < open) {
      say(rest)
      return inlines
    }
    say(rest.slice(0, open))
    const [sponsors = '', words = ''] = rest.slice(open + 1, close).split('|')
    const bracketId = nextId('example-bracket-')
    inlines.push({ type: 'bracket', edge: 'open', bracketId, sponsors })
    say(words)
    inlines.push({ type: 'bracket', edge: 'close', bracketId, sponsors: '' })
    rest = rest.slice(close + 1)
  }
}

const paragraph = (text: string): Block => ({
  type: 'paragraph',
  blockId: nextId('example-block-'),
  inlines: line(text),
})

/** Paragraphs; a list of strings inside becomes lettered sub-paragraphs. */
export const words = (...parts: readonly (string | readonly string[])[]): Block[] =>
  parts.map((part) =>
    typeof part === 'string'
      ? paragraph(part)
      : {
          type: 'list',
          style: 'letter',
          items: part.map((item) => ({ blocks: [paragraph(item)] })),
        },
  )

type TaskLine = readonly [what: string, body: string, implementation: string, timeline: string]
type ProvisionLine = readonly [
  indicator: string,
  baseline: string,
  target: string,
  means: string,
  body: string,
  frequency: string,
]

const cell = (text: string): Cell => line(text)

const task = ([what, body, implementation, timeline]: TaskLine): Task => ({
  rowId: nextId('example-task-'),
  what: cell(what),
  responsibleBody: cell(body),
  implementation: cell(implementation),
  timeline: cell(timeline),
})

const provision = ([
  indicator,
  baseline,
  target,
  means,
  body,
  frequency,
]: ProvisionLine): Provision => ({
  rowId: nextId('example-provision-'),
  indicator: cell(indicator),
  baseline: cell(baseline),
  target: cell(target),
  meansOfVerification: cell(means),
  responsibleBody: cell(body),
  frequency: cell(frequency),
})

/** A whole text. */
export const text = (
  blocks: Block[],
  tasks: readonly TaskLine[] = [],
  provisions: readonly ProvisionLine[] = [],
): TextContent => ({
  words: blocks,
  tasks: tasks.map(task),
  provisions: provisions.map(provision),
})
