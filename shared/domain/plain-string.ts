/** Strings that people type into forms: trimmed, bounded, without control characters. */
import { z } from 'zod'

const withoutControls = /^[^\p{Cc}\p{Cs}]*$/u
const withoutControlsButLines = /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u

/** One line of text, 1 to `max` characters. */
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must be at most ${max} characters long`)
    .regex(withoutControls, 'must not contain control characters')

/** One line of text that may be empty. */
export const oneLineOrEmpty = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `must be at most ${max} characters long`)
    .regex(withoutControls, 'must not contain control characters')

/** Several lines, at least one character. */
export const paragraphs = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must be at most ${max} characters long`)
    .regex(withoutControlsButLines, 'must not contain control characters')

/** Several lines that may be empty. */
export const paragraphsOrEmpty = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `must be at most ${max} characters long`)
    .regex(withoutControlsButLines, 'must not contain control characters')

/** A UTC instant, ISO 8601 with milliseconds and Z. */
export const Instant = z.iso.datetime({ precision: 3 }).meta({ id: 'Instant' })
export type Instant = z.infer<typeof Instant>

/** A calendar day, YYYY-MM-DD. */
export const CalendarDay = z.iso.date().meta({ id: 'CalendarDay' })
export type CalendarDay = z.infer<typeof CalendarDay>
