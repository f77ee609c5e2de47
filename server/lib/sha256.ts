/**
 * SHA-256 of bytes, or of a text's UTF-8, in lowercase hexadecimal. Uses the Web Crypto API, which both servers and
 * browsers have.
 */
export async function sha256(data: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
