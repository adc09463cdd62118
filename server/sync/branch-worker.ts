/** The thread that works on long amendments and their bases. */
import { parentPort } from 'node:worker_threads'
import * as Y from 'yjs'
import { type Branch, branchFrom, keptOf } from '#shared/amendment/branch'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { answerTasks } from '../worker-thread.ts'
import type { BothTexts, BranchAnswer, BranchTask } from './branch-thread.ts'
import { broughtUp, rebased } from './brought-up.ts'
import { workOut } from './outcome.ts'

function docOf(state: Uint8Array): Y.Doc {
  const doc = newFlowDoc(0, { gc: false })
  Y.applyUpdate(doc, state)
  return doc
}

const bothOf = (texts: BothTexts): readonly [Y.Doc, Branch] => [
  docOf(texts.base),
  branchFrom(docOf(texts.branch), texts.kept),
]

function answerTo(task: BranchTask): BranchAnswer {
  try {
    const [base, branch] = bothOf(task.texts)
    if (task.kind === 'rebase') {
      const { update, branch: next } = rebased(branch, base, task.texts.client)
      return { kind: 'rebased', update, kept: keptOf(next) }
    }
    const { texts, outcome, client, at } = task
    const whole = broughtUp(branch, base, texts.client)
    return { kind: 'worked out', result: workOut(base, whole, outcome, client, at) }
  } catch (cause) {
    return { kind: 'failed', why: String(cause) }
  }
}

answerTasks(parentPort, answerTo)
