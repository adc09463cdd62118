/**
 * Text from bytes. What says its encoding, by its first bytes or as a page does, or is UTF-8 all through, is read so; of anything else
 * nobody but its owner knows, so the likely readings are given to choose from.
 */
import type { Match } from 'chardet'

export type TextRead =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'unsure'; readonly readings: readonly Reading[] }
  | { readonly is: 'no text' }
/** A file as it reads in an encoding. */
export interface Reading {
  readonly encoding: string
  readonly text: string
}

/** Encodings in which files without a mark are written, in the order in which they are offered when none is likelier. */
const usual = [
  'windows-1252',
  'windows-1251',
  'windows-1256',
  'windows-1253',
  'windows-1255',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-kr',
  'koi8-r',
  'windows-1250',
  'windows-1254',
  'windows-874',
] as const
const mostReadings = 6

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function markedEncoding([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined
}

/** What a page says of itself in its first bytes, as browsers look for it. */
export function saidEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 4096))
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]
}

/** Characters that no text holds: signs of a wrong encoding. */
const isOdd = (text: string): boolean => /(?![\t\n\v\f\r])\p{Cc}|\ufffd/u.test(text)

async function likely(bytes: Uint8Array): Promise<readonly string[]> {
  const { analyse } = await import('chardet')
  const found: readonly Match[] = analyse(bytes.subarray(0, 65_536))
  return found.map(({ name }) => name.toLowerCase())
}

/** What bytes say. `said` is the encoding that they tell themselves. */
export async function readText(bytes: Uint8Array, said?: string): Promise<TextRead> {
  const marked = markedEncoding(bytes)
  if (marked !== undefined) return { is: 'text', text: new TextDecoder(marked).decode(bytes) }
  if (bytes.includes(0)) return { is: 'no text' }
  const own = said === undefined ? undefined : decoded(bytes, said)
  const text = own ?? decoded(bytes, 'utf-8')
  if (text !== undefined) return { is: 'text', text }
  const readings: Reading[] = []
  // Plain Latin letters alone would have been read as UTF-8.
  const guessed = (await likely(bytes)).filter((name) => name !== 'ascii')
  for (const encoding of [...guessed, ...usual]) {
    const read = decoded(bytes, encoding)
    const isKnown = read === undefined || isOdd(read) || readings.some((each) => each.text === read)
    if (!isKnown) readings.push({ encoding, text: read })
    if (readings.length === mostReadings) break
  }
  return readings.length === 0 ? { is: 'no text' } : { is: 'unsure', readings }
}

/** The part of a reading by which its owner knows whether it is right: the first line with a letter that is not plain Latin. */
export function sampleOf({ text }: Reading): string {
  const lines = text.split(/\r\n?|\n/)
  const line = lines.find((each) => /\P{ASCII}/u.test(each)) ?? lines[0] ?? ''
  const at = Math.max(0, line.search(/\P{ASCII}/u) - 40)
  return line.slice(at, at + 120).trim()
}
