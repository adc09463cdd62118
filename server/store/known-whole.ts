/** Whether this release knows all of what it reads: a schema that leaves a field out would lose what a newer release wrote there. */
import type { z } from 'zod'

/** Whether a schema kept every field: one that it left out is the field of a form that this release does not know. */
function keptEveryField(given: unknown, parsed: unknown): boolean {
  if (Array.isArray(given)) {
    const items: readonly unknown[] = Array.isArray(parsed) ? parsed : []
    return given.every((item, index) => index in items && keptEveryField(item, items[index]))
  }
  if (given === null || typeof given !== 'object') return true
  if (parsed === null || typeof parsed !== 'object') return false
  const kept = new Map(Object.entries(parsed))
  return Object.entries(given).every(
    ([key, field]) => kept.has(key) && keptEveryField(field, kept.get(key)),
  )
}

/** The value, when the schema knows all of it. */
export function knownWhole<T>(schema: z.ZodType<T>, given: unknown): T | undefined {
  const parsed = schema.safeParse(given)
  return parsed.success && keptEveryField(given, parsed.data) ? parsed.data : undefined
}
