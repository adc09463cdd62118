/** A process that upgrades data folders, and prints every text of each with the updates of its log, before and since it moved into flows. */
import { upgradeFolder } from '#server/administration/upgrade'
import { openStore } from '#server/store/lmdb-store'
import { rebuildFrom } from '#server/store/text-log'
import { TextId } from '#shared/domain/ids'
import { readText } from '#shared/flow/read-text'
import { fold } from '#shared/record/evolve'
import { flatWords } from '#shared/text/flat-words'

async function textsIn(folder: string): Promise<object[]> {
  await upgradeFolder(folder, { isWanted: true, tell: () => undefined }, new Date())
  const store = await openStore(folder)
  const ids = store.groupIds().flatMap((id) => Object.keys(fold(store.readEvents(id)).texts))
  const texts = ids
    .map((id) => TextId.parse(id))
    .filter((textId) => store.hasText(textId))
    .map((textId) => {
      const history = store.readTextHistory(textId)
      const updatesOf = (records: typeof history) =>
        records.flatMap(({ updates }) =>
          updates.map((each) => Buffer.from(each).toString('base64')),
        )
      return {
        textId,
        words: flatWords(readText(rebuildFrom(store, textId).doc).words),
        tree: updatesOf(history.filter(({ isOfTree }) => isOfTree)),
        flows: updatesOf(history.filter(({ isOfTree }) => !isOfTree)),
      }
    })
  await store.close()
  return texts
}

const printed: object[][] = []
for (const folder of process.argv.slice(2)) printed.push(await textsIn(folder))
process.stdout.write(JSON.stringify(printed))
