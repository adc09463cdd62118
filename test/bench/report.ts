/** Tables and ratios. */

export interface Row {
  readonly server: string
  readonly figures: Readonly<Record<string, number>>
}

/** What a scenario must reach: Adref's figure over a peer's. */
export interface Bar {
  readonly figure: string
  readonly peer: string
  readonly atMost?: number
  readonly atLeast?: number
}

const short = (value: number): string =>
  Number.isNaN(value) ? '-' : value >= 100 ? value.toFixed(0) : value.toFixed(2)

/** One scenario as a table in Markdown, with a line for each bar. */
export function scenarioReport(title: string, rows: readonly Row[], bars: readonly Bar[]): string {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))]
  const lines = [
    `### ${title}`,
    '',
    `| server | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---|').join('')}`,
    ...rows.map(
      ({ server, figures }) =>
        `| ${server} | ${names.map((name) => short(figures[name] ?? Number.NaN)).join(' | ')} |`,
    ),
    '',
  ]
  const figureOf = (server: string, figure: string) =>
    rows.find((row) => row.server.startsWith(server))?.figures[figure] ?? Number.NaN
  for (const { figure, peer, atMost, atLeast } of bars) {
    const ratio = figureOf('Adref', figure) / figureOf(peer, figure)
    const holds =
      (atMost === undefined || ratio <= atMost) && (atLeast === undefined || ratio >= atLeast)
    const bar = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`
    lines.push(
      `- ${figure}: ${short(ratio)} × ${peer} (bar: ${bar}) ${holds ? 'holds' : '**does not hold**'}`,
    )
  }
  return `${lines.join('\n')}\n`
}
