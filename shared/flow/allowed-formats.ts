/** The formats that words may have, with what their values may be. */
import { isSafeAddress } from '../text/content-names.ts'

/** Tells whether a value may stand where it was found. Whatever was sent may come in. */
type Check = (value: unknown) => boolean

const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value)

/** In UTF-16 units. */
const longestAddress = 4096

const isPlain: Check = (value) =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

/** The attributes of a link; a page lends nobody its styles, and opens nobody its window. */
const linkAttributes: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    'href',
    (value) => typeof value === 'string' && value.length <= longestAddress && isSafeAddress(value),
  ],
  ['target', isOneOf(null, '_blank')],
  ['rel', isOneOf(null, 'noopener noreferrer nofollow')],
  ['class', isOneOf(null)],
  ['title', isOneOf(null)],
])
const isLink: Check = (value) =>
  typeof value === 'object' &&
  value !== null &&
  Object.hasOwn(value, 'href') &&
  Object.entries(value).every(([name, each]) => linkAttributes.get(name)?.(each) ?? false)

/** The id of a note, which every reader can write down. */
const isNote: Check = (value) => {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return false
  const id: unknown = 'id' in value ? value.id : undefined
  return typeof id === 'string' && /^.{1,64}$/su.test(id) && !/\p{Surrogate}/u.test(id)
}

/** Every format of words, with what its value may be where it begins; it ends with null. */
export const formatRules: ReadonlyMap<string, Check> = new Map([
  ['bold', isPlain],
  ['italic', isPlain],
  ['underline', isPlain],
  ['strike', isPlain],
  ['superscript', isPlain],
  ['subscript', isPlain],
  ['literal', isPlain],
  ['footnote', isNote],
  ['link', isLink],
])
