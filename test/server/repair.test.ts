/** Taking one author's words, or those of one moment, out of a text, by the command line. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { askRunningServer } from '#server/administration/admin-socket'
import { checkLogs } from '#server/administration/check-logs'
import type { Operation, OperationAnswer } from '#server/administration/operations'
import { openStore } from '#server/store/lmdb-store'
import { rebuildFrom } from '#server/store/text-log'
import { MemberId, mintId, RecommendationId, TextId } from '#shared/domain/ids'
import { mark, type } from '#shared/flow/acts'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { addTo, emptyTable, insertTable } from '#shared/flow/table-acts'
import { cellFlow } from '#shared/flow/tables'
import { HistoryView, Problem, TextView } from '#shared/protocol/api'
import { flatWords } from '#shared/text/flat-words'
import { addBracket } from '../support/brackets.ts'
import { built } from '../support/built-server.ts'
import { draftOf, placeOfWords, removeWords, typeBehind } from '../support/flow-edits.ts'
import { undoing } from '../support/flow-undo.ts'
import {
  randomBytes,
  type Served,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../support/served.ts'
import { wordsBySeat } from '../support/written-by.ts'

const folder = mkdtempSync(join(tmpdir(), 'adref-'))
let room: Served
beforeAll(async () => {
  room = await startServed(join(folder, 'data'))
})
// The last test has closed the room.
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Repair = Extract<Operation, { operation: 'repair' }>
/** What the command line asks of the running server. */
async function ask(asked: Partial<Repair>): Promise<OperationAnswer> {
  const whole: Repair = {
    operation: 'repair',
    textId: room.textId,
    memberId: null,
    from: null,
    until: null,
    reason: '',
    apply: false,
    ...asked,
  }
  const said = await askRunningServer(room.dataFolder, whole)
  if (!said) throw new Error('no server runs')
  return said
}

