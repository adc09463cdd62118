/**
 * Numbers and labels of a Word file's paragraphs, which it does not write but has Word work out: from the numbering of each level, its
 * text, its start, and what was counted before.
 *
 * Before: level 0 is `Article %1`, level 1 `%1.%2`; paragraphs at levels 0, 1, 1. After: "Article 1", "1.1", "1.2".
 */
import type { ListStyle } from '#shared/domain/content'
import { numberLabel } from '#shared/text/list-labels'
import type { Marker } from './list-markers.ts'
import { childOf, childrenOf, valueOf } from './word-xml.ts'

interface Level {
  readonly format: string
  readonly text: string
  readonly start: number
}
interface Numbering {
  /** Counts together with all that share it. */
  readonly counter: string
  readonly levels: ReadonlyMap<number, Level>
  /** Levels that this numbering begins anew at, once. */
  readonly restarts: ReadonlyMap<number, number>
}

const styles: Readonly<Record<string, Exclude<ListStyle, 'bullet'>>> = {
  decimal: 'number',
  decimalZero: 'number',
  lowerLetter: 'letter',
  upperLetter: 'upper-letter',
  lowerRoman: 'roman',
  upperRoman: 'upper-roman',
}

function levelsOf(holder: Element): Map<number, Level> {
  return new Map(
    childrenOf(holder, 'lvl').map((level): [number, Level] => [
      Number(valueOf(level, 'ilvl') ?? 0),
      {
        format: valueOf(childOf(level, 'numFmt')) ?? 'decimal',
        text: valueOf(childOf(level, 'lvlText')) ?? '',
        start: Number(valueOf(childOf(level, 'start')) ?? 1),
      },
    ]),
  )
}

function numberingsOf(page: Document | undefined): Map<string, Numbering> {
  const root = page?.documentElement
  if (!root) return new Map()
  const abstract = new Map(
    childrenOf(root, 'abstractNum').map((each) => [
      valueOf(each, 'abstractNumId') ?? '',
      levelsOf(each),
    ]),
  )
  return new Map(
    childrenOf(root, 'num').map((each): [string, Numbering] => {
      const counter = valueOf(childOf(each, 'abstractNumId')) ?? ''
      const levels = new Map(abstract.get(counter))
      const restarts = new Map<number, number>()
      for (const override of childrenOf(each, 'lvlOverride')) {
        const at = Number(valueOf(override, 'ilvl') ?? 0)
        for (const [level, own] of levelsOf(override)) levels.set(level, own)
        const start = valueOf(childOf(override, 'startOverride'))
        if (start !== undefined) restarts.set(at, Number(start))
      }
      return [valueOf(each, 'numId') ?? '', { counter, levels, restarts }]
    }),
  )
}

interface Place {
  readonly numId: string
  readonly level: number
}

/** Where a paragraph, or its style, says that it is numbered. */
function placeIn(properties: Element | undefined): Partial<Place> {
  const said = properties && childOf(properties, 'numPr')
  if (!said) return {}
  const [numId, level] = [valueOf(childOf(said, 'numId')), valueOf(childOf(said, 'ilvl'))]
  return {
    ...(numId !== undefined && { numId }),
    ...(level !== undefined && { level: Number(level) }),
  }
}

/** The places that paragraph styles give, with what they take from the styles that they are based on. */
function placesOfStyles(
  page: Document | undefined,
): (styleId: string | undefined) => Partial<Place> {
  const root = page?.documentElement
  const known = new Map(
    (root ? childrenOf(root, 'style') : []).map((style) => [
      valueOf(style, 'styleId') ?? '',
      style,
    ]),
  )
  const find = (styleId: string | undefined, depth: number): Partial<Place> => {
    const style = styleId === undefined ? undefined : known.get(styleId)
    if (!style || depth > 20) return {}
    return {
      ...find(valueOf(childOf(style, 'basedOn')), depth + 1),
      ...placeIn(childOf(style, 'pPr')),
    }
  }
  return (styleId) => find(styleId, 0)
}

const said = (format: string, number: number): string => {
  const style = styles[format]
  const label = style ? numberLabel(style, number).replaceAll(/[().]/g, '') : String(number)
  return format === 'decimalZero' && number < 10 ? `0${label}` : label
}

/** Tells each numbered paragraph's marker, asked for in the order of the document. */
export function markersOfFile(
  numbering: Document | undefined,
  stylesheet: Document | undefined,
): (paragraph: Element) => Marker | undefined {
  const numberings = numberingsOf(numbering)
  const placeOfStyle = placesOfStyles(stylesheet)
  const counters = new Map<string, number[]>()
  const begun = new Set<string>()
  return (paragraph) => {
    const properties = childOf(paragraph, 'pPr')
    const style = properties && valueOf(childOf(properties, 'pStyle'))
    const { numId = '0', level = 0 } = { ...placeOfStyle(style), ...placeIn(properties) }
    const own = numberings.get(numId)
    const form = own?.levels.get(level)
    if (!own || !form || form.format === 'none') return undefined
    if (form.format === 'bullet') return { level: level + 1, style: 'bullet' }
    const counts = counters.get(own.counter) ?? []
    counters.set(own.counter, counts)
    const restart = own.restarts.get(level)
    const isRestart = restart !== undefined && !begun.has(`${numId} ${level}`)
    begun.add(`${numId} ${level}`)
    const last = counts[level]
    const number = isRestart ? restart : last === undefined ? form.start : last + 1
    counts[level] = number
    counts.length = level + 1
    const label = form.text
      .replaceAll(/%(\d)/g, (_, digit: string) => {
        const at = Number(digit) - 1
        const above = own.levels.get(at)
        return said(above?.format ?? 'decimal', counts[at] ?? above?.start ?? 1)
      })
      .trim()
    const counted = styles[form.format]
    const isPlain = new RegExp(`^\\(?%${level + 1}[.)]?$`).test(form.text.trim())
    if (counted && isPlain) return { level: level + 1, style: counted, number }
    return label === '' ? undefined : { level: level + 1, label: label.slice(0, 40) }
  }
}
