import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import {
  Bold,
  Brackets,
  FileUp,
  Heading2,
  Italic,
  Link,
  List,
  ListOrdered,
  MessageSquarePlus,
  Redo2,
  Table,
  Underline,
  Undo2,
} from 'lucide-react'
import { memo } from 'react'
import { Toolbar as AriaToolbar, FileTrigger } from 'react-aria-components'
import { type MessageKey, useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import { bracketAround } from './bracket-around.ts'
import styles from './editor.module.css'
import { fileKinds } from './file-to-html.ts'

const size = 16

/** Drawn again only when something in it changes: it stands beside words that change with each key. */
export const Toolbar = memo(function Toolbar({
  editor,
  label,
  onBracket,
  onComment,
  onLink,
  onFile,
}: {
  readonly editor: Editor
  readonly label: string
  readonly onBracket: () => void
  readonly onComment: (() => void) | undefined
  readonly onLink: () => void
  readonly onFile: (file: File) => void
}) {
  const say = useMessages()
  const is = useEditorState({
    editor,
    selector: ({ editor: current }) => ({
      bold: current.isActive('bold'),
      italic: current.isActive('italic'),
      underline: current.isActive('underline'),
      heading: current.isActive('heading'),
      bullet: current.isActive('bulletList'),
      numbered:
        current.isActive('orderedList', { type: '1' }) ||
        current.isActive('orderedList', { type: null }),
      lettered: current.isActive('orderedList', { type: 'a' }),
      table: current.isActive('table'),
      empty: current.state.selection.empty,
      atBracket: bracketAround(current.state.doc, current.state.selection.head) !== undefined,
    }),
  })

  const lettered = () => {
    const chain = editor.chain().focus()
    if (is.lettered) chain.toggleOrderedList().run()
    else if (editor.isActive('orderedList'))
      chain.updateAttributes('orderedList', { type: 'a' }).run()
    else chain.toggleOrderedList().updateAttributes('orderedList', { type: 'a' }).run()
  }
  const numbered = () => {
    if (is.lettered) editor.chain().focus().updateAttributes('orderedList', { type: '1' }).run()
    else editor.chain().focus().toggleOrderedList().run()
  }
  const table = (key: MessageKey, run: () => boolean): MenuEntry => ({
    id: key,
    label: say(key),
    onAction: () => void run(),
  })

  return (
    <AriaToolbar
      className={styles['toolbar'] ?? ''}
      aria-label={say('toolbar.label', { text: label })}
    >
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.bold')}
        isPressed={is.bold}
        onPress={() => editor.chain().focus().toggleBold().run()}
      >
        <Bold size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.italic')}
        isPressed={is.italic}
        onPress={() => editor.chain().focus().toggleItalic().run()}
      >
        <Italic size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.underline')}
        isPressed={is.underline}
        onPress={() => editor.chain().focus().toggleUnderline().run()}
      >
        <Underline size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.heading')}
        isPressed={is.heading}
        onPress={() => editor.chain().focus().toggleHeading({ level: 2 }).run()}
      >
        <Heading2 size={size} />
      </Button>
      <span className={styles['divider']} />
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.bulleted')}
        isPressed={is.bullet}
        onPress={() => editor.chain().focus().toggleBulletList().run()}
      >
        <List size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.numbered')}
        isPressed={is.numbered}
        onPress={numbered}
      >
        <ListOrdered size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.lettered')}
        isPressed={is.lettered}
        onPress={lettered}
      >
        <span aria-hidden className={styles['glyph']}>
          a)
        </span>
      </Button>
      <span className={styles['divider']} />
      <Button look="quiet" isSmall label={say('toolbar.link')} onPress={onLink}>
        <Link size={size} />
      </Button>
      {is.table ? (
        <Menu
          label={say('toolbar.table')}
          trigger={
            <Button look="quiet" isSmall label={say('toolbar.table')} isPressed>
              <Table size={size} />
            </Button>
          }
          entries={[
            table('toolbar.addRow', () => editor.chain().focus().addRowAfter().run()),
            table('toolbar.addColumn', () => editor.chain().focus().addColumnAfter().run()),
            table('toolbar.deleteRow', () => editor.chain().focus().deleteRow().run()),
            table('toolbar.deleteColumn', () => editor.chain().focus().deleteColumn().run()),
            table('toolbar.deleteTable', () => editor.chain().focus().deleteTable().run()),
          ]}
        />
      ) : (
        <Button
          look="quiet"
          isSmall
          label={say('toolbar.insertTable')}
          onPress={() =>
            editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()
          }
        >
          <Table size={size} />
        </Button>
      )}
      <FileTrigger
        acceptedFileTypes={fileKinds}
        onSelect={(files) => {
          const [file] = files ?? []
          if (file) onFile(file)
        }}
      >
        <Button look="quiet" isSmall label={say('toolbar.file')}>
          <FileUp size={size} />
        </Button>
      </FileTrigger>
      <Button
        look="quiet"
        isSmall
        label={say(is.empty && is.atBracket ? 'toolbar.openBracket' : 'toolbar.bracket')}
        isDisabled={is.empty && !is.atBracket}
        onPress={onBracket}
      >
        <Brackets size={size} />
      </Button>
      {onComment ? (
        <Button
          look="quiet"
          isSmall
          label={say('toolbar.comment')}
          isDisabled={is.empty}
          onPress={onComment}
        >
          <MessageSquarePlus size={size} />
        </Button>
      ) : null}
      <span className={styles['divider']} />
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.undo')}
        onPress={() => editor.chain().focus().undo().run()}
      >
        <Undo2 size={size} />
      </Button>
      <Button
        look="quiet"
        isSmall
        label={say('toolbar.redo')}
        onPress={() => editor.chain().focus().redo().run()}
      >
        <Redo2 size={size} />
      </Button>
    </AriaToolbar>
  )
})
