/**
 * Ids of an act that may be sent again. Nobody knows whether an act that nobody answered was done; so whoever presses again, with
 * nothing changed, sends the same act under the same ids, and the record takes it once.
 */
import { useState } from 'react'

export interface HeldIds<Ids> {
  /** Ids for this content: the same ones until it has been put, or changed. */
  of(content: unknown): Ids
  /** What they were for has been put. */
  done(): void
}

export function heldIds<Ids>(make: () => Ids): HeldIds<Ids> {
  let held: { readonly content: string; readonly ids: Ids } | undefined
  return {
    of(content) {
      const said = JSON.stringify(content)
      if (held?.content !== said) held = { content: said, ids: make() }
      return held.ids
    },
    done() {
      held = undefined
    },
  }
}

/** Those of a form, as long as it is on the page. */
export const useHeldIds = <Ids>(make: () => Ids): HeldIds<Ids> => useState(() => heldIds(make))[0]
