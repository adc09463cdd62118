/** The OpenAPI 3.1 document, from the schemas that the routes validate with. */
import { z } from 'zod'
import { createDocument } from 'zod-openapi'
import { CommandId, MeetingId, MemberId } from '#shared/domain/ids'
import {
  BracketCounts,
  CommandAnswer,
  epochHeader,
  FollowLink,
  HistoryQuery,
  HistoryView,
  PersonalLink,
  RecordView,
  SessionView,
  SetUpRequest,
  SignInRequest,
  StoreEpoch,
  TextAtQuery,
  TextAttribution,
  TextAuthors,
} from '#shared/protocol/api'
import { TextDeletions } from '#shared/protocol/deletions'
import { DeskView } from '#shared/protocol/desk'
import { CollectedLine, RecordNews } from '#shared/protocol/event-streams'
import { OwnBrackets } from '#shared/protocol/own-brackets'
import { TemperatureAnswer, TemperatureCheckRequest } from '#shared/protocol/temperature'
import { Command } from '#shared/record/command'
import {
  anotherMember,
  body,
  group,
  json,
  named,
  namedInAddress,
  notReaders,
  notSignedIn,
  ofGroup,
  ofText,
  orAnotherMember,
  outsiders,
  problem,
  readChain,
  signedIn,
  text,
  tooMany,
  wordsInAnyForm,
} from './openapi-parts.ts'

