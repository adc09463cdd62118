/** The twelve delegation colours (#rrggbb), each with a contrast of at least 4.5 to white (WCAG 2.2, 1.4.3). */
export const colours = [
  '#7c3aed',
  '#0f766e',
  '#a16207',
  '#be185d',
  '#1d4ed8',
  '#b91c1c',
  '#4d7c0f',
  '#a21caf',
  '#0369a1',
  '#c2410c',
  '#15803d',
  '#4338ca',
] as const

/** The colour of those at the table who speak for no delegation. */
export const tableColour = '#334155'
