/** The names inside the document of a tree: its root of words, its nodes, its formats, and the edge of a bracket that was lifted. */
export const wordsName = 'words'

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

/** An edge that stayed as a place without width when its bracket was lifted. */
export const liftedEdge = 'lifted'

/** The formats that pages wrote; any other is left unread. */
export const formatNames: ReadonlySet<string> = new Set(['bold', 'italic', 'underline', 'link'])
