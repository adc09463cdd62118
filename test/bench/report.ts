/** Tables, and what they must show. */
import { type ServerName, serverNames } from './server.ts'

/** A number, or a word such as yes. */
export type Figure = number | string
export type Figures = Readonly<Record<string, Figure>>

export interface Row {
  readonly server: ServerName
  readonly figures: Figures
  /** Why there are no figures, or not from all rounds. */
  readonly failure?: string
}

/** What Adref must reach in a scenario: over a peer in the same run, or by itself. */
export type Bar = { readonly figure: string } & (
  | {
      readonly peer: ServerName
      readonly atMost: number
      /** A peer that never came to a figure is outrun. */
      readonly peerMayFail?: true
    }
  | { readonly peer: ServerName; readonly atLeast: number; readonly aim?: number }
  | { readonly atMost: number; readonly peer?: undefined }
  | { readonly is: Figure }
)

/** How one bar came out. */
export interface Verdict {
  readonly scenario: string
  readonly bar: string
  readonly found: string
  readonly outcome: 'holds' | 'does not hold' | 'not judged'
}

export const isThere = (figure: Figure | undefined): figure is Figure =>
  figure !== undefined && !Number.isNaN(figure)

const shown = (figure: Figure | undefined): string => {
  if (!isThere(figure)) return '-'
  if (typeof figure === 'string' || Number.isInteger(figure)) return String(figure)
  const size = Math.abs(figure)
  if (size < 0.1) return figure.toPrecision(2)
  return figure.toFixed(size >= 100 ? 0 : 2)
}

/** Compares Adref's figure with the bar; an unfinished Adref holds nothing. */
function judge(bar: Bar, rows: readonly Row[]): Omit<Verdict, 'scenario'> {
  const row = (server: ServerName) => rows.find((each) => each.server === server)
  const own = row('adref')?.figures[bar.figure]
  const outcome = (holds: boolean) =>
    holds && row('adref')?.failure === undefined ? ('holds' as const) : ('does not hold' as const)
  if ('is' in bar)
    return {
      bar: `${bar.figure}: ${bar.is}`,
      found: shown(own),
      outcome: outcome(own === bar.is),
    }
  if (bar.peer === undefined)
    return {
      bar: `${bar.figure}: at most ${bar.atMost}`,
      found: shown(own),
      outcome: outcome(typeof own === 'number' && own <= bar.atMost),
    }
  const peer = serverNames[bar.peer]
  const isMost = 'atMost' in bar
  const aim = !isMost && bar.aim !== undefined ? ` (aim: ${bar.aim} ×)` : ''
  const says = `${bar.figure}: at ${isMost ? `most ${bar.atMost}` : `least ${bar.atLeast}`} × ${peer}${aim}`
  const theirs = row(bar.peer)?.figures[bar.figure]
  if (typeof own !== 'number' || !isThere(own))
    return { bar: says, found: shown(own), outcome: 'does not hold' }
  if (typeof theirs !== 'number' || !isThere(theirs)) {
    const isOutrun = isMost && bar.peerMayFail === true
    return {
      bar: says,
      found: `${peer} has no figure`,
      outcome: isOutrun ? outcome(true) : 'not judged',
    }
  }
  const ratio = own / theirs
  return {
    bar: says,
    found: `${shown(ratio)} ×`,
    outcome: outcome(isMost ? ratio <= bar.atMost : ratio >= bar.atLeast),
  }
}

const emphasized = (outcome: Verdict['outcome']): string =>
  outcome === 'holds' ? outcome : `**${outcome}**`

/** One scenario as a table in Markdown, with a line for each bar. */
export function scenarioReport(
  title: string,
  rows: readonly Row[],
  bars: readonly Bar[],
): { text: string; verdicts: readonly Verdict[] } {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))]
  const verdicts = bars.map((bar) => ({ scenario: title, ...judge(bar, rows) }))
  const lines = [
    `### ${title}`,
    '',
    `| server | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---|').join('')}`,
    ...rows.map(({ server, figures, failure }) => {
      const name = `${serverNames[server]}${failure === undefined ? '' : ` (failed: ${failure})`}`
      return `| ${name} | ${names.map((each) => shown(figures[each])).join(' | ')} |`
    }),
    '',
    ...verdicts.map(
      ({ bar, found, outcome }) => `- ${bar}. Found: ${found}. ${emphasized(outcome)}`,
    ),
  ]
  return { text: `${lines.join('\n')}\n`, verdicts }
}

/** All bars in one table. */
export function summary(verdicts: readonly Verdict[]): string {
  const count = (outcome: Verdict['outcome']) =>
    verdicts.filter((each) => each.outcome === outcome).length
  return [
    '## All bars',
    '',
    `${count('holds')} hold, ${count('does not hold')} do not, ${count('not judged')} could not be judged.`,
    '',
    '| scenario | bar | found | |',
    '|---|---|---|---|',
    ...verdicts.map(
      ({ scenario, bar, found, outcome }) =>
        `| ${scenario} | ${bar} | ${found} | ${emphasized(outcome)} |`,
    ),
    '',
  ].join('\n')
}

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The median of each figure over several rounds; words are those of the last round. */
export function medians(rounds: readonly Figures[]): Figures {
  const last = rounds.at(-1) ?? {}
  return Object.fromEntries(
    Object.entries(last).map(([name, figure]) => [
      name,
      typeof figure === 'string'
        ? figure
        : medianOf(rounds.flatMap((round) => Number(round[name] ?? Number.NaN))),
    ]),
  )
}

/** Percentiles of numbers. */
export function percentiles(values: readonly number[]): { p50: number; p95: number; p99: number } {
  const sorted = Float64Array.from(values).toSorted()
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
