import { createContext } from 'react'

/** Leads to the amendment that one's delegation drafts on the text around; undefined where nobody can amend it. */
export const OpenOwnAmendment = createContext<(() => void) | undefined>(undefined)
