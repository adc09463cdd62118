/**
 * Takes an amendment up: all that the branch wrote comes into the base, and of what it deleted only what its changes say. Retyped words
 * are deleted again and the originals stay; where a word of the branch would then stand before an original that it follows, it is put
 * behind it as a copy, which is told. In part and in brackets are the same with another reading.
 *
 * Before `The budget is.`; the branch deletes "budget" and types "budget for all". After: the base's own "budget", behind it " for all",
 * a copy of the branch's.
 */
import * as Y from 'yjs'
import type { Change } from '../compare/changes.ts'
import { type Reading, readingWith } from '../compare/reading.ts'
import { joined } from '../copies/copy-range.ts'
import { keepCopies, tableOf } from '../copies/doc-copies.ts'
import { arrange } from '../flow/arrange.ts'
import { isSameLooks, looksNames, looksOf, setLooks } from '../flow/block-looks.ts'
import { blockKeys, copyOfFlowDoc, flowOf } from '../flow/flow-doc.ts'
import { deletionsOf, idSet, rangesOf } from '../flow/ids.ts'
import { updateWith } from '../flow/structs.ts'
import { setEntry } from '../flow/table-acts.ts'
import { type BracketedReading, readingBracketed } from './bracketed.ts'
import { type Branch, changesIn } from './branch.ts'

/** A copy of the base that reads so, with what is to be known of copies in it, under the client id that wrote it. */
export interface TakenUp {
  readonly doc: Y.Doc
}

/** What the branch deleted of its own words. */
const ownDeletions = ({ doc, base }: Branch) =>
  idSet(
    rangesOf(deletionsOf(doc)).map(({ client, clock, length }) => {
      const from = Math.max(clock, base.sv.get(client) ?? 0)
      return { client, clock: from, length: clock + length - from }
    }),
  )

/** Makes the base read so; `clientId` is the installation's, for what has to be put anew. */
function carriedOut(base: Y.Doc, branch: Branch, reading: Reading, clientId: number): TakenUp {
  if (!Y.equalSnapshots(Y.snapshot(base), branch.base))
    throw new Error('a branch is brought up to its base first')
  const doc = copyOfFlowDoc(base, clientId)
  Y.applyUpdate(doc, updateWith(branch.doc, Y.encodeStateVector(base), ownDeletions(branch)))
  doc.transact(() => {
    const copied = [...reading.flows].flatMap(([flow, wanted]) =>
      arrange(flowOf(doc, flow), wanted),
    )
    const keys = blockKeys(doc)
    for (const [blockId, looks] of reading.looks) {
      if (isSameLooks(looksOf(keys, blockId), looks)) continue
      setLooks(keys, blockId, Object.fromEntries(looksNames.map((name) => [name, looks[name]])))
    }
    for (const { axis, id, wanted } of reading.entries) setEntry(doc, axis, id, wanted)
    keepCopies(
      doc,
      joined(
        copied.map(({ copy, original }) => ({ copy, original, length: 1, by: 'installation' })),
      ),
    )
  })
  return { doc }
}

/** The changes chosen, when each of them is named once, as chosen or as left, and nothing else is; undefined otherwise. */
export function chosenOf(
  changes: readonly Change[],
  chosen: readonly string[],
  left: readonly string[],
): Change[] | undefined {
  const named = [...chosen, ...left]
  const ids = new Set(changes.map(({ changeId }) => changeId))
  const isWhole = named.length === ids.size && new Set(named).size === ids.size
  if (!isWhole || named.some((id) => !ids.has(id))) return undefined
  return changes.filter(({ changeId }) => chosen.includes(changeId))
}

/** Takes up the changes that are chosen, or all; undefined when the choice does not hold. */
export function takeUp(
  base: Y.Doc,
  branch: Branch,
  clientId: number,
  choice?: { readonly chosen: readonly string[]; readonly left: readonly string[] },
): TakenUp | undefined {
  const comparison = changesIn(branch, tableOf(branch.doc))
  const { changes } = comparison
  const taken = choice ? chosenOf(changes, choice.chosen, choice.left) : changes
  if (!taken) return undefined
  const moments = [branch.base, Y.snapshot(branch.doc)] as const
  return carriedOut(base, branch, readingWith(branch.doc, comparison, moments, taken), clientId)
}

/** Puts both wordings into the base, each in brackets; undefined where there are no two wordings. */
export function bracketInstead(
  base: Y.Doc,
  branch: Branch,
  clientId: number,
  newBracketId: () => string,
): (TakenUp & Pick<BracketedReading, 'brackets'>) | undefined {
  const comparison = changesIn(branch, tableOf(branch.doc))
  const moments = [branch.base, Y.snapshot(branch.doc)] as const
  const bracketed = readingBracketed(branch.doc, comparison, moments, newBracketId)
  if (!bracketed) return undefined
  return { ...carriedOut(base, branch, bracketed.reading, clientId), brackets: bracketed.brackets }
}
