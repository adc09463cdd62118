/** JSON of an object before any schema has seen it: what a version's upgrades work on. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Whether a value of unknown form is an object with fields. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The value of a JSON text of unknown origin; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
