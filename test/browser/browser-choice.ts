/** Which Chromium the browser tests use, and how one is got where there is none: the choice alone, without looking or acting. */

/** What there is on this machine, and what has been tried. */
export interface Machine {
  /** CHROMIUM_PATH. */
  readonly named: string | undefined
  /** Where Playwright keeps the one that it downloads. */
  readonly ownPath: string
  /** Whether the program at a path is there and runs. */
  readonly runs: (path: string) => boolean
  readonly hasAptGet: boolean
  /** What goes before a command that needs root; undefined where nobody may be root. */
  readonly asRoot: readonly string[] | undefined
  readonly tried: ReadonlySet<'download' | 'package'>
}

type Command = readonly [program: string, ...args: string[]]

export type BrowserChoice =
  | { readonly kind: 'use'; readonly path: string }
  | {
      readonly kind: 'get'
      readonly how: 'download' | 'package'
      /** One line that says what is done. */
      readonly says: string
      readonly commands: readonly Command[]
    }
  | { readonly kind: 'none'; readonly complaint: string }

/** Where systems put a Chromium that somebody installed. The shell has no window to draw, and needs a third less of the machine. */
export const installedPaths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const

/** The next step: use one, get one, or tell how a person gets one. Whoever got one asks again with what was tried. */
export function chooseBrowser(machine: Machine): BrowserChoice {
  const { named, ownPath, runs, hasAptGet, asRoot, tried } = machine
  if (named !== undefined)
    return runs(named)
      ? { kind: 'use', path: named }
      : { kind: 'none', complaint: `CHROMIUM_PATH names ${named}, which does not run.` }
  const path = [ownPath, ...installedPaths].find(runs)
  if (path !== undefined) return { kind: 'use', path }
  if (!tried.has('download'))
    return {
      kind: 'get',
      how: 'download',
      says: 'No Chromium found: Playwright downloads its own.',
      commands: [['npx', 'playwright', 'install', 'chromium']],
    }
  if (!tried.has('package') && hasAptGet && asRoot !== undefined) {
    const asked = (...args: string[]): Command => {
      const [program = 'apt-get', ...rest] = [...asRoot, 'apt-get', ...args]
      return [program, ...rest]
    }
    return {
      kind: 'get',
      how: 'package',
      says: 'No Chromium could be downloaded: apt-get installs the package chromium-headless-shell.',
      commands: [
        asked('update', '-qq'),
        asked('install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell'),
      ],
    }
  }
  return {
    kind: 'none',
    complaint:
      'No Chromium found. Install one (Debian: apt-get install chromium; elsewhere: npx playwright install --with-deps chromium) or set CHROMIUM_PATH.',
  }
}
