/** Adref as it is installed, set up over its own API: a group of delegations, texts to type in, and a reader by the follow link. */
import { join } from 'node:path'
import { z } from 'zod'
import { CommandId, mintId, RecommendationId, TextId } from '#shared/domain/ids'
import {
  CommandAnswer,
  FollowLink,
  PersonalLink,
  RecordView,
  SessionView,
} from '#shared/protocol/api'
import { freePort } from '../support/product.ts'
import { startChild, temporaryFolder } from './child.ts'
import { type Acting, type Server, type ServerNeeds, serverNames } from './server.ts'

const writers = 32
const json = { 'Content-Type': 'application/json' }
const bytes = () => crypto.getRandomValues(new Uint8Array(24))
const delegations = Array.from({ length: writers }, (_, index) => ({
  name: `Delegation ${index}`,
  code: `D${index}`,
  stakeholderGroup: 'government',
}))

const cookieOf = (answer: Response): string => answer.headers.get('set-cookie')?.split(';')[0] ?? ''

/** Who may come in and what there is to type in. */
async function setUp(url: string, setupCode: string, documents: number) {
  const made = await fetch(`${url}/api/groups`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      setupCode,
      name: 'Benchmark',
      parentBody: '',
      mandate: '',
      meeting: {
        title: 'Meeting',
        place: '',
        days: [{ date: '2012-01-13', title: 'Day', phase: 'drafting' }],
      },
      topics: ['Topic'],
      delegations,
    }),
  })
  const headers = { ...json, Cookie: cookieOf(made) }
  const session = SessionView.parse(await made.json())
  const group = `${url}/api/groups/${session.attendances[0]?.groupId}`
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const answer = await fetch(`${group}/${path}`, { headers, ...init })
    if (!answer.ok) throw new Error(await answer.text())
    return answer.json()
  }
  const { state } = RecordView.parse(await ask('record'))
  const tokens: string[] = []
  let chair = ''
  for (const { memberId, seatId } of Object.values(state.members)) {
    const seat = state.seats[seatId]
    if (!seat?.delegationId && seat?.role !== 'chair') continue
    const { link } = PersonalLink.parse(await ask(`members/${memberId}/link`, { method: 'POST' }))
    const token = link.split('#')[1] ?? ''
    if (seat.role === 'chair') chair = token
    else tokens.push(token)
  }
  const texts: TextId[] = []
  const recommendations: RecommendationId[] = []
  for (let index = 0; index < documents; index++) {
    const textId = mintId(TextId, 't', bytes())
    const recommendationId = mintId(RecommendationId, 'r', bytes())
    recommendations.push(recommendationId)
    await ask('commands', {
      method: 'POST',
      headers: { ...headers, 'Idempotency-Key': mintId(CommandId, 'cmd', bytes()) },
      body: JSON.stringify({
        type: 'add-recommendation',
        recommendationId,
        topicId: state.topics[0]?.topicId,
        title: `Text ${index}`,
        textId,
      }),
    })
    texts.push(textId)
  }
  const followPath = `meetings/${state.meetings[0]?.meetingId}/follow-link`
  const { link } = FollowLink.parse(await ask(followPath))
  const follow = async () => {
    const followed = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ token: link.split('/').at(-1) }),
    })
    return { Cookie: cookieOf(followed) }
  }
  return { group, chair, tokens, texts, recommendations, follow, reader: await follow() }
}

/** Rights, checks and durability on. */
export async function startAdref({ documents, pace }: ServerNeeds): Promise<Server> {
  const folder = temporaryFolder()
  const port = await freePort()
  const child = await startChild(folder, port, {
    command: ['dist/server/main.js', '--no-example'],
    environment: {
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'silent',
      ...(pace === 'unlimited' && {
        MEMBER_MESSAGES_PER_SECOND: '1000000',
        MEMBER_SOCKETS: '100000',
      }),
    },
    ready: 'Adref is at',
  })
  const setupCode = /setup#(\S+)/.exec(child.printed())?.[1] ?? ''
  const { group, chair, tokens, texts, recommendations, follow, reader } = await setUp(
    `http://localhost:${port}`,
    setupCode,
    documents,
  ).catch(async (cause: unknown) => {
    await child.remove()
    throw cause
  })
  const as: Acting['as'] = (seat) => ({
    Authorization: `Bearer ${seat === 'chair' ? chair : tokens[seat % writers]}`,
  })
  const acting: Acting = {
    group,
    as,
    follow,
    recommendationOf: (document) => z.string().parse(recommendations[document]),
    addDocument: (textId) => texts.push(TextId.parse(textId)) - 1,
    async command(seat, command) {
      const answer = await fetch(`${group}/commands`, {
        method: 'POST',
        headers: {
          ...json,
          ...as(seat),
          'Idempotency-Key': mintId(CommandId, 'cmd', bytes()),
        },
        body: JSON.stringify(command),
      })
      if (!answer.ok) throw new Error(await answer.text())
      const { events } = CommandAnswer.parse(await answer.json())
      return events[0]?.sequence ?? 0
    },
  }
  const documentName = (document: number) => z.string().parse(texts[document])
  return {
    ...child,
    id: 'adref',
    name: serverNames.adref,
    framing: 'y-websocket',
    documentName,
    acting,
    headers: (who) => (who === 'reader' ? reader : {}),
    address(document, who) {
      const token = who === 'reader' ? '' : `&token=${tokens[who % writers]}`
      return `ws://localhost:${port}/sync/${documentName(document)}?adref=1${token}`
    },
  }
}
