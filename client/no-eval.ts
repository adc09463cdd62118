/** Imported first: zod then does not try to compile its checks, which the page's content security policy forbids. */
import { config } from 'zod'

config({ jitless: true })
