import { mintId } from '#shared/domain/ids'

/** A fresh id of a schema, from the browser's random numbers. */
export const newId = <T>(schema: { parse(value: unknown): T }, prefix: string): T =>
  mintId(schema, prefix, crypto.getRandomValues(new Uint8Array(24)))
