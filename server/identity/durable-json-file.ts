/** lowdb's adapter for a file that survives a power cut. */
import { readFile } from 'node:fs/promises'
import type { Adapter } from 'lowdb'
import type { z } from 'zod'
import { knownWhole } from '#shared/record/versions/known-whole'
import { writeDurably } from '../store/durable-files.ts'

/** The file is none that can be read. */
export class DamagedJsonFile extends Error {
  override readonly name = 'DamagedJsonFile'
}

/** The file can be read, but is not what this release knows. */
export class UnknownJsonFile extends Error {
  override readonly name = 'UnknownJsonFile'
}

export class DurableJsonFile<T> implements Adapter<T> {
  readonly #path: string
  readonly #schema: z.ZodType<T>

  constructor(path: string, schema: z.ZodType<T>) {
    this.#path = path
    this.#schema = schema
  }

  /** The file's content; null when there is none yet. Rejects with `DamagedJsonFile` or `UnknownJsonFile`. */
  async read(): Promise<T | null> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
      throw cause
    }
    let given: unknown
    try {
      given = JSON.parse(text)
    } catch (cause) {
      throw new DamagedJsonFile(`${this.#path} is damaged.`, { cause })
    }
    const known = knownWhole(this.#schema, given)
    if (known === undefined) throw new UnknownJsonFile(`${this.#path} is of another form.`)
    return known
  }

  /** Resolves when it is on disk. One at a time. */
  write(data: T): Promise<void> {
    return writeDurably(this.#path, `${JSON.stringify(data, null, 2)}\n`)
  }
}
