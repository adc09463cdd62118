/** How long it takes to compare a text of 102,000 letters with itself after five changes: an amendment by ids, two texts by words; and two texts of 300 paragraphs that have little in common. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { diffWordsWithSpace } from 'diff'
import type * as Y from 'yjs'
import { branchOf, changesIn } from '#shared/amendment/branch'
import { shownChanges } from '#shared/compare/shown'
import type { TextContent } from '#shared/domain/content'
import { remove, type } from '#shared/flow/acts'
import { blocksOf } from '#shared/flow/blocks'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { putTokens } from '#shared/flow/put-tokens'
import { readText } from '#shared/flow/read-text'
import { flatWords } from '#shared/text/flat-words'
import { compareTexts } from '#shared/text/text-comparison'
import { longText } from './long-text.ts'
import { type Figures, percentiles } from './report.ts'

const letters = 102_000
const changes = 5

function longDoc(): Y.Doc {
  const doc = newFlowDoc(11, { gc: false })
  const flow = flowOf(doc)
  doc.transact(() => {
    for (const [at, words] of longText.entries()) {
      if (flow.length >= letters) return
      putTokens({ flow, newBlockId: () => `p${at}` }, flow.length, [
        { type: 'begin', blockId: undefined, looks: {} },
        { type: 'letters', letters: words.slice(0, letters - flow.length), marks: {} },
        { type: 'end' },
      ])
    }
  })
  return doc
}

/** The first times are left out: nothing is compiled yet. */
function median(work: () => unknown, tries = 14): number {
  const times = Array.from({ length: tries }, () => {
    const begun = performance.now()
    work()
    return performance.now() - begun
  })
  return percentiles(times.slice(Math.floor(tries / 4))).p50
}

/** 300 paragraphs of 60 words, each of a choice of words of its own. */
const rewritten = (seed: number): TextContent => ({
  words: Array.from({ length: 300 }, (_, at) => {
    const words = longText
      .join(' ')
      .split(' ')
      .slice(at * 11 * seed)
    return {
      type: 'paragraph',
      blockId: `${seed}-${at}`,
      inlines: [{ type: 'words', words: words.slice(0, 60).join(' '), marks: [] }],
    }
  }),
  tasks: [],
  provisions: [],
})

export function comparison(): Figures {
  const base = longDoc()
  const branch = branchOf(base, 12)
  const draft = { flow: flowOf(branch.doc), newBlockId: () => '' }
  const blocks = blocksOf(draft.flow)
  branch.doc.transact(() => {
    for (let change = changes; change > 0; change -= 1) {
      const from = (blocks[Math.floor((blocks.length * change) / (changes + 1))]?.from ?? 0) + 20
      remove(draft, from, from + 8)
      type(draft, from, 'upon request')
    }
  })
  const [was, is] = [readText(base), readText(branch.doc)]
  const [before, after] = [rewritten(1), rewritten(2)]
  const [wordsThen, wordsNow] = [flatWords(was.words), flatWords(is.words)]
  const peer = execFileSync(process.execPath, [join(import.meta.dirname, 'peers', 'compare.mjs')], {
    input: JSON.stringify([wordsThen, wordsNow]),
    encoding: 'utf8',
  })
  return {
    'an amendment ms': median(() => shownChanges(changesIn(branch))),
    'two texts ms': median(() => compareTexts(was, [is])),
    'two texts rewritten ms': median(() => compareTexts(before, [after]), 5),
    'diff-match-patch ms': Number(peer),
    'jsdiff by words ms': median(() => diffWordsWithSpace(wordsThen, wordsNow)),
  }
}
