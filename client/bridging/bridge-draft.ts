/** A bridging proposal while the chair builds it: its spans, in their order. */
import type { BridgeDraftSpan } from '#shared/domain/bridge'
import type { DelegationId } from '#shared/domain/ids'

/** A span with what is known of it here; the server has the last word on whose the quoted words are. */
export interface DraftSpan {
  /** Tells spans apart on this screen. */
  readonly key: string
  readonly span: BridgeDraftSpan
  readonly takenAt: string
  readonly delegationIds: readonly DelegationId[]
}

export type DraftAct =
  | { readonly type: 'add'; readonly span: DraftSpan }
  | { readonly type: 'edit'; readonly key: string; readonly words: string }
  | { readonly type: 'break'; readonly key: string; readonly isNewParagraph: boolean }
  | { readonly type: 'move'; readonly key: string; readonly step: -1 | 1 }
  | { readonly type: 'remove'; readonly key: string }
  | { readonly type: 'clear' }

/** The spans after one act of the chair. */
export function changeDraft(spans: readonly DraftSpan[], act: DraftAct): readonly DraftSpan[] {
  switch (act.type) {
    case 'add':
      return [...spans, act.span]
    case 'edit':
      return spans.map((each) =>
        each.key === act.key ? { ...each, span: { ...each.span, words: act.words } } : each,
      )
    case 'break':
      return spans.map((each) => {
        if (each.key !== act.key) return each
        const { isNewParagraph: _, ...span } = each.span
        return { ...each, span: act.isNewParagraph ? { ...span, isNewParagraph: true } : span }
      })
    case 'move': {
      const from = spans.findIndex(({ key }) => key === act.key)
      const moved = spans[from]
      const to = from + act.step
      if (!moved || to < 0 || to >= spans.length) return spans
      const others = spans.filter(({ key }) => key !== act.key)
      return [...others.slice(0, to), moved, ...others.slice(to)]
    }
    case 'remove':
      return spans.filter(({ key }) => key !== act.key)
    case 'clear':
      return []
  }
}
