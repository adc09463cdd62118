/** Reads a file that somebody brings to the room as HTML that can be pasted. Nothing of it leaves the device but the words. */

/** The kinds of files that can be read, for the file chooser. */
export const fileKinds = ['.docx', '.html', '.htm', '.md', '.txt'] as const

/** Bytes of a file, mostly pictures that are left out. */
const mostBytes = 20 * 1024 * 1024
/** Letters that come into a text at once: about two hundred pages. */
export const mostLetters = 400_000

/** `kind`: none that can be read; `large`; `empty`: no words; `broken`: not what its name says; `offline`: what reads it could not be loaded. */
type WhyNotRead = 'kind' | 'large' | 'empty' | 'broken' | 'offline'
export type FileRead =
  | { readonly ok: true; readonly html: string }
  | { readonly ok: false; readonly why: WhyNotRead }

const refused = (why: WhyNotRead): FileRead => ({ ok: false, why })

/** Text in the encoding that its first bytes tell; undefined where it is no text. */
function decode(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (isUtf16) return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Empty lines part paragraphs. Where there are none, each line is one. */
function plainToHtml(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').trim()
  const paragraphs = lines.split(/\n\s*\n/)
  const parts = paragraphs.length > 1 ? paragraphs : lines.split('\n')
  return parts.map((part) => `<p>${escaped(part.trim()).replaceAll('\n', '<br>')}</p>`).join('')
}

type Html = { readonly html: string | undefined } | 'offline'

async function wordToHtml(bytes: Uint8Array): Promise<Html> {
  const loaded = await import('mammoth').catch(() => undefined)
  if (!loaded) return 'offline'
  const { default: mammoth } = loaded
  try {
    const options = {
      // Pictures are left out, and are not even decoded.
      convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"],
      ignoreEmptyParagraphs: true,
    }
    const { buffer } = new Uint8Array(bytes)
    return { html: (await mammoth.convertToHtml({ arrayBuffer: buffer }, options)).value }
  } catch {
    return { html: undefined }
  }
}

async function markdownToHtml(text: string): Promise<Html> {
  const loaded = await import('marked').catch(() => undefined)
  return loaded ? { html: await loaded.marked.parse(text, { async: true }) } : 'offline'
}

/** What a file of this ending says as HTML; undefined where it is damaged. */
async function toHtml(ending: string, bytes: Uint8Array): Promise<Html> {
  if (ending === '.docx') return wordToHtml(bytes)
  const text = decode(bytes)
  if (text === undefined || ending === '.html' || ending === '.htm') return { html: text }
  return ending === '.txt' ? { html: plainToHtml(text) } : markdownToHtml(text)
}

/** What a file says, as far as it can be pasted. */
export async function fileToHtml(file: File): Promise<FileRead> {
  const ending = /\.[a-z]+$/.exec(file.name.toLowerCase())?.[0] ?? ''
  if (!fileKinds.some((kind) => kind === ending)) return refused('kind')
  if (file.size > mostBytes) return refused('large')
  // The file may be gone, or not theirs to read.
  const bytes = await file.arrayBuffer().catch(() => undefined)
  const read = bytes && (await toHtml(ending, new Uint8Array(bytes)))
  if (read === 'offline') return refused('offline')
  const html = read?.html
  if (html === undefined) return refused('broken')
  const words = new DOMParser().parseFromString(html, 'text/html').body.textContent ?? ''
  if (words.trim() === '') return refused('empty')
  return words.length > mostLetters ? refused('large') : { ok: true, html }
}
