/** Who wrote which words: every item of a Y.Doc bears the client id that made it, and the server knows whose each id is. */
import * as Y from 'yjs'

/** Words that stand together, were made under one client id, and look the same. */
export interface AuthoredRun {
  readonly words: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly client: number
}

/** The words of one Y.XmlText as they stand, cut where the author or the look changes. */
export function authoredRuns(text: Y.XmlText): AuthoredRun[] {
  const runs: AuthoredRun[] = []
  let attributes: Readonly<Record<string, unknown>> = {}
  for (let item = text['_start']; item !== null; item = item.right) {
    if (item.deleted) continue
    const { content } = item
    if (content instanceof Y.ContentFormat) {
      const { [content.key]: _, ...others } = attributes
      const value: unknown = content.value
      attributes = value === null ? others : { ...others, [content.key]: value }
    } else if (content instanceof Y.ContentString) {
      const last = runs.at(-1)
      const { client } = item.id
      if (last?.client === client && last.attributes === attributes)
        runs[runs.length - 1] = { ...last, words: last.words + content.str }
      else runs.push({ words: content.str, attributes, client })
    }
  }
  return runs
}
