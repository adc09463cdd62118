import { toBase64UrlEncoded } from 'lib0/buffer'

/** A fresh salt for an internal note, from the browser's random numbers. */
export const newSalt = (): string =>
  toBase64UrlEncoded(crypto.getRandomValues(new Uint8Array(24))).replaceAll('=', '')
