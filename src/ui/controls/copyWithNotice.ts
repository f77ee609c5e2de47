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
      message: `Could not copy the ${what.toLowerCase()}: the browser blocked clipboard access.`,
      color: 'red',
      closeButtonProps: { 'aria-label': 'Close notice' },
    })
  }
}
