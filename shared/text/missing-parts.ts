/** What a recommendation still lacks of what the chair asked for: task, implementation, responsible body, monitoring. */
import type { Cell, TextContent } from '../domain/content.ts'
import { flatInlines, flatWords } from './flat-words.ts'

/** What can be missing: of the whole text, or in a row. */
export const missingCodes = {
  whole: ['no-words', 'no-tasks', 'no-provisions'],
  inRow: [
    'task-without-what',
    'task-without-responsible-body',
    'task-without-implementation',
    'task-without-timeline',
    'provision-without-indicator',
    'provision-without-target',
    'provision-without-means-of-verification',
  ],
} as const

export type MissingPart =
  | { readonly code: (typeof missingCodes.whole)[number] }
  | {
      readonly code: (typeof missingCodes.inRow)[number]
      /** 1-based row. */
      readonly row: number
    }

const isBlank = (cell: Cell): boolean => flatInlines(cell).trim() === ''

/** Everything that is missing, in reading order. */
export function missingParts(content: TextContent): MissingPart[] {
  const missing: MissingPart[] = []
  if (flatWords(content.words).trim() === '') missing.push({ code: 'no-words' })
  if (content.tasks.length === 0) missing.push({ code: 'no-tasks' })
  content.tasks.forEach((task, index) => {
    const row = index + 1
    if (isBlank(task.what)) missing.push({ code: 'task-without-what', row })
    if (isBlank(task.responsibleBody)) missing.push({ code: 'task-without-responsible-body', row })
    if (isBlank(task.implementation)) missing.push({ code: 'task-without-implementation', row })
    if (isBlank(task.timeline)) missing.push({ code: 'task-without-timeline', row })
  })
  if (content.provisions.length === 0) missing.push({ code: 'no-provisions' })
  content.provisions.forEach((provision, index) => {
    const row = index + 1
    if (isBlank(provision.indicator)) missing.push({ code: 'provision-without-indicator', row })
    if (isBlank(provision.target)) missing.push({ code: 'provision-without-target', row })
    if (isBlank(provision.meansOfVerification))
      missing.push({ code: 'provision-without-means-of-verification', row })
  })
  return missing
}
