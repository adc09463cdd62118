/** The content that a new text starts with: one empty paragraph to type in, no tasks, no provisions. */
import type { TextContent } from '../domain/content.ts'

export const emptyContent: TextContent = {
  words: [{ type: 'paragraph', blockId: '', inlines: [] }],
  tasks: [],
  provisions: [],
}
