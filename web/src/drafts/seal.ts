/** Something sealed with AES-256-GCM: the nonce it was sealed with, and the ciphertext with its tag. */
export interface Sealed {
  nonce: Uint8Array<ArrayBuffer>
  bytes: ArrayBuffer
}

/** Browsers offer cryptography only over HTTPS and on loopback. */
export const maySeal = (): boolean => 'subtle' in crypto && 'indexedDB' in globalThis

/** A key that no script can read out, only use. */
export const newSealKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

/** `about` names what is sealed, so that one sealed text cannot be put in the place of another. */
const method = (nonce: Uint8Array<ArrayBuffer>, about: string) => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: new TextEncoder().encode(about),
})

export async function seal(key: CryptoKey, value: unknown, about: string): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const clear = new TextEncoder().encode(JSON.stringify(value))
  return { nonce, bytes: await crypto.subtle.encrypt(method(nonce, about), key, clear) }
}

/** Rejects where the key is another or the text was changed. */
export async function unseal(key: CryptoKey, { nonce, bytes }: Sealed, about: string): Promise<unknown> {
  const clear = await crypto.subtle.decrypt(method(nonce, about), key, bytes)
  return JSON.parse(new TextDecoder().decode(clear))
}
