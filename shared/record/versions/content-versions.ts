/**
 * The versions of the content of decided texts. A decision keeps its texts for ever, with a digest over their canonical JSON: so
 * content is read from the version in which it was decided, and nothing is ever added to what is kept.
 */
import { isJsonObject, type JsonObject } from './json-object.ts'
import { type Upgrades, upgradeFrom } from './upgrades.ts'

/**
 * The version of `TextContent` today. Decided texts that bear none are of version 1. 2: lists say where they begin to count, and blocks
 * their label and direction; all of that is absent where it was not chosen, so that what had none of it is the same in both. 3: words
 * may be of a footnote, which is a mark of theirs, and cells of tables may take several columns and rows.
 */
export const contentVersion = 3

const upgrades: Upgrades<JsonObject> = { 1: (content) => content, 2: (content) => content }

/** The event with the content of its decided texts in today's version, for reading; undefined when one is of a later version. */
export function upgradeDecidedContent(recorded: JsonObject): JsonObject | undefined {
  const { event } = recorded
  if (!isJsonObject(event) || !Array.isArray(event['texts'])) return recorded
  const texts: unknown[] = []
  for (const text of event['texts']) {
    if (!isJsonObject(text) || !isJsonObject(text['content'])) return recorded
    const version = text['contentVersion'] ?? 1
    const content =
      typeof version === 'number' && upgradeFrom(version, contentVersion, upgrades, text['content'])
    if (!content) return undefined
    texts.push({ ...text, content })
  }
  return { ...recorded, event: { ...event, texts } }
}
