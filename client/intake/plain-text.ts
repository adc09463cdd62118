/** Plain text as paragraphs: every word and number as it stands, nothing made of it but brackets. */

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Empty lines part paragraphs. Where there are none, each line is one. Lines may end as on any system. */
export function plainToHtml(text: string): string {
  const lines = text.replaceAll(/\r\n?|[\u2028\u2029]/g, '\n').trim()
  const paragraphs = lines.split(/\n\s*\n/)
  const parts = paragraphs.length > 1 ? paragraphs : lines.split('\n')
  return parts.map((part) => `<p>${escaped(part.trim()).replaceAll('\n', '<br>')}</p>`).join('')
}
