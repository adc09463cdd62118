/** The tests' way into the product: one server for each worker, and in it a group of its own for each test. */
import type { BrowserContextOptions, Page } from '@playwright/test'
import { type Group, type GroupOptions, makeGroup } from '../support/group.ts'
import { type Product, startProduct } from '../support/product.ts'
import { openPage, type Person, personAt, test as personTest } from './people.ts'
import { openSeating, type Seating } from './seating.ts'

export interface EnterOptions extends BrowserContextOptions {
  /** The recommendation at which they come in, by its title; the group's first one when left out. */
  readonly at?: string
  /** In a tab that nobody uses after them: for whoever closes it, adds scripts to it, or routes its sockets. */
  readonly hasOwnTab?: boolean
}

/** A group, and people who come to it in browsers. */
export interface Room extends Group {
  /** The server of the worker: who stops it starts it again. */
  readonly product: Product
  /** Signs a seat in, in a browser of its own, and opens a recommendation's page. */
  enter(seat: string, options?: EnterOptions): Promise<Person>
  /** Several at once, in the order of their seats. */
  enterAll<const Seats extends readonly string[]>(
    seats: Seats,
    options?: EnterOptions,
  ): Promise<{ -readonly [Index in keyof Seats]: Person }>
  /** A page in a browser in which nobody has signed in. */
  visit(): Promise<Page>
  /** Ends the server as a crash would, and starts it again. */
  crash(): Promise<void>
}

interface WorkerFixtures {
  /** The server of this worker, without the worked example, and the browsers of those who use it. */
  readonly house: { readonly product: Product; readonly seating: Seating }
}
interface TestFixtures {
  /** Makes a group with just what the test needs. */
  readonly room: (options?: GroupOptions) => Promise<Room>
}

/** Each in the order of its name. */
const together = async <const Names extends readonly string[], Each>(
  names: Names,
  each: (name: string) => Promise<Each>,
): Promise<{ -readonly [Index in keyof Names]: Each }> =>
  (await Promise.all(names.map(each))) as { -readonly [Index in keyof Names]: Each }

export const test = personTest.extend<TestFixtures, WorkerFixtures>({
  house: [
    async ({ browser }, use) => {
      const product = await startProduct({ flags: ['--no-example'] })
      await use({ product, seating: openSeating(browser, product.url) })
      await product.remove()
    },
    { scope: 'worker' },
  ],
  kept: async ({ house }, use) => use(house.seating),
  room: async ({ house: { product, seating } }, use) => {
    await use(async (options) => {
      const group = await makeGroup(product, options)
      const enter: Room['enter'] = async (seat, { at, hasOwnTab = false, ...needs } = {}) => {
        const station = await seating.take(needs)
        const page = hasOwnTab ? await station.context.newPage() : station.page
        const person = personAt(page, seat)
        const signIn = { data: { token: group.token(seat) } }
        const signedIn = await page.request.post(`${group.url}/api/session`, signIn)
        if (!signedIn.ok()) throw new Error(`${seat} is not let in: ${await signedIn.text()}`)
        await openPage(person, group.recommendation(at).address)
        return person
      }
      return {
        ...group,
        product,
        enter,
        enterAll: (seats, how) => together(seats, (seat) => enter(seat, how)),
        visit: async () => (await seating.take({})).page,
        async crash() {
          await product.crash()
          await product.start()
        },
      }
    })
    await seating.wipe()
  },
})
