import type { TextContent } from '../domain/content.ts'

const withoutBlockIds = (content: TextContent): string =>
  JSON.stringify(content, (key, value: unknown) => (key === 'blockId' ? undefined : value))

/** Whether two texts say the same in the same form: words, marks, headings, lists, tables and rows. */
export const isSameContent = (a: TextContent, b: TextContent): boolean =>
  withoutBlockIds(a) === withoutBlockIds(b)
