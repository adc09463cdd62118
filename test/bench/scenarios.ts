/**
 * All scenarios with their bars, in a short profile and a full one. The short one stays under five minutes: one round of each, no
 * browser, and the peers only where something is measured against them.
 */
import { coldLoad } from './cold-load.ts'
import { comparison } from './comparison.ts'
import { type Activity, crashes, stops } from './crashes.ts'
import { followedRecord } from './followers.ts'
import { heldLoop } from './held-loop.ts'
import { hostileDocuments, hostility } from './hostile.ts'
import { fanOut, manyDocuments } from './latency.ts'
import { openLongText, typingInParagraph } from './long-pages.ts'
import { connectionMemory, documentMemory, slowReaders } from './memory.ts'
import { questionsAtOnce } from './questions.ts'
import { remoteKeys } from './remote-keys.ts'
import type { Bar } from './report.ts'
import { restartUnder } from './restart.ts'
import type { Scenario } from './scenario.ts'
import type { ServerName } from './server.ts'
import { idlePresence, joinStorm } from './storms.ts'
import { throughput } from './throughput.ts'
import { traceNames } from './traces.ts'
import { typing } from './typing.ts'

export type Profile = 'short' | 'full'

const all: readonly ServerName[] = ['bare', 'yws', 'hocuspocus', 'adref']
const storing: readonly ServerName[] = ['yws', 'hocuspocus', 'adref']

const usual = {
  servers: all,
  bars: [],
  needs: { documents: 1, pace: 'unlimited' },
  rounds: 1,
  order: 'one after the other',
  patience: 120,
} satisfies Partial<Scenario>

const most = (figure: string, peer: ServerName, atMost: number): Bar => ({ figure, peer, atMost })

function latencyScenarios(isFull: boolean): Scenario[] {
  const rounds = isFull ? 3 : 1
  return [
    ...(isFull ? [50, 200, 500, 1000] : [1000]).map(
      (followers): Scenario => ({
        ...usual,
        name: 'fan-out',
        title: `One typist, ${followers} followers: milliseconds from a key to a follower`,
        rounds: followers === 1000 ? rounds : 1,
        bars:
          followers === 1000
            ? [
                most('p95', 'bare', 1.2),
                most('cpu s', 'bare', 1.2),
                most('cpu s', 'yws', 1),
                most('cpu s', 'hocuspocus', 1),
              ]
            : [],
        run: (server) => fanOut(server, followers, isFull && followers === 1000 ? 8 : 4),
      }),
    ),
    ...(isFull ? [8, 32] : [32]).map(
      (writers): Scenario => ({
        ...usual,
        name: 'throughput',
        title: `${writers} writers in one document: keys a second that everybody has seen`,
        rounds,
        bars: [
          { figure: 'keys/s', peer: 'hocuspocus', atLeast: 1, aim: 1.5 },
          { figure: 'keys/s', peer: 'yws', atLeast: 5 },
        ],
        run: (server) =>
          throughput(server, 0, writers, Math.max(1, 20 - writers), isFull ? 5 : 2.5),
      }),
    ),
    {
      ...usual,
      name: 'documents',
      title: '200 documents with five typists each: milliseconds from a key to its co-writers',
      servers: storing,
      needs: { documents: 200, pace: 'unlimited' },
      rounds,
      bars: [most('p95', 'hocuspocus', 1)],
      // Longer than ten seconds: hocuspocus stores a document that is typed in when ten seconds have passed.
      run: (server) => manyDocuments(server, 200, 12),
    },
    ...[1, 20].map(
      (updates): Scenario => ({
        ...usual,
        name: 'joins',
        title: `500 clients join a text of 5,000 paragraphs at once; it was written in ${updates === 1 ? 'one update' : `${updates} updates`}`,
        rounds,
        bars: [most('all synced ms', 'bare', 1.3)],
        run: (server) => joinStorm(server, 500, updates),
      }),
    ),
    {
      ...usual,
      name: 'held',
      title:
        'Acts on a text of 40 pages and 20,000 pieces: milliseconds for which nobody else is served',
      servers: storing,
      rounds,
      bars: [
        most('join ms', 'yws', 1),
        ...[
          'join ms',
          'words ms',
          'authors ms',
          'attribution ms',
          'take up ms',
          'freeze ms',
          'agree ms',
          'bracket ms',
          'rebase ms',
        ].map((figure): Bar => ({ figure, atMost: 50 })),
      ],
      run: heldLoop,
    },
    {
      ...usual,
      name: 'questions',
      title:
        '300 members ask for the history at once, 2,000 followers for the record: milliseconds for which nobody else is served',
      // Plain Express sends what Adref has answered, and works nothing out.
      servers: ['adref', 'express'],
      rounds,
      bars: [
        most('history held ms', 'express', 1),
        most('record held ms', 'express', 1),
        most('record all ms', 'express', 1),
      ],
      run: questionsAtOnce,
    },
    {
      ...usual,
      name: 'followers',
      title:
        '2,000 follow the record while one acts, one after the other, and 192 at once: milliseconds for which nobody else is served',
      // Plain Express sends the same to as many streams, and records nothing.
      servers: ['adref', 'express'],
      rounds,
      bars: [
        most('one act held ms', 'express', 1),
        most('acts in a row held ms', 'express', 1),
        most('acts at once held ms', 'express', 1),
      ],
      run: followedRecord,
    },
    {
      ...usual,
      name: 'compare',
      title: '102,000 letters and five changes: milliseconds to compare, beside two libraries',
      servers: ['adref'],
      rounds,
      bars: [
        ...['an amendment ms', 'two texts ms'].map((figure): Bar => ({ figure, atMost: 15 })),
        { figure: 'two texts rewritten ms', atMost: 1000 },
      ],
      run: () => Promise.resolve(comparison()),
    },
    {
      ...usual,
      name: 'presence',
      title: '300 people present and idle: frames a second to all of them',
      servers: storing,
      order: 'side by side',
      bars: [most('frames/s', 'yws', 0.01)],
      run: (server) => idlePresence(server, 300, isFull ? 30 : 12),
    },
  ]
}

