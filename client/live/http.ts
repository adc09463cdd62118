import type { z } from 'zod'
import { Problem } from '#shared/protocol/api'

/** An answer, or the problem that the server (or the network) had. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem; readonly isOffline: boolean }

const noAnswer: Problem = {
  type: 'about:blank',
  title: 'No answer',
  status: 0,
  code: 'internal',
  detail: 'The server cannot be reached. Nothing was changed.',
}

/** Asks the API; whatever comes back is checked before it is believed. */
export async function ask<T>(
  schema: z.ZodType<T>,
  path: string,
  init: Omit<RequestInit, 'headers'> & {
    readonly json?: unknown
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<Answer<T>> {
  const { json, headers, ...rest } = init
  let response: Response
  let body: unknown
  try {
    response = await fetch(path, {
      ...rest,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    body = response.status === 204 ? null : await response.json()
  } catch {
    return { ok: false, problem: noAnswer, isOffline: true } // No network, or not our server.
  }
  if (!response.ok) {
    const problem = Problem.safeParse(body)
    return { ok: false, problem: problem.success ? problem.data : noAnswer, isOffline: false }
  }
  const value = schema.safeParse(body)
  return value.success
    ? { ok: true, value: value.data }
    : { ok: false, problem: noAnswer, isOffline: false }
}
