/** What is done with the files of a data folder that no server uses, in whatever form it is. */

import { takeDataFolder } from '../store/data-folder.ts'
import { backUpFiles } from './backup.ts'
import { checkFolder } from './check-folder.ts'
import { cannot, done, type OperationAnswer } from './operations.ts'
import { upgradeFolder } from './upgrade.ts'

export type StoppedOperation =
  | { readonly operation: 'check' }
  | { readonly operation: 'upgrade'; readonly backUpTo?: string }
  | { readonly operation: 'backup'; readonly folder: string }

/** `tell` is told how far an upgrade has come. */
export async function onStoppedFolder(
  dataFolder: string,
  asked: StoppedOperation,
  tell: (line: string) => void,
): Promise<OperationAnswer> {
  const taken = await takeDataFolder(dataFolder)
  if ('failure' in taken) return cannot(taken.failure)
  try {
    switch (asked.operation) {
      case 'check':
        return await checkFolder(dataFolder)
      case 'backup':
        return await backUpFiles(dataFolder, asked.folder)
      case 'upgrade': {
        const isUpgraded = await upgradeFolder(
          dataFolder,
          { ...asked, isWanted: true, tell },
          new Date(),
        )
        return isUpgraded ? done() : done('The data folder has the form of this release.')
      }
    }
  } catch (cause) {
    return cannot(cause instanceof Error ? cause.message : String(cause))
  } finally {
    taken.release()
  }
}
