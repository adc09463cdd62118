/** The names of a text's tables, and what a link may lead to. */
export const tasksName = 'tasks'
export const provisionsName = 'provisions'
/** The tables of a text, in the order of the page. */
export const rowsNames = [tasksName, provisionsName] as const
export type RowsName = (typeof rowsNames)[number]

/** Addresses that a link may have. Anything else is shown as plain words. */
export const isSafeAddress = (address: string): boolean => /^(?:https?:\/\/|mailto:)/i.test(address)
