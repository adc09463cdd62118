/** Edits of an amendment's words, as tests make them. */
import type * as Y from 'yjs'
import { replaceWords } from './flow-edits.ts'
import { wordsOf } from './served.ts'

/** Puts words in place of others. */
export const replace = (doc: Y.Doc, from: string, to: string): void => replaceWords(doc, from, to)

/** What the document says, without marks. */
export const firstParagraph = (doc: Y.Doc): string => wordsOf(doc).trim()
