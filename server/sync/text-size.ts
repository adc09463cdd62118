/** How large a text is, encoded and in memory, without encoding or walking it at every update. */
import { limits } from '#shared/protocol/frames'

/** Near the limit a text is measured again only when it may have grown by so many bytes: measuring a large one takes long. */
const worthMeasuring = limits.text / 64

/** A byte of the log is so many in memory: the words, and the text as it is sent to those who join. */
const memoryPerByte = 4
/** Whatever was typed by itself is a struct, of a letter or a page: its objects take so many bytes (measured: 150 to 650). */
const memoryPerStruct = 400

/** Estimated bytes in memory of a text with a log of so many bytes and a document of so many structs. */
export const memoryOf = (logBytes: number, structs: number): number =>
  memoryPerByte * logBytes + memoryPerStruct * structs

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
