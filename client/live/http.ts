import { z } from 'zod'
import type { MemberId } from '#shared/domain/ids'
import { memberHeader, Problem, publicReader } from '#shared/protocol/api'
import { say } from '../messages/use-messages.ts'
import { usualPace } from './pace.ts'
import { askToReload } from './reload-needed.ts'
import { hearDateOf } from './server-clock.ts'
import { watchSilence } from './silence.ts'

/** An answer, or the problem that the server (or the network) had. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  /** `isOffline`: nobody answered, and whether the server did what it was asked is not known. */
  | {
      readonly ok: false
      readonly problem: Problem
      readonly isOffline: boolean
      /** When the server asked to come back later: after so many milliseconds. */
      readonly retryAfter?: number
    }

const problemOf = (title: string, detail: string): Problem => ({
  type: 'about:blank',
  title,
  status: 0,
  code: 'internal',
  detail,
})

/** Only of what was merely read can be said that nothing came of it. */
const noAnswer = (method = 'GET'): Problem =>
  problemOf(
    say('unanswered.title'),
    say(method === 'GET' ? 'unanswered.question' : 'unanswered.act'),
  )
const unreadable = (): Problem => problemOf(say('unreadable.title'), say('unreadable'))

/** The problem that a body tells. Of one whose code this page does not know, the server's own sentence is told all the same. */
function problemIn(body: unknown): Problem {
  const problem = Problem.safeParse(body)
  if (problem.success) return problem.data
  const newer = Problem.extend({ code: z.string() }).safeParse(body)
  if (!newer.success) return unreadable()
  askToReload('unreadable')
  return { ...newer.data, code: 'internal' }
}

/** Reads a JSON body; `heard` is called for each piece, so that a long answer over a poor line is not taken for silence. */
async function readJson({ body }: Response, heard: () => void): Promise<unknown> {
  const decoder = new TextDecoder()
  const reader = body?.getReader()
  let text = ''
  for (;;) {
    const piece = await reader?.read()
    if (!piece || piece.done) return JSON.parse(text + decoder.decode())
    heard()
    text += decoder.decode(piece.value, { stream: true })
  }
}

/** Asks the API; whatever comes back is checked before it is believed. Silence has an end: then nobody answered. */
export async function ask<T>(
  schema: z.ZodType<T>,
  path: string,
  init: Omit<RequestInit, 'headers' | 'signal'> & {
    readonly json?: unknown
    readonly headers?: Readonly<Record<string, string>>
    /** For which member the page that asks was opened; null for a reader. Only pages that are nobody's leave it out. */
    readonly member?: MemberId | null
    /** How long nothing may be heard, in milliseconds. */
    readonly patience?: number
  } = {},
): Promise<Answer<T>> {
  const { json, headers, member, patience = usualPace.answer, ...rest } = init
  const givingUp = new AbortController()
  const silence = watchSilence(
    () => patience,
    () => givingUp.abort(),
  )
  let response: Response
  let body: unknown
  const askedAt = Date.now()
  try {
    response = await fetch(path, {
      ...rest,
      signal: givingUp.signal,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(member === undefined ? {} : { [memberHeader]: member ?? publicReader }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    silence.heard()
    hearDateOf(response, askedAt)
    body = response.status === 204 ? null : await readJson(response, silence.heard)
  } catch {
    // No network, no answer in time, or not our server.
    return { ok: false, problem: noAnswer(rest.method), isOffline: true }
  } finally {
    silence.stop()
  }
  if (!response.ok) {
    const seconds = Number(response.headers.get('Retry-After') ?? 0)
    return {
      ok: false,
      problem: problemIn(body),
      isOffline: false,
      ...(response.status === 429 && seconds > 0 ? { retryAfter: 1000 * seconds } : {}),
    }
  }
  const value = schema.safeParse(body)
  if (value.success) return { ok: true, value: value.data }
  askToReload('unreadable')
  return { ok: false, problem: unreadable(), isOffline: false }
}
