import * as Y from 'yjs'

/** The words of a Y.XmlText without their formatting. */
export function plainWords(text: Y.XmlText): string {
  return Y.getTypeChildren(text)
    .map(({ deleted, content }) =>
      !deleted && content instanceof Y.ContentString ? content.str : '',
    )
    .join('')
}
