/** The words of a text, now or at a past moment, as JSON, HTML or plain text; and whose they are. */
import { type Request, type Response, Router } from 'express'
import type { TextContent } from '#shared/domain/content'
import { type GroupId, TextId } from '#shared/domain/ids'
import {
  TextAtQuery,
  type TextAttribution,
  type TextAuthors,
  type TextView,
} from '#shared/protocol/api'
import type { TextDeletions } from '#shared/protocol/deletions'
import { canonicalJson, sha256Hex } from '#shared/record/chain'
import { refuse } from '#shared/record/refusal'
import { textRight } from '#shared/record/text-right'
import { contentToHtml } from '#shared/text/content-to-html'
import { contentToPlain } from '#shared/text/content-to-plain'
import { accountKeyOf, type Reader } from '../sync/rights.ts'
import type { TextRooms } from '../sync/text-rooms-door.ts'
import type { HttpContext } from './context.ts'
import { openPlaces } from './places.ts'
import { fieldErrors, sendProblem, sendRefusal, sendTooMany } from './problem.ts'
import { type SharedAnswer, sendShared } from './shared-answers.ts'
import { isForNamed, signInOf } from './sign-in.ts'

/** A text that the sender of a request may read. */
interface ReadableText {
  readonly textId: TextId
  readonly groupId: GroupId
  readonly reader: Reader
}

/** Past moments that one member, or the readers of the follow link together, may ask for at once: each is a text replayed from its log. */
const mostPastMoments = 2
/** A text replayed costs as much as a message so many times its length. */
const priceOfReplay = 4

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
  const reader = groupId && identity.readerIn(signIn, groupId)
  if (reader && !isForNamed(request, response, reader)) return undefined
  const state = groupId && records.stateOf(groupId)
  // A text that one may not read is not told apart from one that is not there.
  const isReadable =
    textId.success && actor && state && textRight(state, actor, textId.data) !== 'none'
  if (!isReadable || !groupId || !reader) {
    sendRefusal(response, refuse('text-unknown'))
    return undefined
  }
  return { textId: textId.data, groupId, reader }
}

/** Deletions are told of so many milliseconds, and of the hour that began before. */
const deletionsToldOf = 24 * 3_600_000
const anHour = 3_600_000

/** Lets a reader pay for so many bytes of words. */
function charge({ memberLimits }: TextRooms, reader: Reader, bytes: number): void {
  memberLimits.charge(memberLimits.accountOf(accountKeyOf(reader)), bytes, 1)
}

/** The forms of words, each but for what differs from one answer to the next: its type, how it begins, and how it ends. */
const forms = {
  json: {
    type: 'json',
    put: ({ textId, groupId }: ReadableText, content: TextContent): string => {
      const digest = sha256Hex(canonicalJson(content))
      const view: Omit<TextView, 'at'> = { textId, groupId, content, digest }
      return JSON.stringify(view).slice(0, -1)
    },
    end: (at: string) => `,"at":${JSON.stringify(at)}}`,
  },
  html: {
    type: 'html',
    put: ({ textId }: ReadableText, content: TextContent): string => {
      const head = `<!doctype html>\n<meta charset="utf-8">\n<title>${textId}</title>\n`
      return `${head}${contentToHtml(content)}\n`
    },
    end: () => '',
  },
  text: {
    type: 'text/plain',
    put: (_text: ReadableText, content: TextContent): string => contentToPlain(content),
    end: () => '',
  },
}

/** The form in which a request wants words; when there is none, the answer has been sent. */
function formFor(request: Request, response: Response): keyof typeof forms | undefined {
  response.vary('Accept')
  switch (request.accepts(['json', 'html', 'text'])) {
    case 'json':
      return 'json'
    case 'html':
      return 'html'
    case 'text':
      return 'text'
    default:
      sendProblem(response, 'not-acceptable')
      return undefined
  }
}