const browserScenarios: readonly Scenario[] = [
  {
    ...usual,
    name: 'typing',
    title:
      'Typing in 40 pages with 30 open amendments and 100 comments: milliseconds from a key to the picture',
    servers: ['tiptap', 'adref'],
    rounds: 3,
    bars: [most('p50', 'tiptap', 1.2), most('p95', 'tiptap', 1.4)],
    run: (server) => typing(server, 300),
  },
  {
    ...usual,
    name: 'remote',
    title:
      'A key of somebody else in 40 pages with 30 open amendments and 100 comments: milliseconds of work in the page',
    servers: ['shared', 'adref'],
    rounds: 3,
    bars: [most('work ms a key', 'shared', 1)],
    run: (server) => remoteKeys(server, 150),
  },
  {
    ...usual,
    name: 'paragraph',
    title:
      'Typing in one paragraph of 10,000 words, with 800 brackets and without: milliseconds from a key to the picture',
    servers: ['adref'],
    needs: { documents: 2, pace: 'unlimited' },
    rounds: 3,
    bars: [{ figure: 'with brackets ×', atMost: 2 }],
    run: (server) => typingInParagraph(server, 100),
  },
  {
    ...usual,
    name: 'open',
    title: 'A text of 640 paragraphs opens: milliseconds to the editor with all of it',
    servers: ['adref'],
    rounds: 3,
    bars: [{ figure: 'open ms', atMost: 1000 }],
    run: openLongText,
  },
]

