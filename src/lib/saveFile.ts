/** Revoking the URL ends a download that has not started; browsers start it soon, but after this call. */
const REVOKE_AFTER_MS = 60_000

/** Saves a file like a browser download. */
export function saveFile(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS)
}
