/** Puts words of an amendment whose paragraph is gone from its base where they have a place again. */
import * as Y from 'yjs'
import { strandedIn, wordsWithoutPlace } from './amended-words.ts'
import { nodeName, wordsName } from './content-names.ts'

/**
 * Takes the words without a place out of where they stand and puts them into a paragraph of their own at the end, from where
 * their author moves them. One change, so that whoever follows who wrote what sees the same words again. False when all have
 * their place.
 */
export function placeAnew(base: Y.Doc, amendment: Y.Doc): boolean {
  const words = wordsWithoutPlace(base, amendment)
  if (words === '') return false
  amendment.transact((transaction) => {
    for (const { item } of strandedIn(base, amendment)) takeOut(item, transaction)
    const fragment = amendment.getXmlFragment(wordsName)
    const paragraph = new Y.XmlElement(nodeName.paragraph)
    fragment.insert(fragment.length, [paragraph])
    paragraph.insert(0, [new Y.XmlText(words)])
  })
  return true
}

/** Takes an item out: by its place in its type, which keeps track of places; what has a name and not a place is struck as it is. */
export function takeOut(item: Y.Item, transaction: Y.Transaction): void {
  if (item.deleted) return
  const { parent, parentSub } = item
  const isList =
    parent instanceof Y.XmlFragment || parent instanceof Y.Text || parent instanceof Y.Array
  if (parentSub === null && isList) parent.delete(placeOf(item), item.length)
  else item.delete(transaction)
}

/** How many places stand before the item in its type. */
export function placeOf(item: Y.Item): number {
  let place = 0
  for (let { left } = item; left; { left } = left)
    if (!left.deleted && left.countable) place += left.length
  return place
}
