/** Reads the XML of Word files by local names, whatever prefix their writers chose. */

export const childrenOf = (parent: Element, name: string): Element[] =>
  Array.from(parent.children).filter(({ localName }) => localName === name)

export const childOf = (parent: Element, name: string): Element | undefined =>
  childrenOf(parent, name)[0]

/** All below, in the order of the document. */
export const allOf = (root: Document | Element, name: string): Element[] =>
  Array.from(root.getElementsByTagNameNS('*', name))

/** An attribute by its local name: `val` where none is named. */
export const valueOf = (element: Element | undefined, name = 'val'): string | undefined =>
  Array.from(element?.attributes ?? []).find(({ localName }) => localName === name)?.value

/** Whether a property is there and not switched off. */
export function isOn(properties: Element | undefined, name: string): boolean {
  const property = properties && childOf(properties, name)
  if (!property) return false
  return !['0', 'false', 'off', 'none'].includes(valueOf(property) ?? 'true')
}
