/** A release that knows one more kind of event, one more field and one more grade of position, made from this tree; and this one. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { onStoppedFolder } from '#server/administration/on-stopped-folder'
import { openInstallation } from '#server/installation'
import { seatMember } from '#server/record/set-up'
import { release } from '#server/release'
import { readFolder } from '#server/store/read-folder'
import type { MemberId, RecommendationId, TextId } from '#shared/domain/ids'
import { fold } from '#shared/record/evolve'
import { isDecided, isUnderSilence } from '#shared/record/text-right'
import { eventVersion } from '#shared/record/versions/event-versions'
import serverBuild from '../../server/vite.config.ts'
import { contentOf } from '../support/folder-content.ts'

const home = mkdtempSync(join(tmpdir(), 'adref-'))
const next = join(home, 'next')
const base = join(home, 'base')
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Changes a file of the next release; what is changed stands in it once. */
function change(file: string, from: string, to: string): void {
  const path = join(next, file)
  const source = readFileSync(path, 'utf8')
  if (source.split(from).length !== 2) throw new Error(`${file} has not just one ${from}`)
  writeFileSync(
    path,
    source.replace(from, () => to),
  )
}

async function makeNextRelease(): Promise<void> {
  for (const part of ['server', 'shared', 'package.json', 'tsconfig.base.json'])
    cpSync(part, join(next, part), { recursive: true })
  symlinkSync(resolve('node_modules'), join(next, 'node_modules'))
  cpSync('test/support/acts-in-folders.ts', join(next, 'acts-in-folders.ts'))
  change('package.json', `"version": "${release}"`, '"version": "9.0.0"')
  // One more grade of position.
  change('shared/domain/position.ts', "'can-accept',", "'can-accept', 'abstain',")
  // One more field of an event that there is.
  for (const [file, type] of [
    ['command', 'retitle-recommendation'],
    ['event', 'recommendation-retitled'],
  ] as const) {
    const literal = `type: z.literal('${type}'),`
    change(`shared/record/${file}.ts`, literal, `${literal} why: z.string().optional(),`)
  }
  // One more kind of event, with its command.
  const lunch = (type: string) => `z.object({ type: z.literal('${type}'), dish: z.string() }),`
  const allowed = "z.object({ type: z.literal('observer-comments-set'),"
  change('shared/record/event.ts', allowed, `${lunch('lunch-called')} ${allowed}`)
  const set = "z.object({ type: z.literal('set-drafting-mode'),"
  change('shared/record/command.ts', set, `${lunch('call-lunch')} ${set}`)
  change(
    'shared/record/policy.ts',
    "'retitle-recommendation': table,",
    "'retitle-recommendation': table, 'call-lunch': table,",
  )
  const named = "    case 'retitle-recommendation':"
  change('shared/record/decide.ts', named, `    case 'call-lunch':\n${named}`)
  const decided = `${named} {`
  const called = "return ok([{ type: 'lunch-called', dish: command.dish }])"
  change('shared/record/decide-texts.ts', decided, `    case 'call-lunch': ${called}\n${decided}`)
  const shown = "    case 'observer-comments-set':"
  change(
    'shared/record/evolve.ts',
    shown,
    `    case 'lunch-called': return { ...state, lunch: event.dish }\n${shown}`,
  )
  // Built as any release is, but with the acts in place of the server.
  const program = (path: string): string => join(next, path)
  await build({
    ...serverBuild,
    configFile: false,
    logLevel: 'warn',
    root: program('server'),
    build: {
      ...serverBuild.build,
      outDir: program('built'),
      sourcemap: false,
      rolldownOptions: {
        ...serverBuild.build?.rolldownOptions,
        input: {
          acts: program('acts-in-folders.ts'),
          'log-worker': program('server/store/log-worker.ts'),
          'page-walk': program('server/store/page-walk.ts'),
        },
      },
    },
  })
}

/** Acts of the next release in its own process, on several folders. */
const Shown = z.array(
  z.union([
    z.object({ failure: z.string() }),
    z.object({
      state: z.looseObject({ sequence: z.number(), hash: z.string() }),
      chain: z.object({ ok: z.literal(true), head: z.string() }),
      words: z.string().optional(),
    }),
  ]),
)
function nextRelease(tasks: readonly object[]): z.infer<typeof Shown> {
  const printed = execFileSync(
    process.execPath,
    [join(next, 'built', 'acts.js'), JSON.stringify(tasks)],
    { encoding: 'utf8' },
  )
  return Shown.parse(JSON.parse(printed))
}

