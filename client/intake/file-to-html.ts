/** Reads a file that somebody brings to the room as HTML that can be pasted. Nothing of it leaves the device but the words. */
import { cleanHtml } from './clean-html.ts'
import { type Reading, readText, saidEncoding } from './encodings.ts'
import { type LeftOut, sumOf } from './left-out.ts'
import { markdownToHtml } from './markdown.ts'
import { plainToHtml } from './plain-text.ts'
import { wordToHtml } from './word-file.ts'

/** The kinds of files that can be read, for the file chooser. */
export const fileKinds = ['.docx', '.html', '.htm', '.md', '.txt'] as const
type FileKind = (typeof fileKinds)[number]

/** Bytes of a file, mostly pictures that are left out. */
const mostBytes = 20 * 1024 * 1024
/** Letters that come into a text at once: about two hundred pages. */
export const mostLetters = 400_000

/** `kind`: none that can be read; `large`; `empty`: no words; `broken`: not what its name says; `offline`: what reads it could not be loaded. */
export type WhyNotRead = 'kind' | 'large' | 'empty' | 'broken' | 'offline'
export type FileRead =
  /** Clean HTML, with what of the file could not be kept. */
  | { readonly is: 'read'; readonly html: string; readonly leftOut: LeftOut }
  | { readonly is: 'unsure'; readonly kind: FileKind; readonly readings: readonly Reading[] }
  | { readonly is: 'refused'; readonly why: WhyNotRead }

const refused = (why: WhyNotRead): FileRead => ({ is: 'refused', why })

function read(said: string, before: LeftOut): FileRead {
  const { html, leftOut } = cleanHtml(said)
  const words = new DOMParser().parseFromString(html, 'text/html').body.textContent ?? ''
  if (words.trim() === '') return refused('empty')
  if (words.length > mostLetters) return refused('large')
  return { is: 'read', html, leftOut: sumOf(before, leftOut) }
}

/** What a text says in the form that its file's ending tells. */
export async function textToHtml(kind: FileKind, text: string): Promise<FileRead> {
  if (kind === '.html' || kind === '.htm') return read(text, {})
  if (kind === '.txt') return read(plainToHtml(text), {})
  const html = await markdownToHtml(text)
  return html === undefined ? refused('offline') : read(html, {})
}

/** What a file says, as far as it can be pasted. */
export async function fileToHtml(file: File): Promise<FileRead> {
  const ending = /\.[a-z]+$/.exec(file.name.toLowerCase())?.[0] ?? ''
  const kind = fileKinds.find((each) => each === ending)
  if (!kind) return refused('kind')
  if (file.size > mostBytes) return refused('large')
  // The file may be gone, or not theirs to read.
  const buffer = await file.arrayBuffer().catch(() => undefined)
  if (!buffer) return refused('broken')
  const bytes = new Uint8Array(buffer)
  if (kind === '.docx') {
    const word = await wordToHtml(bytes)
    if (word === 'offline') return refused('offline')
    return word ? read(word.html, word.leftOut) : refused('broken')
  }
  const isPage = kind === '.html' || kind === '.htm'
  const text = await readText(bytes, isPage ? saidEncoding(bytes) : undefined).catch(
    () => undefined,
  )
  if (!text) return refused('offline')
  if (text.is === 'no text') return refused('broken')
  return text.is === 'unsure' ? { ...text, kind } : textToHtml(kind, text.text)
}
