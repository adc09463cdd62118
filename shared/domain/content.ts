/** What a text says at one moment, as plain data: blocks of words, tasks and provisions. Made by the readers in `shared/text`. */
import { z } from 'zod'

export const Mark = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('bold') }),
    z.object({ type: z.literal('italic') }),
    z.object({ type: z.literal('underline') }),
    z.object({ type: z.literal('strike') }),
    z.object({ type: z.literal('superscript') }),
    z.object({ type: z.literal('subscript') }),
    /** On a square bracket that is a letter, and none of the negotiation. */
    z.object({ type: z.literal('literal') }),
    /** On the words of a footnote: those with one `noteId` are one note. */
    z.object({ type: z.literal('footnote'), noteId: z.string() }),
    z.object({ type: z.literal('link'), href: z.string() }),
  ])
  .meta({ id: 'Mark' })
export type Mark = z.infer<typeof Mark>

/** A run of words, a line break, or one edge of a square bracket (brackets are pairs with one id). */
export const Inline = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('words'), words: z.string(), marks: z.array(Mark) }),
    z.object({ type: z.literal('line-break') }),
    z.object({
      type: z.literal('bracket'),
      edge: z.enum(['open', 'close']),
      bracketId: z.string(),
      /** Delegation codes of those who want the bracket, as typed when it was put. */
      sponsors: z.string(),
      /** When the bracket was put; on the open edge, absent where nobody noted it. */
      putAt: z.string().optional(),
      /** What the bracket is for, as one of its sponsors or the chair's table said; on the open edge, absent where nobody did. */
      reason: z.string().optional(),
      /** Brackets with the same value are options of one choice, such as `[quarterly] [annually]`; on the open edge. */
      optionOf: z.string().optional(),
    }),
  ])
  .meta({ id: 'Inline' })
export type Inline = z.infer<typeof Inline>

/** How a list counts: 1 2 3, a b c, i ii iii, A B C, I II III, or bullets. */
export const ListStyle = z
  .enum(['bullet', 'number', 'letter', 'roman', 'upper-letter', 'upper-roman'])
  .meta({ id: 'ListStyle' })
export type ListStyle = z.infer<typeof ListStyle>

const ListItem = z.object({
  get blocks(): z.ZodArray<typeof Block> {
    return z.array(Block)
  },
})
/** Merged cells are one, that takes several columns or rows: absent where it takes one. Rows are as in HTML: they hold what begins in them. */
const TableCell = z.object({
  header: z.boolean(),
  columnSpan: z.int().min(2).optional(),
  rowSpan: z.int().min(2).optional(),
  get blocks(): z.ZodArray<typeof Block> {
    return z.array(Block)
  },
})

/** What stands before a block in place of a number: `7 bis.`, `Article 1`. An item that has one is not counted. */
export const BlockLabel = z
  .string()
  .regex(/^(?!\s)[^\p{Cc}\p{Cs}]{1,40}(?<!\s)$/u)
  .meta({ id: 'BlockLabel' })

/** Which way a block's words run, where its author chose; else as its first letter does. */
export const Direction = z.enum(['ltr', 'rtl']).meta({ id: 'Direction' })
export type Direction = z.infer<typeof Direction>

/** Of a paragraph or heading. Label and direction are absent where nobody chose them. */
const ownLooks = {
  blockId: z.string(),
  label: BlockLabel.optional(),
  direction: Direction.optional(),
  inlines: z.array(Inline),
}

/** One block of words. `blockId` stays with a paragraph or heading through edits; it is empty where the text has none. */
export const Block = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('paragraph'), ...ownLooks }),
    z.object({
      type: z.literal('heading'),
      level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
      ...ownLooks,
    }),
    z.object({
      type: z.literal('list'),
      style: ListStyle,
      /** The first number; absent where it is 1. */
      start: z.int().optional(),
      items: z.array(ListItem),
    }),
    z.object({ type: z.literal('table'), rows: z.array(z.array(TableCell)) }),
  ])
  .meta({ id: 'Block' })
export type Block = z.infer<typeof Block>

/** A cell of a task or provision: one short rich line. */
export const Cell = z.array(Inline).meta({ id: 'Cell' })
export type Cell = z.infer<typeof Cell>

/** What is to be done, by whom, how and by when (seed slides: "tasks, implementation, responsible body"). */
export const taskFields = ['what', 'responsibleBody', 'implementation', 'timeline'] as const
export type TaskField = (typeof taskFields)[number]
export const Task = z
  .object({
    rowId: z.string(),
    what: Cell,
    responsibleBody: Cell,
    implementation: Cell,
    timeline: Cell,
  })
  .meta({ id: 'Task' })
export type Task = z.infer<typeof Task>

/** How the recommendation is monitored and evaluated. */
export const provisionFields = [
  'indicator',
  'baseline',
  'target',
  'meansOfVerification',
  'responsibleBody',
  'frequency',
] as const
export type ProvisionField = (typeof provisionFields)[number]
export const Provision = z
  .object({
    rowId: z.string(),
    indicator: Cell,
    baseline: Cell,
    target: Cell,
    meansOfVerification: Cell,
    responsibleBody: Cell,
    frequency: Cell,
  })
  .meta({ id: 'Provision' })
export type Provision = z.infer<typeof Provision>

/** A whole text at one moment. Its canonical JSON is what a decision keeps and what its SHA-256 covers. */
export const TextContent = z
  .object({
    words: z.array(Block),
    tasks: z.array(Task),
    provisions: z.array(Provision),
  })
  .meta({ id: 'TextContent' })
export type TextContent = z.infer<typeof TextContent>
