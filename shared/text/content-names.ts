/** The names inside a text's Y.Doc: its root types, and the schema's node names that readers and the editor share. */
export const wordsName = 'words'
export const tasksName = 'tasks'
export const provisionsName = 'provisions'
/** The tables of a text, in the order of the page. */
export const rowsNames = [tasksName, provisionsName] as const
export type RowsName = (typeof rowsNames)[number]

export const nodeName = {
  paragraph: 'paragraph',
  heading: 'heading',
  bulletList: 'bulletList',
  orderedList: 'orderedList',
  listItem: 'listItem',
  table: 'table',
  tableRow: 'tableRow',
  tableCell: 'tableCell',
  tableHeader: 'tableHeader',
  hardBreak: 'hardBreak',
  bracket: 'bracket',
} as const

/**
 * The edge of a bracket that was lifted: it stays as a place without width, because taking it out would join the words
 * beside it into one Y.XmlText, and what somebody types there meanwhile, or offline, would be lost.
 */
export const liftedEdge = 'lifted'

/** Addresses that a link may have. Anything else is shown as plain words. */
export const isSafeAddress = (address: string): boolean => /^(?:https?:\/\/|mailto:)/i.test(address)
