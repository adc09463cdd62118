/** Whether this release knows all of what it reads: a schema that leaves a field out would lose what a newer release wrote there. */
import type { z } from 'zod'

/** What was read; or where, as `event.stance`, the first thing stands that this release does not know. */
export type WholeReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly at: string }

/** The path of the first field that a schema left out; undefined when it kept every one. */
function fieldLeftOut(given: unknown, parsed: unknown, path: string): string | undefined {
  if (given === null || typeof given !== 'object') return undefined
  if (parsed === null || typeof parsed !== 'object') return path
  const kept = new Map(Object.entries(parsed))
  for (const [key, field] of Object.entries(given)) {
    const place = path === '' ? key : `${path}.${key}`
    const left = kept.has(key) ? fieldLeftOut(field, kept.get(key), place) : place
    if (left !== undefined) return left
  }
  return undefined
}

/** Reads a value all of which the schema has to know. */
export function readWhole<T>(schema: z.ZodType<T>, given: unknown): WholeReading<T> {
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    return { ok: false, at: parsed.error.issues[0]?.path.map(String).join('.') ?? '' }
  const at = fieldLeftOut(given, parsed.data, '')
  return at === undefined ? { ok: true, value: parsed.data } : { ok: false, at }
}

/** The value, when the schema knows all of it. */
export function knownWhole<T>(schema: z.ZodType<T>, given: unknown): T | undefined {
  const reading = readWhole(schema, given)
  return reading.ok ? reading.value : undefined
}
