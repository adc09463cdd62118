/** The chain over HTTP, checked by the program that docs/protocol.md prints. */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newTextId } from '../support/negotiation.ts'
import { type Served, startServed } from '../support/served.ts'

let room: Served
let program: string
beforeAll(async () => {
  room = await startServed()
  const source = /```js\n(const { createHash }[\s\S]*?)```/.exec(
    readFileSync('docs/protocol.md', 'utf8'),
  )?.[1]
  program = join(room.dataFolder, '..', 'verify.cjs')
  if (source?.trimEnd().split('\n').length !== 10) throw new Error('not ten lines')
  writeFileSync(program, source)
})
afterAll(async () => room.close())

/** What the program prints for these lines: the head, or `wrong`. */
async function verified(lines: string): Promise<string> {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.end(lines)
  const printed = await readAll(child.stdout)
  return child.exitCode === 0 || printed !== '' ? printed.trim() : 'wrong'
}

test('[API-260] every member reads the whole chain and checks it with ten lines of their own; what they may not read is a link without words', async () => {
  const { installation } = room.served
  const opened = { topicId: room.topicId, anchor: { on: 'topic' }, salt: 'q8Zr3v_LmN0pT5wXyB2cDe' }
  const acts: readonly [string, unknown][] = [
    ['Brazil', { type: 'start-amendment', textId: newTextId(), baseTextId: room.textId }],
    [
      'Brazil',
      {
        ...opened,
        type: 'open-thread',
        threadId: 'th_chain001',
        anchor: { on: 'recommendation', recommendationId: room.recommendationId },
        commentId: 'c_chain0001',
        body: 'Our red line is the annual report.',
      },
    ],
  ]
  for (const [seat, command] of acts) expect((await room.command(seat, command)).status).toBe(200)
  const head = installation.records.stateOf(room.groupId)?.hash ?? ''
  const chainOf = async (seat: string) => {
    const address = `${room.url}/api/groups/${room.groupId}/record/chain`
    return (await fetch(address, { headers: room.as(seat) })).text()
  }
  for (const seat of ['Chair', 'Brazil', 'India', 'Remote']) {
    const lines = await chainOf(seat)
    expect(await verified(lines), seat).toBe(head)
    expect(lines.includes('red line'), seat).toBe(seat === 'Brazil')
    expect(lines.includes('amendment-started'), seat).toBe(seat === 'Brazil')
  }
  const lines = await chainOf('Brazil')
  expect(await verified(lines.replace('group-created', 'group-cheated'))).toBe('wrong')
  expect(await verified(lines.slice(lines.indexOf('\n') + 1))).toBe('wrong')
})
