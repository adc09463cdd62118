/** Checks both logs: the hash chain of every record, and that every text can be rebuilt from its log. */
import { join } from 'node:path'
import { TextId } from '#shared/domain/ids'
import { verifyChain } from '#shared/record/chain'
import { fold } from '#shared/record/evolve'
import { readContent } from '#shared/text/read-content'
import { listQuarantine } from '../store/quarantine.ts'
import type { Store, TextRecord } from '../store/store.ts'
import { rebuild } from '../store/text-log.ts'
import { cannot, done, type OperationAnswer } from './operations.ts'

function wordsOf(records: readonly TextRecord[]): string | undefined {
  const { doc } = rebuild(records)
  const isWhole = doc.store.pendingStructs === null && doc.store.pendingDs === null
  return isWhole ? JSON.stringify(readContent(doc)) : undefined
}

/** Lines with the counts and with what was set apart, or the first thing found wrong. */
export function checkLogs(store: Store, dataFolder: string): OperationAnswer {
  let events = 0
  let texts = 0
  let updates = 0
  try {
    for (const groupId of store.groupIds()) {
      const recorded = store.readEvents(groupId)
      const chain = verifyChain(store.readKept(groupId))
      if (!chain.ok) return cannot(`${groupId}: event ${chain.sequence} is wrong: ${chain.why}.`)
      events += recorded.length
      for (const id of Object.keys(fold(recorded).texts)) {
        const textId = TextId.parse(id)
        const history = store.readTextHistory(textId)
        const whole = wordsOf(history)
        if (history.length === 0 || whole === undefined)
          return cannot(`${textId}: its log does not rebuild the text.`)
        const { snapshot, tail } = store.readText(textId)
        if (whole !== wordsOf([...snapshot, ...tail]))
          return cannot(`${textId}: its snapshot differs from its log.`)
        texts += 1
        updates += history.reduce((sum, record) => sum + record.updates.length, 0)
      }
    }
  } catch (cause) {
    return cannot(cause instanceof Error ? cause.message : String(cause))
  }
  const apart = listQuarantine(dataFolder)
  return done(
    `Sound: ${events} events, ${texts} texts, ${updates} updates.`,
    ...(apart.length > 0 ? ['Damaged bytes that were set apart, and are in no log any more:'] : []),
    ...apart.map(({ file, bytes }) => `  ${join(dataFolder, file)}  ${bytes} bytes`),
  )
}
