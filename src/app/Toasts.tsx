import { Notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.layer.css'

/** Where notices about a reader's own actions appear. What cannot be read is said in its panel instead. */
export const Toasts = () => <Notifications position="bottom-right" />