/** Builds the document served at `/api/openapi.json`. */
export function openApiDocument(): object {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Adref',
      version: '1',
      description:
        'The drafting room for working groups. Words travel over the y-websocket protocol at /sync/{textId}; see docs/protocol.md.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'adref_session' },
        personalLink: { type: 'http', scheme: 'bearer' },
      },
    },
    paths: {
      '/api/session': {
        get: { summary: 'Who am I', responses: { '200': json(SessionView, 'Your places.') } },
        post: {
          summary: 'Sign in by a personal or follow link',
          requestBody: body(SignInRequest),
          responses: {
            '201': json(SessionView, 'Signed in; the cookie is set.'),
            '404': problem('The link is not known.'),
            '409': problem(
              'The link is the seat of another member than the one who is signed in (`signed-in-as-another`): `seats` tells both; `inPlaceOf` takes it.',
            ),
            '410': problem('The link has expired, was revoked, or is closed.'),
            ...tooMany,
          },
        },
        delete: {
          summary: 'Sign out, in all windows of the browser',
          requestParams: { header: named },
          responses: {
            '204': { description: 'Signed out.' },
            '409': anotherMember,
          },
        },
      },
      '/api/groups': {
        post: {
          summary: 'Make the first group',
          requestBody: body(SetUpRequest),
          responses: {
            '201': json(SessionView, 'Made; you are its secretariat.'),
            '400': problem('A field is wrong.'),
            '403': problem('The set-up code is wrong.'),
            '409': problem('A group exists already.'),
          },
        },
      },
      '/api/groups/{groupId}/commands': {
        post: {
          summary: 'Ask something of the record',
          description:
            'The same command of the same member under the same key gives the first answer again. The key is refused (409, `key-used`) for another command and to another member.',
          security: signedIn,
          requestParams: {
            path: group,
            header: named.extend({
              'Idempotency-Key': CommandId,
              [epochHeader]: StoreEpoch.optional(),
            }),
          },
          requestBody: body(Command),
          responses: {
            '200': json(CommandAnswer, 'What it caused.'),
            ...outsiders,
            '404': problem('Something that the command names does not exist.'),
            '409': problem(
              `The state of things forbids it, the key was used for another act, or ${orAnotherMember}.`,
            ),
            '413': problem('The body is too large.'),
            '422': problem('The command is malformed.'),
            '503': problem('The disk refuses.'),
          },
        },
      },
      '/api/groups/{groupId}/record': {
        get: {
          summary: 'The state now',
          security: signedIn,
          requestParams: { path: group, header: named },
          responses: {
            '200': json(RecordView, 'The state, and who you are.'),
            ...outsiders,
          },
        },
      },
      '/api/groups/{groupId}/record/history': {
        get: {
          summary: 'Events, newest first',
          security: signedIn,
          requestParams: { path: group, header: named, query: HistoryQuery },
          responses: { '200': json(HistoryView, 'A page.'), ...outsiders },
        },
      },
      '/api/groups/{groupId}/record/chain': { get: readChain },
      '/api/groups/{groupId}/record/events': {
        get: {
          summary: 'What follows, as server-sent events; as JSON, what the stream would say now',
          security: signedIn,
          requestParams: {
            path: group,
            header: named.extend({ 'Last-Event-ID': z.string().optional() }),
            query: z.object({ after: z.string().optional(), ...namedInAddress }),
          },
          responses: {
            '200': {
              description: 'A stream, or what it would say.',
              content: { 'text/event-stream': {}, 'application/json': { schema: RecordNews } },
            },
            ...outsiders,
          },
        },
      },
      '/api/groups/{groupId}/desk': ofGroup(
        'What the words leave open, for the chair and the secretariat',
        json(DeskView, 'Of what is not decided.'),
      ),
      '/api/groups/{groupId}/own-brackets': ofGroup(
        'The brackets that one’s delegation wants, in the order of the texts',
        json(OwnBrackets, 'In what is not decided.'),
      ),
      '/api/groups/{groupId}/temperature-check': {
        post: {
          summary: 'Open a temperature check of two minutes; no record is kept of it',
          security: signedIn,
          requestParams: { path: group, header: named },
          requestBody: body(TemperatureCheckRequest),
          responses: {
            '204': { description: 'Open; the picture comes on the event stream.' },
            '400': problem('A field is wrong.'),
            ...outsiders,
            '404': problem('No such recommendation.'),
          },
        },
        delete: {
          summary: 'Take the temperature check away',
          security: signedIn,
          requestParams: { path: group, header: named },
          responses: {
            '204': { description: 'Gone.' },
            ...outsiders,
            '409': problem(`There is none, or ${orAnotherMember}.`),
          },
        },
      },
      '/api/groups/{groupId}/temperature-check/answer': {
        put: {
          summary: "Give your delegation's answer; the last one counts",
          security: signedIn,
          requestParams: { path: group, header: named },
          requestBody: body(TemperatureAnswer),
          responses: {
            '204': { description: 'Counted.' },
            '400': problem('A field is wrong.'),
            ...outsiders,
            '409': problem(`No check takes answers now, or ${orAnotherMember}.`),
          },
        },
      },
      '/api/groups/{groupId}/brackets': {
        get: {
          summary: 'How many square brackets each text has, and how many all had through the day',
          security: signedIn,
          requestParams: { path: group, header: named },
          responses: { '200': json(BracketCounts, 'The counts.'), ...outsiders },
        },
      },
      '/api/groups/{groupId}/members/{memberId}/link': {
        post: {
          summary:
            "Make a member's personal link; the one before ends, but not the sign-in that asks for its own",
          security: signedIn,
          requestParams: { path: group.extend({ memberId: MemberId }), header: named },
          responses: {
            '201': json(PersonalLink, 'The link, shown once.'),
            ...outsiders,
          },
        },
      },
      '/api/groups/{groupId}/meetings/{meetingId}/follow-link': {
        get: {
          summary: "A meeting's public follow link",
          security: signedIn,
          requestParams: { path: group.extend({ meetingId: MeetingId }), header: named },
          responses: { '200': json(FollowLink, 'The link.'), ...outsiders },
        },
      },
      '/api/texts/{textId}': {
        get: {
          summary: 'The words of a text now',
          security: signedIn,
          requestParams: text,
          responses: {
            '200': wordsInAnyForm,
            ...notReaders,
            '406': problem('Not a form that this address gives.'),
            ...tooMany,
          },
        },
      },
      '/api/texts/{textId}/at': {
        get: {
          summary: 'The words of a text at a past moment',
          security: signedIn,
          requestParams: { ...text, query: TextAtQuery },
          responses: {
            '200': wordsInAnyForm,
            '400': problem('The time is not an instant such as 2012-01-13T10:00:00.000Z.'),
            ...notReaders,
            ...tooMany,
            '503': problem('Too many past moments are asked for at once, or the disk refuses.'),
          },
        },
      },
      '/api/texts/{textId}/authors': ofText(
        'Which member is bound to which Yjs client id',
        json(TextAuthors, 'The bindings.'),
      ),
      '/api/texts/{textId}/attribution': ofText(
        'Who wrote what stands in a text, also where others have moved it or brought it back',
        json(TextAttribution, 'Authors by client id, and which letters are copies of which.'),
      ),
      '/api/texts/{textId}/deletions': ofText(
        'What was deleted of a text in the last 24 hours, and by whom',
        json(TextDeletions, 'Letters by their ids, with who deleted them and when.'),
      ),
      '/api/stream': {
        get: {
          summary: 'Frames of texts as server-sent events, for networks that block WebSockets',
          security: signedIn,
          requestParams: { query: z.object(namedInAddress) },
          responses: {
            '200': { description: 'A stream.', content: { 'text/event-stream': {} } },
            '401': notSignedIn,
          },
        },
        post: {
          summary: 'A line without a stream, for networks that hold streams back as well',
          security: signedIn,
          responses: {
            '201': json(CollectedLine, 'Its name.'),
            '401': problem('Not signed in.'),
          },
        },
      },
      '/api/stream/{name}': {
        post: {
          summary: 'Frames to texts, on the channels of a stream; see docs/protocol.md',
          security: signedIn,
          requestParams: {
            path: z.object({ name: z.string() }),
            query: z.object(namedInAddress),
          },
          requestBody: { required: true, content: { 'application/octet-stream': {} } },
          responses: {
            '200': {
              description: 'Taken in; for a line without a stream, with what waited for it.',
              content: { 'text/event-stream': {} },
            },
            '204': { description: 'Taken in.' },
            '400': problem('Not messages of a stream.'),
            '401': notSignedIn,
            '404': problem('No such stream.'),
            '413': problem('Larger than this sign-in may send.'),
            ...tooMany,
          },
        },
      },
      '/metrics': {
        get: { summary: 'Figures for Prometheus', responses: { '200': { description: 'Text.' } } },
      },
      '/healthz': { get: { summary: 'Alive', responses: { '200': { description: 'Alive.' } } } },
      '/readyz': {
        get: {
          summary: 'Ready for work',
          responses: { '200': { description: 'Ready.' }, '503': { description: 'Not ready.' } },
        },
      },
    },
  })
}