function memoryScenarios(isFull: boolean): Scenario[] {
  const documents = isFull ? 100 : 40
  return [
    {
      ...usual,
      name: 'connections',
      title: '1,000 idle connections to one document: memory of each',
      order: 'side by side',
      run: (server) => connectionMemory(server, 1000),
    },
    {
      ...usual,
      name: 'document-memory',
      title: `${documents} documents of 98 KB: memory of each`,
      servers: storing,
      needs: { documents, pace: 'unlimited' },
      order: 'side by side',
      // Adref puts a text away 30 seconds after its last reader has left.
      bars: isFull ? [{ figure: 'live kept %', atMost: 10 }] : [],
      run: (server) => documentMemory(server, documents, isFull ? 34 : 0),
    },
    ...[20, 0].map(
      (readers): Scenario => ({
        ...usual,
        name: 'slow',
        // Adref keeps what was written of a text, up to 20 MB of each: what that takes is seen where nobody stops.
        title: `${readers === 0 ? 'Nobody stops' : `${readers} readers stop`} reading while 15 MB pass: MB over the start`,
        rounds: isFull ? 3 : 1,
        bars:
          readers === 0
            ? []
            : [
                most('RSS growth at its peak', 'bare', 0.75),
                most('live growth for readers', 'bare', 0.75),
              ],
        run: (server) => slowReaders(server, readers, 15),
      }),
    ),
  ]
}

function stored(isFull: boolean): Scenario[] {
  const own = { short: 3, full: 20 }[isFull ? 'full' : 'short']
  const peers = isFull ? 3 : 1
  const noLoss: Bar = { figure: 'lost', is: 0 }
  return [
    ...(isFull ? traceNames : traceNames.slice(0, 1)).map(
      (trace): Scenario => ({
        ...usual,
        name: 'cold',
        title: `Cold load of ${trace}: milliseconds to the whole text, after a restart`,
        servers: storing,
        rounds: isFull && trace !== 'automerge-paper' ? 3 : 1,
        patience: 240,
        bars: [
          ...(['complete ms', 'complete ms, 2nd load'] as const).flatMap((figure): Bar[] => [
            { figure, peer: 'yws', atMost: 1, peerMayFail: true },
            { figure, peer: 'hocuspocus', atMost: 1, peerMayFail: true },
          ]),
          { figure: 'first sync complete', is: 'yes' },
        ],
        run: (server) => coldLoad(server, trace),
      }),
    ),
    ...(['typing', 'burst', 'deletions'] as const).map(
      (activity: Activity): Scenario => ({
        ...usual,
        name: 'kill',
        title: `kill -9 (${activity}): confirmed changes lost`,
        servers: storing,
        needs: { documents: own, pace: 'unlimited' },
        patience: 240,
        order: 'side by side',
        bars: [noLoss],
        // The peers lose what they lose in the first rounds; twenty are for the one that must lose nothing.
        run: (server) => crashes(server, activity, server.id === 'adref' ? own : peers),
      }),
    ),
    ...(['typing', 'burst'] as const).map(
      (activity: Activity): Scenario => ({
        ...usual,
        name: 'stop',
        title: `SIGTERM (${activity}): confirmed changes lost`,
        servers: storing,
        needs: { documents: peers, pace: 'unlimited' },
        order: 'side by side',
        bars: [noLoss],
        run: (server) => stops(server, activity, peers),
      }),
    ),
    {
      ...usual,
      name: 'restart',
      title: 'A restart under 1,000 clients, who come back by themselves',
      servers: isFull ? storing : ['adref'],
      bars: [noLoss, { figure: 'stopped after ms', atMost: 5000 }],
      run: (server) => restartUnder(server, 1000),
    },
  ]
}

const hostile = (isFull: boolean): Scenario => ({
  ...usual,
  servers: isFull ? all : ['adref'],
  name: 'hostile',
  title: 'Somebody means harm',
  needs: { documents: hostileDocuments, pace: 'as installed' },
  bars: [
    { figure: 'forged name relayed', is: 'no' },
    { figure: 'forged author relayed', is: 'no' },
    { figure: "reader's write accepted", is: 'no' },
    { figure: 'others alive after garbage', is: 'yes' },
    { figure: '40 MB update accepted', is: 'no' },
    { figure: 'newcomer in during flood', is: 'yes' },
    { figure: 'alive at the end', is: 'yes' },
  ],
  run: hostility,
})

export function scenariosOf(profile: Profile): readonly Scenario[] {
  const isFull = profile === 'full'
  return [
    ...latencyScenarios(isFull),
    ...(isFull ? browserScenarios : []),
    ...memoryScenarios(isFull),
    ...stored(isFull),
    hostile(isFull),
  ]
}
