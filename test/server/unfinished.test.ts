/** Messages that begin and do not end, by the clock. */
import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { openUnfinished } from '#server/sync/unfinished'

test('[SYNC-65] a message that takes longer than a slow line needs ends its socket, however many control frames are between', () => {
  let time = 0
  const unfinished = openUnfinished(() => time)
  const ended: string[] = []
  const watch = (name: string) => {
    const [socket, line] = [new EventEmitter(), new EventEmitter()]
    unfinished.watch(name, socket, line, () => ended.push(name))
    return { socket, line }
  }
  const [stuck, slow, idle] = [watch('stuck'), watch('slow'), watch('idle')]
  stuck.line.emit('data', Buffer.alloc(100))
  idle.line.emit('data', Buffer.alloc(100))
  idle.socket.emit('message')
  for (time = 0; time < 100_000; time += 10_000) {
    slow.line.emit('data', Buffer.alloc(160_000))
    for (const { line, socket } of [stuck, idle]) {
      line.emit('data', Buffer.alloc(6))
      socket.emit('pong', Buffer.alloc(0))
    }
    unfinished.check()
  }
  expect(ended).toEqual(['stuck'])
  time += 120_000
  unfinished.check()
  expect(ended).toEqual(['stuck', 'slow'])
})
