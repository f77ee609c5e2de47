/** A revoked address would end a download that has not begun; browsers begin at once, but later than this call. */
const REVOKE_AFTER_MS = 60_000

/** Saves a file as the browser saves downloads. */
export function saveFile(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS)
}
