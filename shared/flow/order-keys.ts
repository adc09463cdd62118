/**
 * Keys that sort rows and columns: between any two there is room for another, so that putting a row sets no key of its neighbours.
 * A key is the digits behind the point of a fraction, and ends with none that says nothing.
 *
 * Between `1` and `2` comes `1V`; behind `1V` comes `2V`, at the end of many rows a key as short as the first.
 */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const base = digits.length
/** Keys of rows in a row are this long: there is room for some thousands, each a step behind the last. */
const length = 4
const whole = base ** length
const step = base ** 2

export const isOrderKey = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9A-Za-z]{0,63}[1-9A-Za-z]$/.test(value)

const digitAt = (key: string, at: number): number => Math.max(0, digits.indexOf(key.charAt(at)))

function keyOf(number: number): string {
  let [rest, key] = [number, '']
  for (let at = 0; at < length; at += 1) {
    key = digits.charAt(rest % base) + key
    rest = Math.floor(rest / base)
  }
  return key.replace(/0+$/, '')
}
const numberOf = (key: string): number =>
  Array.from({ length }, (_, at) => digitAt(key, at)).reduce((sum, each) => sum * base + each, 0)

/** A key between two; nothing stands before the empty one, and behind `undefined`. */
function middle(before: string, after: string | undefined): string {
  let same = 0
  while (
    after !== undefined &&
    digitAt(before, same) === digitAt(after, same) &&
    same < after.length
  )
    same += 1
  if (after !== undefined && same > 0)
    return after.slice(0, same) + middle(before.slice(same), after.slice(same))
  const low = digitAt(before, 0)
  const high = after === undefined ? base : digitAt(after, 0)
  if (high - low > 1) return digits.charAt(Math.round((low + high) / 2))
  if (after !== undefined && after.length > 1) return after.charAt(0)
  return digits.charAt(low) + middle(before.slice(1), undefined)
}

/** A key between two neighbours, undefined where the row is the first or the last; undefined where they leave no room. */
export function keyBetween(
  before: string | undefined,
  after: string | undefined,
): string | undefined {
  if ((before ?? '0') >= (after ?? '~')) return undefined
  const next = before === undefined ? whole / 2 : numberOf(before) + step
  const key = after === undefined && next < whole ? keyOf(next) : middle(before ?? '', after)
  return isOrderKey(key) ? key : undefined
}

/** So many keys in their order, with room between them. */
export const evenKeys = (count: number): string[] =>
  Array.from({ length: count }, (_, at) =>
    keyOf(Math.min(whole - 1, Math.max(1, Math.round(((at + 1) * whole) / (count + 1))))),
  )
