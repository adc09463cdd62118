/**
 * The order of the files of tests. A worker goes on to the next file only where that runs in the same kind of world, in a browser's or Node's; for another
 * kind it is ended, and all modules are loaded anew. So those of one kind stand together, and behind them those that load modules anew by themselves.
 */
import { readFileSync } from 'node:fs'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { replacesModules } from './replaces-modules.ts'

const needsBrowser = ({ moduleId }: TestSpecification): boolean =>
  readFileSync(moduleId, 'utf8').startsWith('// @vitest-environment jsdom')

export class OneWorldAfterTheOther extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort.call(this, files)
    const place = (file: TestSpecification): number =>
      2 * Number(needsBrowser(file)) + Number(replacesModules(file.moduleId))
    const places = new Map(sorted.map((file) => [file, place(file)]))
    return sorted.toSorted((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0))
  }
}
