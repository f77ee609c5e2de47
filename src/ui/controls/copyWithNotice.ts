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
      message: `The browser did not let the ${what.toLowerCase()} be copied.`,
      color: 'red',
      closeButtonProps: { 'aria-label': 'Close the notice' },
    })
  }
}