/** The command line, as an administrator runs it beside the server or without one. */
const adref = (...args: string[]): Promise<{ readonly code: number; readonly out: string }> =>
  new Promise((settle) => {
    const environment = { ...process.env, DATA_DIR: room.dataFolder, LOG_LEVEL: 'silent' }
    const asked = [built('cli/adref.js'), 'repair', ...args]
    execFile(process.execPath, asked, { env: environment }, (error, stdout, stderr) =>
      settle({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
    )
  })
const answer = async (path: string) =>
  (await fetch(`${room.url}${path}`, { headers: room.as('Chair') })).json()
const read = async () =>
  flatWords(TextView.parse(await answer(`/api/texts/${room.textId}`)).content.words)
const lastEvent = async () =>
  HistoryView.parse(await answer(`/api/groups/${room.groupId}/record/history?limit=1`)).events[0]
const memberOf = (seat: string): string => room.members[seat] ?? ''

/** A page under a client id of its own, which keeps what is deleted. */
const page = () => newFlowDoc(new Y.Doc().clientID, { gc: false })

test('[OPS-270] adref repair shows what it would take out and changes nothing; with --apply the words of one author are gone for readers, writers and the API, others’ stay where they stand under their names, and the record tells of it', async () => {
  const [brazil, india, reader] = [
    room.provider('Brazil', { doc: page() }),
    room.provider('India', { doc: page() }),
    room.provider('Remote', { doc: page() }),
  ]
  await until('all are here', () => [brazil, india, reader].every(({ synced }) => synced))
  typeParagraph(brazil.doc, 'The fund is open.')
  await until('India has it', () => wordsOf(india.doc).includes('open'))
  // India writes within Brazil's words, and Brazil within India's.
  typeBehind(india.doc, ' RUBBISH', 'The fund')
  await until('Brazil has it', () => wordsOf(brazil.doc).includes('RUBBISH'))
  typeBehind(brazil.doc, 'donors pay', 'The fund RUB')
  typeParagraph(india.doc, 'More rubbish.')
  addBracket(india.doc, 'b1', 'bracketed rubbish')
  await until('all of it is saved', async () => (await read()).includes('bracketed rubbish'))
  const before = await read()
  expect(before).toContain('RUBdonors payBISH')

  const shown = await adref(room.textId, '--author', memberOf('India'))
  expect(shown.code).toBe(0)
  expect(shown.out).toContain('More rubbish.')
  expect(shown.out).toContain('India')
  expect(shown.out).not.toContain('donors')
  expect(await read()).toBe(before)

  const done = await ask({
    memberId: room.members['India'] ?? null,
    reason: 'A broken program.',
    apply: true,
  })
  expect(done).toMatchObject({ ok: true })
  const after = await read()
  expect(after).toContain('The funddonors pay is open.')
  expect(after).not.toMatch(/rubbish|RUB|BISH|\[/)
  for (const { doc } of [brazil, india, reader])
    await until('it is gone from the open pages', () => !/rubbish|RUB/.test(wordsOf(doc)))
  expect(wordsOf(brazil.doc)).toContain('The funddonors pay is open.')
  expect(await wordsBySeat(room, brazil.doc, room.textId)).toContainEqual([
    'The funddonors pay is open.',
    'Brazil',
  ])
  expect(await lastEvent()).toMatchObject({
    actor: { by: 'installation' },
    event: {
      type: 'text-repaired',
      textId: room.textId,
      of: memberOf('India'),
      reason: 'A broken program.',
      letters: ' RUBBISHMore rubbish.bracketed rubbish'.length,
    },
  })
  // They go on typing in the same pages, and nothing comes back.
  typeParagraph(india.doc, 'India goes on.')
  await until('that is saved', async () => (await read()).includes('India goes on.'))
  await room.restart()
  const again = room.provider('Brazil', { doc: india.doc })
  await until('a page from before is back', () => again.synced)
  expect(await read()).not.toMatch(/rubbish|RUB/)
  expect(room.served.installation.store.readTextHistory(room.textId).length).toBeGreaterThan(4)
})

test('[OPS-271] adref repair takes out what came at one time, whoever wrote it, and leaves the rest of its author', async () => {
  const brazil = room.provider('Brazil')
  await until('Brazil is here', () => brazil.synced)
  typeParagraph(brazil.doc, 'Before the moment.')
  await until('it is saved', async () => (await read()).includes('Before the moment.'))
  const lastAt = () => room.served.installation.store.readTextHistory(room.textId).at(-1)?.at ?? ''
  const earlier = lastAt()
  await until('the clock goes on', () => new Date().toISOString() > earlier)
  typeParagraph(brazil.doc, 'At the moment.')
  await until('that is saved', async () => (await read()).includes('At the moment.'))
  const moment = lastAt()
  expect(moment > earlier).toBe(true)
  expect(await ask({ from: moment, until: moment, apply: true })).toMatchObject({ ok: true })
  const left = await read()
  expect(left).toContain('Before the moment.')
  expect(left).not.toContain('At the moment.')
  expect(await lastEvent()).toMatchObject({ event: { of: null, from: moment, until: moment } })
})

test('[OPS-272] adref repair says why not: an unknown text or author, no author and no time, nothing of theirs, a frozen text; a member may not ask for it', async () => {
  const brazil = { memberId: room.members['Brazil'] ?? null, apply: true }
  const refusal = async (asked: Partial<Repair>) => {
    const before = await lastEvent()
    const said = await ask(asked)
    expect(await lastEvent()).toEqual(before)
    return said.ok ? '' : said.complaint
  }
  const unknown = TextId.parse('t_000000000000')
  expect(await refusal({ ...brazil, textId: unknown })).toContain('There is no text')
  const nobody = MemberId.parse('m_000000000000')
  for (const apply of [false, true])
    expect(await refusal({ memberId: nobody, apply })).toContain('no such member')
  expect(await refusal({ apply: true })).toContain('Name an author')
  const [from, until] = ['2012-01-13T09:00:00.000Z', '2012-01-13T09:00:00.999Z']
  expect(await refusal({ from, until })).toContain('Nothing of')
  expect(await refusal({ ...brazil, memberId: room.members['Chair'] ?? null })).toContain('Nothing')
  const { textId } = room
  await room.command('Chair', { type: 'set-drafting-mode', textId, mode: 'frozen' })
  expect(await refusal(brazil)).toContain('frozen')
  await room.command('Chair', { type: 'set-drafting-mode', textId, mode: 'open' })
  const asked = { type: 'repair-text', textId, memberId: brazil.memberId, reason: '' }
  const refused = await room.command('Chair', asked)
  expect(Problem.parse(await refused.json()).code).toBe('role-may-not')
  const { code, out } = await adref(textId, '--moment', 'yesterday')
  expect(out).toContain('must be a time')
  expect(code).toBe(2)
})

test('[OPS-284] with an author adref repair also takes out their marks, rows and tables, and their words where an amendment carried them in; what they had deleted is not put back, and what they put back of others stays', async () => {
  const textId = mintId(TextId, 't', randomBytes())
  await room.command('Chair', {
    type: 'add-recommendation',
    recommendationId: mintId(RecommendationId, 'r', randomBytes()),
    topicId: room.topicId,
    title: 'Second',
    textId,
  })
  const [brazil, india] = ['Brazil', 'India'].map((seat) =>
    room.provider(seat, { textId, doc: page() }),
  )
  if (!brazil || !india) throw new Error('nobody is here')
  await until('both are here', () => brazil.synced && india.synced)
  const [ours, theirs] = [brazil.doc, india.doc]
  for (const words of ['Marked words.', 'Struck words.', 'Words that came back.', 'Base words.'])
    typeParagraph(ours, words)
  addTo(ours, 'rows', 'tasks', 'row-of-brazil', 0)
  await until('India has it', () => wordsOf(theirs).includes('Base words.'))

  const marked = placeOfWords(flowOf(theirs), 'Marked')
  mark(draftOf(theirs), marked, marked + 6, 'bold', {})
  removeWords(theirs, 'Struck')
  const own = undoing({ doc: theirs, draft: draftOf(theirs) })
  removeWords(theirs, 'Words that came back.')
  await until('it is struck', () => !wordsOf(ours).includes('Words that came back.'))
  own.undo.undo()
  addTo(theirs, 'rows', 'tasks', 'row-of-india', 1)
  for (const [row, words] of [
    ['row-of-india', 'Rubbish to do.'],
    ['row-of-brazil', 'Rubbish beside.'],
  ] as const) {
    type(draftOf(theirs, flowOf(theirs, cellFlow(row, 'what'))), 0, words)
  }
  insertTable(draftOf(theirs), 1, emptyTable(1, 1))
  const hasTable = (doc: Y.Doc) => readText(doc).words.some((block) => block.type === 'table')
  await until('Brazil has it', () => hasTable(ours))

  const amendment = mintId(TextId, 't', randomBytes())
  const act = async (seat: string, command: object) => {
    const answer = await room.command(seat, { textId: amendment, ...command })
    expect([command, answer.status]).toEqual([command, 200])
  }
  await act('India', { type: 'start-amendment', baseTextId: textId })
  const draft = room.provider('India', { textId: amendment, doc: page() })
  await until('the draft is here', () => draft.synced)
  typeBehind(draft.doc, ' RUBBISH', 'Base')
  const words = async () =>
    JSON.stringify(TextView.parse(await answer(`/api/texts/${textId}`)).content)
  await until('it is saved', async () => {
    const said = await fetch(`${room.url}/api/texts/${amendment}`, { headers: room.as('India') })
    return (await said.text()).includes('RUBBISH')
  })
  await act('India', { type: 'table-amendment', reason: '' })
  await act('Chair', { type: 'decide-amendment', outcome: 'take-up', note: '' })
  await until('it is in the text', async () => (await words()).includes('Base RUBBISH words.'))

  const memberId = room.members['India'] ?? null
  expect(await ask({ textId, memberId, apply: true })).toMatchObject({ ok: true })
  const { content } = TextView.parse(await answer(`/api/texts/${textId}`))
  const left = flatWords(content.words)
  expect(left).toContain('Marked words.')
  expect(left).toContain('Words that came back.')
  expect(left).toContain('Base words.')
  expect(left).not.toContain('Struck words.')
  expect(JSON.stringify(content)).not.toMatch(/bold|table|[Rr]ubbish|RUBBISH/)
  expect(content.tasks.map(({ rowId }) => rowId)).toEqual(['row-of-brazil'])
  await until(
    'it is gone from an open page',
    () => !hasTable(ours) && !JSON.stringify(readText(ours)).match(/bold|RUBBISH/),
  )
  expect(await ask({ textId: amendment, memberId })).toMatchObject({ ok: false })
})

test('[OPS-273] adref repair does the same where no server runs', async () => {
  expect(await read()).toContain('The funddonors pay is open.')
  await room.close()
  const { code, out } = await adref(room.textId, '--author', memberOf('Brazil'), '--apply')
  expect(out).toContain('Done.')
  expect(code).toBe(0)
  const store = await openStore(room.dataFolder)
  const left = flatWords(readText(rebuildFrom(store, room.textId).doc).words)
  expect(checkLogs(store, room.dataFolder)).toMatchObject({ ok: true })
  await store.close()
  expect(left).not.toMatch(/fund|moment/)
  expect(left).toContain('India goes on.')
})
