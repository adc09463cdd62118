/** The words of a text now, as JSON, HTML or plain text. */
import { Router } from 'express'
import { TextId } from '#shared/domain/ids'
import type { TextView } from '#shared/protocol/api'
import { canonicalJson, sha256Hex } from '#shared/record/chain'
import { refuse } from '#shared/record/refusal'
import { textRight } from '#shared/record/text-right'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import type { HttpContext } from './context.ts'
import { sendProblem, sendRefusal } from './problem.ts'
import { signInOf } from './sign-in.ts'

export function textRoutes({ records, rooms, identity, isSecure }: HttpContext): Router {
  const router = Router()
  router.get('/api/texts/:textId', async (request, response) => {
    const signIn = signInOf(request, identity, isSecure)
    if (!signIn) return sendProblem(response, 'signed-out')
    const textId = TextId.safeParse(request.params.textId)
    const groupId = textId.success ? records.groupOfText(textId.data) : undefined
    if (!textId.success || !groupId) return sendRefusal(response, refuse('text-unknown'))
    const actor = identity.actorIn(signIn, groupId)
    const state = records.stateOf(groupId)
    // A text that one may not read is not told apart from one that is not there.
    if (!actor || !state || textRight(state, actor, textId.data) === 'none')
      return sendRefusal(response, refuse('text-unknown'))
    await rooms.settled()
    const content = rooms.contentOf(textId.data)
    response.set('Cache-Control', 'no-store').vary('Accept')
    switch (request.accepts(['json', 'html', 'text'])) {
      case 'json': {
        const view: TextView = {
          textId: textId.data,
          groupId,
          at: new Date().toISOString(),
          content,
          digest: sha256Hex(canonicalJson(content)),
        }
        return response.json(view)
      }
      case 'html':
        return response
          .type('html')
          .send(
            `<!doctype html>\n<meta charset="utf-8">\n<title>${textId.data}</title>\n${contentToHtml(content)}\n`,
          )
      case 'text':
        return response.type('text/plain').send(contentToPlain(content))
      default:
        return sendProblem(response, 'not-acceptable')
    }
  })
  return router
}
