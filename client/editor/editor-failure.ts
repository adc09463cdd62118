/**
 * An editor in which a change fails is taken away: it no longer shows what the text says, and the next key would write its own
 * picture over others' words.
 */
import { Extension } from '@tiptap/core'
import { useMemo, useState } from 'react'

const FailingEditor = Extension.create<{ onFailure: (cause: unknown) => void }>({
  name: 'failingEditor',
  // Around what all others do with a change.
  priority: 10_000,
  addOptions: () => ({ onFailure: () => undefined }),
  dispatchTransaction({ transaction, next }) {
    try {
      next(transaction)
    } catch (cause) {
      this.options.onFailure(cause)
    }
  },
})

/** For an editor's extensions; throws the fault of a change when the editor is drawn next, to the boundary around it. */
export function useEditorFailure(): Extension {
  const [failure, setFailure] = useState<{ readonly cause: unknown }>()
  if (failure) throw failure.cause
  return useMemo(() => FailingEditor.configure({ onFailure: (cause) => setFailure({ cause }) }), [])
}
