import type { Editor } from '@tiptap/core'
import { ChevronDown } from 'lucide-react'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { putFootnote } from './footnotes.ts'
import { raise } from './inline-kit.ts'

const marks = ['superscript', 'subscript', 'strike'] as const

/** What is needed now and then: above and below the line, struck through, and footnotes. */
export function MoreMarks({ editor }: { readonly editor: Editor }) {
  const say = useMessages()
  return (
    <Menu
      label={say('toolbar.moreMarks')}
      trigger={
        <Button look="quiet" isSmall label={say('toolbar.moreMarks')}>
          <ChevronDown size={14} />
        </Button>
      }
      entries={[
        ...marks.map((mark) => ({
          id: mark,
          label: say(`toolbar.${mark}`),
          onAction: () =>
            mark === 'strike' ? editor.chain().focus().toggleStrike().run() : raise(editor, mark),
        })),
        {
          id: 'footnote',
          label: say('toolbar.footnote'),
          onAction() {
            const { state, view } = editor
            putFootnote(state, view.dispatch, view)
            view.focus()
          },
        },
      ]}
    />
  )
}
