/** Checks both logs: the hash chain of every record, and that every text can be rebuilt from its log. */
import { join } from 'node:path'
import { type GroupId, TextId } from '#shared/domain/ids'
import { verifyChain } from '#shared/record/chain'
import { fold } from '#shared/record/evolve'
import { listQuarantine } from '../store/quarantine.ts'
import { openReplay } from '../store/replay.ts'
import type { Logs, TextRecord } from '../store/store.ts'
import { cannot, done, type OperationAnswer } from './operations.ts'

/** What a text says, of whichever form its records are; undefined where anything is missing. */
function wordsOf(records: readonly TextRecord[]): string | undefined {
  const replay = openReplay()
  replay.take(records)
  return replay.isWhole() ? JSON.stringify(replay.content()) : undefined
}

/** What is wrong with the log of a text; undefined where nothing is. */
function complaintAbout(
  logs: Logs,
  textId: TextId,
  history: readonly TextRecord[],
): string | undefined {
  const whole = wordsOf(history)
  if (history.length === 0 || whole === undefined) return 'its log does not rebuild the text.'
  // Of a folder that is still to be upgraded, which brings no snapshot along.
  if (history.every(({ isOfTree }) => isOfTree)) return undefined
  const { snapshot, tail } = logs.readText(textId)
  return whole === wordsOf([...snapshot, ...tail])
    ? undefined
    : 'its snapshot differs from its log.'
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
        const complaint = complaintAbout(logs, textId, history)
        if (complaint !== undefined) return cannot(`${textId}: ${complaint}`)
        texts += 1
        for (const record of history) updates += record.updates.length
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
