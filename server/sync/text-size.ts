/** How large a text is, encoded, without encoding it at every update. */
import { limits } from '#shared/protocol/frames'

/** Near the limit a text is measured again only when it may have grown by so many bytes: measuring a large one takes long. */
const worthMeasuring = limits.text / 64

export interface TextSize {
  /** Whether an update fits into the text; it then counts as part of it. `encode` gives the whole text. */
  hasRoomFor(update: Uint8Array, encode: () => Uint8Array): boolean
}

/** `logBytes`, what the log holds, is more than the text, and enough to know that a small one is small. */
export function openTextSize(logBytes: number): TextSize {
  let measured = 0
  let since = logBytes
  const fits = (update: Uint8Array) => measured + since + update.length <= limits.text
  return {
    hasRoomFor(update, encode) {
      if (!fits(update) && since >= worthMeasuring) {
        measured = encode().length
        since = 0
      }
      if (!fits(update)) return false
      since += update.length
      return true
    },
  }
}
