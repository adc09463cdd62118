/** A process that opens a data folder as the server does, and prints every text of it with the updates of its log. */
import { pino } from 'pino'
import { openInstallation } from '#server/installation'
import { flatWords } from '#shared/text/flat-words'

const limits = { messagesPerSecond: 100, socketsPerMember: 20, memoryBytes: 2 ** 30 }
const upgrading = { isWanted: true, tell: () => undefined }
const log = pino({ level: 'silent' })
const opened = await openInstallation(process.argv[2] ?? '', limits, log, undefined, upgrading)
if ('failure' in opened) throw new Error(opened.failure)
const { store, records, rooms } = opened
const texts = store
  .groupIds()
  .flatMap((groupId) => Object.values(records.stateOf(groupId)?.texts ?? {}))
  .map(({ textId }) => textId)
  .filter((textId) => store.hasText(textId))
  .map((textId) => ({
    textId,
    words: flatWords(rooms.contentOf(textId).words),
    updates: store
      .readTextHistory(textId)
      .flatMap(({ updates }) => updates.map((each) => Buffer.from(each).toString('base64'))),
  }))
await opened.close()
process.stdout.write(JSON.stringify(texts))
