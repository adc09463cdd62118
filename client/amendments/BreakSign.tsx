import { paragraphMark } from '#shared/compare/pieces'
import { useMessages } from '../messages/use-messages.ts'

/** The sign of a paragraph's break that is put or struck, which is read as what it means. */
export function BreakSign({ is }: { readonly is: 'inserted' | 'deleted' | 'gone' }) {
  const say = useMessages()
  return (
    <>
      <span aria-hidden>{paragraphMark}</span>
      <span className="visually-hidden"> {say(`change.break.${is}`)} </span>
    </>
  )
}
