/** What is shown in the cells of the tables in the words, kind by kind; those who draw cells hear when it changes. */
import { type Run, type RunKind, runKinds } from './runs.ts'

export interface CellRuns {
  /** All runs of a cell, those drawn around others first. */
  all(flow: string): readonly Run[]
  of(flow: string, kind: RunKind): readonly Run[]
  set(kind: RunKind, runs: ReadonlyMap<string, readonly Run[]>): void
  subscribe(listener: (kind: RunKind) => void): () => void
}

export function newCellRuns(): CellRuns {
  const given = new Map<RunKind, ReadonlyMap<string, readonly Run[]>>()
  const listeners = new Set<(kind: RunKind) => void>()
  const of = (flow: string, kind: RunKind) => given.get(kind)?.get(flow) ?? []
  return {
    all: (flow) => runKinds.flatMap((kind) => of(flow, kind)),
    of,
    set(kind, runs) {
      const isAny = runs.size > 0 || (given.get(kind)?.size ?? 0) > 0
      given.set(kind, runs)
      if (isAny) for (const listener of listeners) listener(kind)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
