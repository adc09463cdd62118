// @vitest-environment jsdom
/** An amendment that is written in an editor stays what it was, whatever two others do with every act of theirs in its base beside its words. */
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { rebased } from '#server/sync/brought-up'
import { type Branch, branchOf, changesIn } from '#shared/amendment/branch'
import { follow, hasNews, hasStrays } from '#shared/amendment/follow'
import { tableOf } from '#shared/copies/doc-copies'
import { blocksOf } from '#shared/flow/blocks'
import { flowOf, wordsFlow } from '#shared/flow/flow-doc'
import { memberNamed, newsOf } from '../../support/admitting-flows.ts'
import { told } from '../../support/flow-readings.ts'
import { blocksRead, type Replica, replicasOf } from '../../support/flow-replicas.ts'
import { openFollowingServer } from '../../support/following-server.ts'
import { runsOf } from '../../support/property-runs.ts'
import { behind, endDesks, openDesk, press } from './desk.ts'
import { doAct, freshLetters, type Person, step } from './every-act.ts'

afterEach(endDesks)

const amended = 'p2:one two three four'

function personAt(replica: Replica): Person {
  const desk = openDesk(replica)
  return {
    desk,
    unsent: [],
    heard: 0,
    flow: wordsFlow,
    hasTaken: false,
    clip: undefined,
    letters: undefined,
  }
}

test('[UI-493] an amendment’s changes, written in an editor, are the same before and after every act of others’ editors in its base that leaves the words of its paragraph', () => {
  vi.stubGlobal('ClipboardEvent', Event)
  let kept = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 20 }), (steps) => {
      const replicas = replicasOf(
        ['Head here', 'one two three four', 'five six', 'Last words'],
        [99, 11, 12],
        { gc: false },
      )
      const [reader, ...others] = replicas
      if (!reader) throw new Error()
      const server = openFollowingServer(reader.doc)
      const people = others.map(personAt)
      let branch: Branch = branchOf(server.doc, 7)
      const writer = openDesk({
        doc: branch.doc,
        draft: { flow: flowOf(branch.doc), newBlockId: () => 'm1' },
      })
      behind(writer, 'two')
      press(writer, ' TYPED')
      behind(writer, 'three')
      const { to } = writer.editor.state.selection
      writer.editor.commands.deleteRange({ from: to - 'three'.length, to })
      const toldNow = () => told(changesIn(branch, tableOf(branch.doc)).changes)
      const before = toldNow()
      expect(before).toEqual(['- three + TYPED '])
      let rebases = 0
      const bringUp = () => {
        if (!hasNews(branch, server.doc)) return
        const followed = hasStrays(branch) ? undefined : follow(branch, server.doc)
        const next = followed ?? rebased(branch, server.doc, 9000 + (rebases += 1))
        Y.applyUpdate(branch.doc, next.update, 'remote')
        branch = { ...next.branch, doc: branch.doc }
      }
      const sync = (who: number) => {
        const { doc } = people[who]?.desk ?? reader
        server.receiveBatch([[memberNamed(who + 1), newsOf(doc, server)]])
        Y.applyUpdate(doc, Y.encodeStateAsUpdate(server.doc, Y.encodeStateVector(doc)), 'remote')
      }
      const fresh = freshLetters()
      for (const each of steps) {
        const who = each.who % people.length
        const person = people[who]
        if (!person) continue
        if (each.kind === 'send' || each.kind === 'hear') {
          sync(who)
          if (each.at % 2 === 0) bringUp()
          continue
        }
        if (each.at % 3 > 0) person.desk.wait()
        doAct(person, each, { server, fresh })
      }
      for (const who of [0, 1, 0]) sync(who)
      bringUp()
      const base = { doc: server.doc, draft: { flow: flowOf(server.doc), newBlockId: fresh } }
      if (!blocksRead(base).includes(amended)) return
      // A bracket's edge among the words parts what is said of them.
      const block = blocksOf(base.draft.flow).find(({ blockId }) => blockId === 'p2')
      if (block?.tokens.some(({ type }) => type !== 'letters')) return
      kept += 1
      expect(toldNow()).toEqual(before)
      endDesks()
    }),
    { numRuns: runsOf('everyAct') },
  )
  // Many of the tries leave the paragraph as it was.
  expect(kept).toBeGreaterThan(2)
})
