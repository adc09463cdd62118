/** lowdb's adapter for a file that survives a power cut: temporary file, sync, rename, sync of the folder. */
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Adapter } from 'lowdb'
import type { z } from 'zod'

/** The register exists but cannot be read as what it should be. */
export class DamagedRegister extends Error {
  override readonly name = 'DamagedRegister'
}

export class DurableJsonFile<T> implements Adapter<T> {
  readonly #path: string
  readonly #schema: z.ZodType<T>
  #writing: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(path: string, schema: z.ZodType<T>) {
    this.#path = path
    this.#schema = schema
  }

  /** The file's content; null when there is none yet. Throws `DamagedRegister` when it is not what it should be. */
  async read(): Promise<T | null> {
    let text: string
    try {
      text = await readFile(this.#path, 'utf8')
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
      throw cause
    }
    try {
      return this.#schema.parse(JSON.parse(text))
    } catch (cause) {
      throw new DamagedRegister(
        `${this.#path} is damaged. Restore it from a backup, or move it away to start with no sign-ins.`,
        { cause },
      )
    }
  }

  /** Writes are kept in order; each resolves when it is on disk. Those that wait for the one under way go together. */
  async write(data: T): Promise<void> {
    this.#next ??= this.#writing.then(() => {
      this.#next = undefined
      return this.#replace(`${JSON.stringify(data, null, 2)}\n`)
    })
    const writing = this.#next
    this.#writing = writing.catch(() => undefined)
    await writing
  }

  async #replace(text: string): Promise<void> {
    const temporary = `${this.#path}.new`
    const file = await open(temporary, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, this.#path)
    const folder = await open(dirname(this.#path), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }
}
