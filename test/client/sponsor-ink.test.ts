import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { colours, tableColour } from '#shared/record/colours'

type Rgb = readonly number[]
const parse = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
const tokens = readFileSync(join(process.cwd(), 'client/ui/tokens.css'), 'utf8')
const themes = {
  light: tokens.slice(0, tokens.indexOf('@media')),
  dark: tokens.slice(tokens.indexOf(':root[data-theme="dark"]')),
}
const token = (theme: string, name: string): string =>
  new RegExp(`--${name}: ([^;]+);`).exec(theme)?.[1] ?? ''
const mix = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((value, index) => value * (1 - share) + (to[index] ?? 0) * share)
function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
function contrast(one: Rgb, other: Rgb): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

test('[UI-175] a sponsor’s colour as ink has a contrast of at least 4.5 on page, card and ground, in light and dark', () => {
  for (const [name, theme] of Object.entries(themes)) {
    const toward = token(theme, 'sponsor-toward') === 'white' ? [255, 255, 255] : [0, 0, 0]
    const share = Number.parseFloat(token(theme, 'sponsor-share')) / 100
    expect(share, `share in ${name}`).toBeGreaterThan(0)
    for (const ground of ['colour-page', 'colour-raised', 'colour-ground', 'colour-mark'])
      for (const colour of [...colours, tableColour]) {
        const ink = mix(parse(colour), toward, share)
        // Chosen words have a tint of the sponsor's colour behind them.
        const plain = parse(token(theme, ground))
        for (const behind of [plain, mix(plain, parse(colour), 0.16)])
          expect(contrast(ink, behind), `${name} ${ground} ${colour}`).toBeGreaterThanOrEqual(4.5)
      }
  }
})
