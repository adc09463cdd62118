/**
 * Acts in data folders as the release whose tree this file lies in, and prints what each folder shows then. The test of two
 * releases runs a copy of it in the tree of another release.
 */
import { pino } from 'pino'
import * as Y from 'yjs'
import { z } from 'zod'
import { openInstallation } from '#server/installation'
import { newCommandId } from '#server/record/set-up'
import { rebuildFrom } from '#server/store/text-log'
import type { Block } from '#shared/domain/content'
import { MemberId, TextId } from '#shared/domain/ids'
import { flowOf } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { writeFlow } from '#shared/flow/write-flow'
import { verifyChain } from '#shared/record/chain'
import { Command } from '#shared/record/command'
import { actorOf } from '#shared/record/state'
import { flatWords } from '#shared/text/flat-words'

const Task = z.object({
  folder: z.string(),
  acts: z.array(z.object({ memberId: MemberId, command: Command })),
  /** Words that are written behind the others of a text. */
  words: z.object({ textId: TextId, words: z.string() }).optional(),
})

const limits = { messagesPerSecond: 100, socketsPerMember: 20, memoryBytes: 2 ** 30 }

async function work({ folder, acts, words }: z.infer<typeof Task>): Promise<object> {
  const installation = await openInstallation(folder, limits, pino({ level: 'silent' }))
  if ('failure' in installation) return { failure: installation.failure }
  const { records, store } = installation
  const [groupId] = records.groups()
  if (!groupId) throw new Error('no group')
  for (const { memberId, command } of acts) {
    const state = records.stateOf(groupId)
    const actor = state && actorOf(state, memberId)
    if (!actor) throw new Error(`no seat of ${memberId}`)
    const answer = await records.submit(groupId, actor, newCommandId(), command)
    if (!answer.ok) throw new Error(`${command.type}: ${answer.refusal.code}`)
  }
  if (words) {
    const { doc } = rebuildFrom(store, words.textId)
    const before = Y.encodeStateVector(doc)
    const paragraph: Block = {
      type: 'paragraph',
      blockId: crypto.randomUUID(),
      inlines: [{ type: 'words', words: words.words, marks: [] }],
    }
    const ids = { newBlockId: () => crypto.randomUUID(), newBreakId: () => crypto.randomUUID() }
    writeFlow(doc, flowOf(doc), [paragraph], ids)
    const update = Y.encodeStateAsUpdate(doc, before)
    const record = { author: null, at: new Date().toISOString(), updates: [update], clients: [] }
    await store.write({ texts: [{ textId: words.textId, records: [record] }] })
  }
  const shown = {
    state: records.stateOf(groupId),
    chain: verifyChain(store.readKept(groupId)),
    words: words && flatWords(readText(rebuildFrom(store, words.textId).doc).words),
  }
  await installation.close()
  return shown
}

const shown: object[] = []
for (const task of z.array(Task).parse(JSON.parse(process.argv[2] ?? '[]')))
  shown.push(await work(task))
console.log(JSON.stringify(shown))
