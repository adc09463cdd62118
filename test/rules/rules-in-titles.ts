/** The numbered rules as the titles of the tests state them, and the page that lists them. */

export interface TestFile {
  /** Below the project's folder, with slashes. */
  readonly path: string
  readonly source: string
}

export interface Rule {
  readonly id: string
  /** What the tests' titles state, each once, in the order of the file. */
  readonly sentences: readonly string[]
  /** The files whose tests bear the rule. */
  readonly files: readonly string[]
}

/** A string that begins with a rule's number, in any of the three quotes. */
const title = /(['"`])(\[[A-Z]+-\d+\] (?:\\.|(?!\1)[^\\\n])*)\1/g
/** A title may state several rules: each sentence behind its number. */
const statement = /\[([A-Z]+-\d+)\] (.*?)[\s;.]*(?=\[[A-Z]+-\d+\] |$)/g
/** What a title says of the single case of a table, at its end. */
const singleCase = /:[^:]*(?:\$\{[^}]*\}|%[sdifjo])[^:]*$/
/** What would be printed as it stands, because only the running test knows what is there. */
const placeholder = /\$\{|%[sdifjo#]/

/** Throws where a sentence would not be one without the case of the running test. */
const sentenceOf = (stated: string): string => {
  const plain = stated.replace(/\\(.)/g, '$1').replace(singleCase, '').trim()
  if (placeholder.test(plain))
    throw new Error(
      `“${plain}” says its single case before the end, where it belongs, behind a colon.`,
    )
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`
}

/** Reads every rule that the titles of these files state. */
export function rulesIn(files: readonly TestFile[]): Rule[] {
  const rules = new Map<string, { sentences: Set<string>; files: Set<string> }>()
  for (const { path, source } of files)
    for (const [, , stated = ''] of source.matchAll(title))
      for (const [, id = '', sentence = ''] of stated.matchAll(statement)) {
        const rule = rules.get(id) ?? { sentences: new Set(), files: new Set() }
        rule.sentences.add(sentenceOf(sentence))
        rule.files.add(path)
        rules.set(id, rule)
      }
  return [...rules].map(([id, rule]) => ({
    id,
    sentences: [...rule.sentences],
    files: [...rule.files],
  }))
}

/** The features in the order of the page, each with the names of the test files that show it. */
const features: readonly { readonly name: string; readonly files: RegExp }[] = [
  { name: 'The whole job', files: /\/(?:day-three|six-people)\./ },
  { name: 'Alternatives', files: /alternative|text-comparison/ },
  { name: 'Words that were not accepted', files: /returned-words|unsaved-words|edits-anew|safety/ },
  { name: 'Brackets', files: /\/brackets|bracket-|\/bracket/ },
  { name: 'Amendments', files: /amend|first-key|carried-|place-anew|sponsor-ink/ },
  { name: 'Who wrote what', files: /attribution|who-wrote-what|words-at-caret/ },
  { name: 'Comments', files: /comments|words-anchor|threads|internal-notes|markers/ },
  { name: 'The chair’s desk and conduct', files: /conduct|desk|bridge|deadlines/ },
]

/** What is left, by the prefix of its number. */
const prefixes: Readonly<Record<string, string>> = {
  ROOM: 'The whole job',
  UI: 'On screen',
  REC: 'The record',
  CHAIR: 'The chair’s desk and conduct',
  CMT: 'Comments',
  TXT: 'Words as data',
  SYNC: 'Words over sockets',
  API: 'HTTP',
  OPS: 'Running it',
  EX: 'The worked example',
}

const order = new Set([...features.map(({ name }) => name), ...Object.values(prefixes)])

const prefixOf = ({ id }: Rule): string => id.split('-')[0] ?? ''
const numberOf = ({ id }: Rule): number => Number(id.split('-')[1])

/** The feature under which a rule is listed. Throws for a prefix that names none. */
export function featureOf(rule: Rule): string {
  const shown = features.find(({ files }) => rule.files.some((file) => files.test(file)))
  const name = shown?.name ?? prefixes[prefixOf(rule)]
  if (name === undefined) throw new Error(`${rule.id} has a prefix that names no feature.`)
  return name
}

const cell = (words: string): string => words.replaceAll('|', '\\|')

/** The page of rules, as docs/rules.md holds it. */
export function rulesPage(rules: readonly Rule[]): string {
  const sections = [...order].flatMap((name) => {
    const listed = rules
      .filter((rule) => featureOf(rule) === name)
      .toSorted(
        (one, other) =>
          prefixOf(one).localeCompare(prefixOf(other)) || numberOf(one) - numberOf(other),
      )
    if (listed.length === 0) return []
    const rows = listed.map(
      ({ id, sentences, files }) =>
        `| ${id} | ${cell(sentences.join(' '))} | ${files.map((file) => `\`${file}\``).join(', ')} |`,
    )
    return [`## ${name}\n\n| rule | behaviour | test |\n|---|---|---|\n${rows.join('\n')}\n`]
  })
  return `# Rules

What Adref does, numbered, as the titles of its tests state it. \`npm run rules\` writes this page; the suite checks that it is current.
The forty that an adopter needs are in [promises.md](promises.md).

${sections.join('\n')}`
}