export function textRoutes(context: HttpContext): Router {
  const { rooms, store, metrics, answers, now } = context
  const router = Router()
  const pastMoments = openPlaces(mostPastMoments)
  /** Whether a reader may ask now; when not, the answer has been sent. */
  const mayAsk = ({ reader }: ReadableText, response: Response): boolean => {
    const { memberLimits } = rooms
    const wait = memberLimits.debtOf(memberLimits.accountOf(accountKeyOf(reader)))
    if (wait === 0) return true
    metrics.turnedAway('words')
    sendTooMany(response, wait)
    return false
  }

  const authorsOf = (textId: TextId): TextAuthors['authors'] =>
    [...rooms.authorsOf(textId)].map(([clientId, memberId]) => ({ clientId, memberId }))

  /** What is asked of a text: worked out once for all who may read it, until somebody writes in it. */
  const answered = async (
    text: ReadableText,
    what: string,
    put: () => string | Promise<string>,
    version = '',
  ): Promise<SharedAnswer> => {
    const answer = await answers.of(
      `${what} ${text.textId}`,
      `${store.epoch} ${rooms.changesOf(text.textId)} ${version}`,
      async () => [await put()],
    )
    charge(rooms, text.reader, answer.body.length)
    return answer
  }

  router.get('/api/texts/:textId', async (request, response) => {
    const text = readableText(context, request, response)
    if (!text) return
    await rooms.settled()
    if (!mayAsk(text, response)) return
    const form = formFor(request, response)
    if (!form) return
    const { type, put, end } = forms[form]
    const answer = await answered(text, form, () => put(text, rooms.contentOf(text.textId)))
    // Whoever has these words has them, whatever the time is.
    await sendShared(request, response.type(type), answer, end(new Date().toISOString()), '')
  })

  router.get('/api/texts/:textId/at', async (request, response) => {
    const text = readableText(context, request, response)
    if (!text) return
    const query = TextAtQuery.safeParse(request.query)
    if (!query.success) {
      sendProblem(response, 'malformed-request', fieldErrors(query.error))
      return
    }
    const { time } = query.data
    if (!mayAsk(text, response)) return
    const form = formFor(request, response)
    if (!form) return
    const leave = pastMoments.enter(text.reader.memberId ?? text.groupId)
    if (!leave) {
      metrics.turnedAway('past-moments')
      sendTooMany(response, 0)
      return
    }
    try {
      await rooms.settled()
      const { content, bytes } = await store.contentAt(text.textId, time)
      charge(rooms, text.reader, priceOfReplay * bytes)
      const { type, put, end } = forms[form]
      const body = put(text, content) + end(time)
      charge(rooms, text.reader, body.length)
      response.set('Cache-Control', 'no-store').type(type).send(body)
    } finally {
      leave()
    }
  })

  router.get('/api/texts/:textId/authors', async (request, response) => {
    const text = readableText(context, request, response)
    if (!text) return
    await rooms.settled()
    if (!mayAsk(text, response)) return
    const { textId } = text
    const answer = await answered(text, 'authors', () => {
      const view: TextAuthors = { textId, authors: authorsOf(textId) }
      return JSON.stringify(view)
    })
    await sendShared(request, response.type('json'), answer)
  })

  router.get('/api/texts/:textId/attribution', async (request, response) => {
    const text = readableText(context, request, response)
    if (!text) return
    await rooms.settled()
    if (!mayAsk(text, response)) return
    const { textId } = text
    const answer = await answered(text, 'attribution', () => {
      const view: TextAttribution = {
        textId,
        version: rooms.changesOf(textId),
        authors: authorsOf(textId),
        copies: [...rooms.copiesOf(textId)],
      }
      return JSON.stringify(view)
    })
    await sendShared(request, response.type('json'), answer)
  })

  router.get('/api/texts/:textId/deletions', async (request, response) => {
    const text = readableText(context, request, response)
    if (!text) return
    await rooms.settled()
    if (!mayAsk(text, response)) return
    const { textId, reader } = text
    const hour = Math.floor((now().getTime() - deletionsToldOf) / anHour) * anHour
    const since = new Date(hour).toISOString()
    const put = async () => {
      const { deletions, bytes } = await store.deletionsSince(textId, since)
      charge(rooms, reader, bytes)
      const view: TextDeletions = { textId, since, deletions: [...deletions] }
      return JSON.stringify(view)
    }
    const answer = await answered(text, 'deletions', put, since)
    await sendShared(request, response.type('json'), answer)
  })

  return router
}
