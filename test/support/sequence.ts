/**
 * The order of the files of tests. A worker goes on to the next file only where that runs in the same kind of world, in a browser's or Node's; for another
 * kind it is ended, and all modules are loaded anew. So those of one kind stand together.
 */
import { readFileSync } from 'node:fs'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const needsBrowser = ({ moduleId }: TestSpecification): boolean =>
  readFileSync(moduleId, 'utf8').startsWith('// @vitest-environment jsdom')

export class OneWorldAfterTheOther extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort.call(this, files)
    const others = sorted.filter((file) => !needsBrowser(file))
    return [...others, ...sorted.filter(needsBrowser)]
  }
}
