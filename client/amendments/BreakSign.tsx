import { paragraphBreak } from '#shared/text/paragraph-breaks'
import { useMessages } from '../messages/use-messages.ts'

/** The sign of a paragraph's break that is put or struck, which is read as what it means. */
export function BreakSign({ is }: { readonly is: 'inserted' | 'deleted' }) {
  const say = useMessages()
  return (
    <>
      <span aria-hidden>{paragraphBreak}</span>
      <span className="visually-hidden"> {say(`change.break.${is}`)} </span>
    </>
  )
}
