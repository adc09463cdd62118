/** Tokens of links and sessions: 256 random bits; only their SHA-256 is kept. */
import { createHash, randomBytes } from 'node:crypto'

/** A new token, base64url, 43 characters. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of a token: enough to know it again, useless to sign in with. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')
