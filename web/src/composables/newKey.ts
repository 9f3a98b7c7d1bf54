/**
 * A key for one intention of a person, sent as `Idempotency-Key`. `crypto.randomUUID` exists only over HTTPS and on
 * loopback, and many town offices serve plain HTTP on their own network.
 */
export function newKey(): string {
  if ('randomUUID' in crypto) return crypto.randomUUID()
  const bytes: Uint8Array = window.crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
