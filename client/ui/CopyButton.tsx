import { useMessages } from '../messages/use-messages.ts'
import { Button } from './Button.tsx'
import { copyText } from './copy-text.ts'
import { useNotice } from './notices.tsx'

/** Copies words, and says whether it did. */
export function CopyButton({
  text,
  label,
  isSmall = false,
  isDisabled = false,
}: {
  readonly text: string
  readonly label: string
  readonly isSmall?: boolean
  readonly isDisabled?: boolean
}) {
  const say = useMessages()
  const notify = useNotice()
  const copy = async () => notify(say((await copyText(text)) ? 'copied' : 'notCopied'))
  return (
    <Button isSmall={isSmall} isDisabled={isDisabled} onPress={() => void copy()}>
      {label}
    </Button>
  )
}
