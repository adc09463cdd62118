/** What many addresses of the OpenAPI document have in common: bodies, problems, and who is asked for. */
import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import { GroupId, TextId } from '#shared/domain/ids'
import { memberHeader, memberParameter, NamedMember, Problem, TextView } from '#shared/protocol/api'
import { ChainLine } from '#shared/protocol/chain-line'

/** An answer in JSON. */
export const json = (schema: z.ZodType, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})
/** A problem document (RFC 9457). */
export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
})
/** A request's body in JSON. */
export const body = (schema: z.ZodType) => ({
  required: true,
  content: { 'application/json': { schema } },
})
/** The group in an address. */
export const group = z.object({ groupId: GroupId })
/** Who is asked for: a session, or a personal link. */
export const signedIn: NonNullable<ZodOpenApiOperationObject['security']> = [
  { session: [] },
  { personalLink: [] },
]
/** Asked for too much at once. */
export const tooMany = {
  '429': problem('More at once than one member may ask for; see Retry-After.'),
}
/** For whom the page that asks was opened. */
export const named = z.object({ [memberHeader]: NamedMember.optional() })
/** The same in the address, where no header can be set. */
export const namedInAddress = { [memberParameter]: NamedMember.optional() }
/** Ends a sentence about a 409 with that case. */
export const orAnotherMember =
  'signed in is another member than the request names (`another-member`)'
export const anotherMember = problem(`${orAnotherMember.replace('s', 'S')}.`)
export const notSignedIn = problem('Not signed in.')
/** What is answered to whoever has no place in the group. */
export const outsiders = {
  '401': notSignedIn,
  '403': problem('No seat in this group, or the role may not.'),
  '409': anotherMember,
  ...tooMany,
}
/** What is answered to whoever may not read a text. */
export const notReaders = {
  '401': notSignedIn,
  '404': problem('No such text.'),
  '409': anotherMember,
}
/** The text in an address, and for whom the page that asks was opened. */
export const text = { path: z.object({ textId: TextId }), header: named }
/** The words of a text, by `Accept`. */
export const wordsInAnyForm = {
  description: 'The words.',
  content: { 'application/json': { schema: TextView }, 'text/html': {}, 'text/plain': {} },
}
/** The whole chain of a record. */
export const readChain: ZodOpenApiOperationObject = {
  summary: 'The hash chain, one line an event',
  security: signedIn,
  requestParams: { path: group, header: named },
  responses: {
    '200': {
      description: 'A line of JSON for each event, oldest first.',
      content: { 'application/x-ndjson': { schema: ChainLine } },
    },
    ...outsiders,
  },
}

/** A question about a group, with what its answer is. */
export const ofGroup = (
  summary: string,
  answer: ReturnType<typeof json>,
): { readonly get: ZodOpenApiOperationObject } => ({
  get: {
    summary,
    security: signedIn,
    requestParams: { path: group, header: named },
    responses: { '200': answer, ...outsiders },
  },
})

/** A question about a text, with what its answer is. */
export const ofText = (
  summary: string,
  answer: ReturnType<typeof json>,
): { readonly get: ZodOpenApiOperationObject } => ({
  get: {
    summary,
    security: signedIn,
    requestParams: text,
    responses: {
      '200': answer,
      ...tooMany,
      ...notReaders,
      '503': problem('Too much is asked for at once, or the disk refuses.'),
    },
  },
})
