import { Notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.layer.css'

/** Notifications about the reader's own actions. Data that cannot be loaded is reported in its panel instead. */
export const Toasts = () => <Notifications position="bottom-right" />
