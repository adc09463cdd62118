/** Replicas of one flow, who act at once and hear of each other when the test lets them. */
import * as Y from 'yjs'
import { blocksOf } from '#shared/flow/blocks'
import type { Draft } from '#shared/flow/draft'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { writeFlow } from '#shared/flow/write-flow'

export interface Replica {
  readonly doc: Y.Doc
  readonly draft: Draft
}

/** Who sends what to whom: everything that one has, to one or to all. */
export function deliver(from: Replica, to: Replica): void {
  Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), 'remote')
}
export function deliverAll(replicas: readonly Replica[]): void {
  for (const round of [0, 1])
    for (const from of replicas)
      for (const to of replicas) if (from !== to && round >= 0) deliver(from, to)
}

/** Paragraphs `p1`, `p2`, … with these words, and replicas under client ids whose order is the caller's. All keep what is deleted if asked to. */
export function replicasOf(
  paragraphs: readonly string[],
  clients: readonly number[],
  options: { readonly gc?: boolean } = {},
): Replica[] {
  let made = 0
  const newBlockId = () => `n${++made}`
  const base = newFlowDoc(1)
  writeFlow(
    base,
    flowOf(base),
    paragraphs.map((words, at) => ({
      type: 'paragraph',
      blockId: `p${at + 1}`,
      inlines: words === '' ? [] : [{ type: 'words', words, marks: [] }],
    })),
    { newBlockId, newBreakId: newBlockId },
  )
  return clients.map((client) => {
    const doc = newFlowDoc(client, options)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(base))
    return { doc, draft: { flow: flowOf(doc), newBlockId } }
  })
}

const lettersIn = ({ tokens }: ReturnType<typeof blocksOf>[number]): string =>
  tokens.map((token) => (token.type === 'letters' ? token.letters : '')).join('')

/** Each block as `id:words`, in their order. */
export const blocksRead = ({ draft }: Replica): string[] =>
  blocksOf(draft.flow).map((block) => `${block.blockId ?? '-'}:${lettersIn(block)}`)

/** All letters in their order. */
export const lettersRead = ({ draft }: Replica): string =>
  blocksOf(draft.flow).map(lettersIn).join('')

/** Where these words begin. */
export function placeOf({ draft }: Replica, words: string): number {
  let flat = ''
  for (const { from, tokens } of blocksOf(draft.flow)) {
    flat = flat.padEnd(from, '\0')
    for (const token of tokens) flat += token.type === 'letters' ? token.letters : '\0'
  }
  const at = flat.indexOf(words)
  if (at < 0) throw new Error(`there is no “${words}” in “${flat.replaceAll('\0', '·')}”`)
  return at
}