const limits = { messagesPerSecond: 100, socketsPerMember: 20, memoryBytes: 2 ** 30 }
const open = (folder: string) => openInstallation(folder, limits, pino({ level: 'silent' }))

let chair: MemberId
let delegate: MemberId
let recommendationId: RecommendationId
let textId: TextId

/** A used folder of 0.1, which this release has taken over. */
beforeAll(async () => {
  await makeNextRelease()
  const archive = resolve('test/data/folders/0.1-example-used.tar.gz')
  execFileSync('tar', ['xzf', archive, '-C', home])
  cpSync(join(home, 'data'), base, { recursive: true })
  await onStoppedFolder(base, { operation: 'upgrade' }, () => undefined)
  const state = await readFolder(base, ({ logs }) => fold(logs.readEvents(logs.groupIds()[0]!)))
  const holding = (role: string) =>
    Object.values(state.members).find(
      ({ seatId, standing }) => standing === 'seated' && state.seats[seatId]?.role === role,
    )!.memberId
  chair = holding('chair')
  delegate = holding('delegate')
  const drafted = Object.values(state.recommendations).find(
    (each) => !isDecided(each.status) && !isUnderSilence(each),
  )!
  recommendationId = drafted.recommendationId
  textId = drafted.majorityTextId
})

test('[OPS-303] what a release with one more kind of event, field or grade of position wrote is refused by this one, which names it and changes nothing, and is all there when that release comes back', async () => {
  const retitle = { type: 'retitle-recommendation', recommendationId, title: 'A title of later' }
  const news = [
    {
      act: { memberId: chair, command: { type: 'call-lunch', dish: 'soup' } },
      unknown: `version ${eventVersion}, lunch-called: event.type`,
    },
    {
      act: { memberId: chair, command: { ...retitle, why: 'It was too long.' } },
      unknown: `version ${eventVersion}, recommendation-retitled: event.why`,
    },
    {
      act: {
        memberId: delegate,
        command: { type: 'take-position', textId, stance: 'abstain', explanation: '' },
      },
      unknown: `version ${eventVersion}, position-taken: event.stance`,
    },
    // Nothing that this release does not know.
    { act: { memberId: chair, command: retitle }, unknown: undefined },
  ]
  const folders = news.map((_, index) => join(home, `folder-${index}`))
  for (const folder of folders) cpSync(base, folder, { recursive: true })
  const written = nextRelease(
    news.map(({ act }, index) => ({
      folder: folders[index],
      acts: [act],
      words: { textId, words: `Written by the next release, ${index}.` },
    })),
  )
  for (const [index, { unknown }] of news.entries()) {
    const folder = folders[index] ?? ''
    const before = contentOf(folder)
    const opened = await open(folder)
    if (unknown === undefined) {
      if ('failure' in opened) throw new Error(opened.failure)
      const [groupId] = opened.records.groups()
      const seat = { role: 'observer', delegationId: null, title: 'Back', name: '' } as const
      expect(await seatMember(opened.records, groupId!, seat)).toMatchObject({ ok: true })
      await opened.close()
      continue
    }
    expect('failure' in opened && opened.failure).toContain(
      `has a form that Adref ${release} does not know. Adref 9.0.0 wrote last`,
    )
    const checked = await onStoppedFolder(folder, { operation: 'check' }, () => undefined)
    expect(checked.ok ? '' : checked.complaint).toContain(unknown)
    expect(checked.ok ? '' : checked.complaint).toMatch(
      /of version 3; the chain ends in [0-9a-f]{64}/,
    )
    expect(contentOf(folder)).toEqual(before)
  }
  const back = nextRelease(
    folders.map((folder) => ({ folder, acts: [], words: { textId, words: 'Back.' } })),
  )
  for (const [index, then] of written.entries()) {
    const now = back[index]
    if (!now || 'failure' in then || 'failure' in now) throw new Error(JSON.stringify([then, now]))
    const words = `\nWritten by the next release, ${index}.`
    expect(then.words?.endsWith(words)).toBe(true)
    expect(now.words).toBe(`${then.words}\nBack.`)
    if (news[index]?.unknown !== undefined) expect(now.state).toEqual(then.state)
    else expect(now.state.sequence).toBe(then.state.sequence + 2)
    expect(now.chain.head).toBe(now.state.hash)
  }
  expect(written[0]).toMatchObject({ state: { lunch: 'soup' } })
  expect(JSON.stringify(written[2])).toContain('"stance":"abstain"')
})
