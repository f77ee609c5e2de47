import { notifications } from '@mantine/notifications'

/**
 * Puts a text on the clipboard and says so. Browsers refuse the clipboard to pages that are neither local nor encrypted: then
 * it is said, and nothing is claimed.
 *
 * @param what as the beginning of a sentence: "Run id"
 */
export async function copyWithNotice(what: string, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    notifications.show({ message: `${what} copied`, autoClose: 1500, withCloseButton: false })
  } catch {
    notifications.show({
      message: `Could not copy the ${what.toLowerCase()}: the browser blocked clipboard access.`,
      color: 'red',
      closeButtonProps: { 'aria-label': 'Close notice' },
    })
  }
}
