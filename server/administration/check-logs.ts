/** Checks both logs: the hash chain of every record, and that every text can be rebuilt from its log. */
import { join } from 'node:path'
import { type GroupId, TextId } from '#shared/domain/ids'
import { verifyChain } from '#shared/record/chain'
import { fold } from '#shared/record/evolve'
import { readContent } from '#shared/text/read-content'
import { listQuarantine } from '../store/quarantine.ts'
import type { Logs, TextRecord } from '../store/store.ts'
import { rebuild } from '../store/text-log.ts'
import { cannot, done, type OperationAnswer } from './operations.ts'

function wordsOf(records: readonly TextRecord[]): string | undefined {
  const { doc } = rebuild(records)
  const isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null
  return isWhole ? JSON.stringify(readContent(doc)) : undefined
}

/** What is wrong with a record's chain, or a line with its head. */
export function chainLine(logs: Logs, groupId: GroupId): OperationAnswer {
  const kept = logs.readKept(groupId)
  const chain = verifyChain(kept)
  if (!chain.ok) return cannot(`${groupId}: event ${chain.sequence} is wrong: ${chain.why}.`)
  const versions = new Map<number, number>()
  for (const { version } of kept) versions.set(version, (versions.get(version) ?? 0) + 1)
  const counts = [...versions].map(([version, count]) => `${count} of version ${version}`)
  return done(`${groupId}: ${counts.join(', ')}; the chain ends in ${chain.head}`)
}

/** What was set apart as damaged. */
export function quarantineLines(dataFolder: string): string[] {
  const apart = listQuarantine(dataFolder)
  if (apart.length === 0) return []
  return [
    'Damaged bytes that were set apart, and are in no log any more:',
    ...apart.map(({ file, bytes }) => `  ${join(dataFolder, file)}  ${bytes} bytes`),
  ]
}

/** Lines with the counts, each chain's end, and what was set apart; or the first thing found wrong. */
export function checkLogs(logs: Logs, dataFolder: string): OperationAnswer {
  let events = 0
  let texts = 0
  let updates = 0
  const chains: string[] = []
  try {
    for (const groupId of logs.groupIds()) {
      const chain = chainLine(logs, groupId)
      if (!chain.ok) return chain
      chains.push(...chain.lines)
      const recorded = logs.readEvents(groupId)
      events += recorded.length
      for (const id of Object.keys(fold(recorded).texts)) {
        const textId = TextId.parse(id)
        const history = logs.readTextHistory(textId)
        const whole = wordsOf(history)
        if (history.length === 0 || whole === undefined)
          return cannot(`${textId}: its log does not rebuild the text.`)
        const { snapshot, tail } = logs.readText(textId)
        if (whole !== wordsOf([...snapshot, ...tail]))
          return cannot(`${textId}: its snapshot differs from its log.`)
        texts += 1
        updates += history.reduce((sum, record) => sum + record.updates.length, 0)
      }
    }
  } catch (cause) {
    return cannot(cause instanceof Error ? cause.message : String(cause))
  }
  return done(
    `Sound: ${events} events, ${texts} texts, ${updates} updates.`,
    ...chains,
    ...quarantineLines(dataFolder),
  )
}
