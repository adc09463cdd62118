/** The words of a text, now or at a past moment, as JSON, HTML or plain text; and whose they are. */
import { type Request, type Response, Router } from 'express'
import * as Y from 'yjs'
import type { TextContent } from '#shared/domain/content'
import { type GroupId, TextId } from '#shared/domain/ids'
import {
  TextAtQuery,
  type TextAttribution,
  type TextAuthors,
  type TextView,
} from '#shared/protocol/api'
import { canonicalJson, sha256Hex } from '#shared/record/chain'
import { refuse } from '#shared/record/refusal'
import { textRight } from '#shared/record/text-right'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { readContent } from '#shared/text/read-content'
import { lineages } from '../record/lineage.ts'
import type { HttpContext } from './context.ts'
import { fieldErrors, sendProblem, sendRefusal } from './problem.ts'
import { signInOf } from './sign-in.ts'

/** A text that the sender of a request may read. */
interface ReadableText {
  readonly textId: TextId
  readonly groupId: GroupId
}

/** Finds the text of a request; when it may not be read, the answer has been sent. */
function readableText(
  { records, identity, isSecure }: HttpContext,
  request: Request,
  response: Response,
): ReadableText | undefined {
  const signIn = signInOf(request, identity, isSecure)
  if (!signIn) {
    sendProblem(response, 'signed-out')
    return undefined
  }
  const textId = TextId.safeParse(request.params['textId'])
  const groupId = textId.success ? records.groupOfText(textId.data) : undefined
  const actor = groupId && identity.actorIn(signIn, groupId)
  const state = groupId && records.stateOf(groupId)
  // A text that one may not read is not told apart from one that is not there.
  const isReadable =
    textId.success && actor && state && textRight(state, actor, textId.data) !== 'none'
  if (!isReadable || !groupId) {
    sendRefusal(response, refuse('text-unknown'))
    return undefined
  }
  return { textId: textId.data, groupId }
}

/** Sends words in the form that the request accepts. */
function sendWords(
  request: Request,
  response: Response,
  { textId, groupId }: ReadableText,
  at: string,
  content: TextContent,
): void {
  response.set('Cache-Control', 'no-store').vary('Accept')
  switch (request.accepts(['json', 'html', 'text'])) {
    case 'json': {
      const digest = sha256Hex(canonicalJson(content))
      const view: TextView = { textId, groupId, at, content, digest }
      response.json(view)
      return
    }
    case 'html': {
      const head = `<!doctype html>\n<meta charset="utf-8">\n<title>${textId}</title>\n`
      response.type('html').send(`${head}${contentToHtml(content)}\n`)
      return
    }
    case 'text':
      response.type('text/plain').send(contentToPlain(content))
      return
    default:
      sendProblem(response, 'not-acceptable')
  }
}

export function textRoutes(context: HttpContext): Router {
  const { rooms, store, records } = context
  const router = Router()
  const lineageOf = lineages(store, records)

  router.get('/api/texts/:textId', async (request, response) => {
    const text = readableText(context, request, response)
    if (!text) return
    await rooms.settled()
    sendWords(request, response, text, new Date().toISOString(), rooms.contentOf(text.textId))
  })

  router.get('/api/texts/:textId/at', async (request, response) => {
    const text = readableText(context, request, response)
    if (!text) return
    const query = TextAtQuery.safeParse(request.query)
    if (!query.success) {
      sendProblem(response, 'malformed-request', fieldErrors(query.error))
      return
    }
    await rooms.settled()
    const { time } = query.data
    const doc = new Y.Doc()
    Y.applyUpdate(doc, await store.stateAt(text.textId, time))
    sendWords(request, response, text, time, readContent(doc))
  })

  router.get('/api/texts/:textId/authors', async (request, response) => {
    const text = readableText(context, request, response)
    if (!text) return
    await rooms.settled()
    const view: TextAuthors = {
      textId: text.textId,
      authors: [...rooms.authorsOf(text.textId)].map(([clientId, memberId]) => ({
        clientId,
        memberId,
      })),
    }
    response.set('Cache-Control', 'no-store').json(view)
  })

  /** Once for all who ask for the same words. */
  const attributions = new Map<
    TextId,
    { readonly changes: number; readonly view: Promise<TextAttribution> }
  >()
  const attribute = async (textId: TextId, groupId: GroupId): Promise<TextAttribution> => {
    const { version, authors, kept } = await store.attributionOf(lineageOf(textId, groupId))
    return {
      textId,
      version,
      authors: [...authors].map(([clientId, memberId]) => ({ clientId, memberId })),
      kept: kept.map(({ author, ...range }) => ({ ...range, memberId: author })),
    }
  }
  router.get('/api/texts/:textId/attribution', async (request, response) => {
    const text = readableText(context, request, response)
    if (!text) return
    await rooms.settled()
    const { textId, groupId } = text
    const changes = rooms.changesOf(textId)
    const known = attributions.get(textId)
    const view = known?.changes === changes ? known.view : attribute(textId, groupId)
    attributions.set(textId, { changes, view })
    // Only questions that are asked at the same time share an answer: nothing of it is kept in memory here.
    const forget = () => {
      if (attributions.get(textId)?.view === view) attributions.delete(textId)
    }
    view.then(forget, forget)
    response.set('Cache-Control', 'no-store').json(await view)
  })

  return router
}
