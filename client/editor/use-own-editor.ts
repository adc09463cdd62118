/**
 * An editor that lives as long as the part of the page that shows it. It is made when that part stands, never while React draws it: a
 * drawing that is given up for a newer one would leave an editor that nobody sees and that goes on following its flow.
 */
import type { Editor } from '@tiptap/core'
import { useLayoutEffect, useState } from 'react'

/** The editor, before the first picture that could show it; null until then. Another one when `make` is another. */
export function useOwnEditor(make: () => Editor): Editor | null {
  const [editor, setEditor] = useState<Editor | null>(null)
  useLayoutEffect(() => {
    const made = make()
    setEditor(made)
    return () => made.destroy()
  }, [make])
  return editor
}
