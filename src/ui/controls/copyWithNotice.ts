import { notifications } from '@mantine/notifications'

/**
 * Copies a text to the clipboard and shows a notice. Browsers deny the clipboard to pages that are neither local nor
 * encrypted; then the notice says so.
 *
 * @param what as the start of a sentence: "Run id"
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
