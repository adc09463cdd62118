import { contentToPlain } from '#shared/text/content-to-plain'
import type { TextRoom } from '../live/text-room.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/Button.tsx'
import { copyText } from '../ui/copy-text.ts'
import { useNotice } from '../ui/notices.tsx'

/** Copies what a text says, as plain text. */
export function CopyText({ room }: { readonly room: TextRoom }) {
  const say = useMessages()
  const notify = useNotice()
  const copy = async () => {
    const isCopied = await copyText(contentToPlain(room.content()))
    notify(say(isCopied ? 'trouble.copied' : 'trouble.notCopied'))
  }
  return (
    <Button isSmall onPress={() => void copy()}>
      {say('trouble.copyText')}
    </Button>
  )
}
