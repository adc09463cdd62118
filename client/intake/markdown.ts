/**
 * Markdown of a negotiated text: its square brackets are brackets, whatever stands behind them, and what only looks like a tag is words.
 *
 * Before: `[should](shall) [may] <amount> \[sic\]`. After: the same words, with `[should]` and `[may]` in brackets and `[sic]` as letters.
 */
import type { MarkedExtension, TokenizerAndRendererExtension } from 'marked'

/** Addresses that a link in Markdown may lead to: all else in parentheses is words. */
const isAddress = (href: string): boolean => /^(?:https?:|mailto:|www\.|\/|#)/i.test(href)

/** Elements that people write by hand in Markdown. */
const written =
  /^<\/?(?:a|b|br|del|em|i|ins|p|q|s|strong|sub|sup|u|table|thead|tbody|tr|td|th|ul|ol|li|h[1-6]|div|span)(?:\s[^>]*)?\/?>/i

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Brackets behind a backslash are letters. */
const literalBracket: TokenizerAndRendererExtension = {
  name: 'literalBracket',
  level: 'inline',
  start: (source) => source.search(/\\[[\]]/),
  tokenizer(source) {
    const [raw, letter] = /^\\([[\]])/.exec(source) ?? []
    return raw === undefined ? undefined : { type: 'literalBracket', raw, text: letter }
  },
  renderer: ({ text }) => `<span data-literal="">${String(text)}</span>`,
}

/** What stands in angle brackets and is no element that people write, nor an address. */
const angledWords: TokenizerAndRendererExtension = {
  name: 'angledWords',
  level: 'inline',
  start: (source) => source.indexOf('<'),
  tokenizer(source) {
    const isKnown = written.test(source) || /^<(?:!--|[a-z]+:|[^\s<>]+@)/i.test(source)
    const [raw] = isKnown ? [] : (/^<[^<>\n]*>?/.exec(source) ?? [])
    return raw === undefined ? undefined : { type: 'angledWords', raw, text: raw }
  },
  renderer: ({ text }) => escapeHtml(String(text)),
}

const extension: MarkedExtension = {
  gfm: true,
  extensions: [literalBracket, angledWords],
  tokenizer: {
    // A reference definition is a line of its own.
    def: () => undefined,
    reflink: () => undefined,
    html: (source) => (written.test(source.trimStart()) ? false : undefined),
    link(source) {
      const href = /^!?\[[^\]]*\]\(\s*<?([^\s)>]*)/.exec(source)?.[1]
      return href !== undefined && !isAddress(href) ? undefined : false
    },
  },
  renderer: {
    checkbox: ({ checked }) => `${checked ? '☒' : '☐'} `,
  },
}

/** Undefined where what reads it could not be loaded. */
export async function markdownToHtml(text: string): Promise<string | undefined> {
  const loaded = await import('marked').catch(() => undefined)
  if (!loaded) return undefined
  return new loaded.Marked(extension).parse(text.replaceAll(/\r\n?/g, '\n'), { async: true })
}
