import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { Check, Monitor, Moon, Sun, type LucideIcon } from 'lucide-react'

const SCHEMES: readonly { readonly value: MantineColorScheme; readonly word: string; readonly Icon: LucideIcon }[] = [
  { value: 'light', word: 'Light', Icon: Sun },
  { value: 'dark', word: 'Dark', Icon: Moon },
  { value: 'auto', word: 'System', Icon: Monitor },
]

export function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { Icon } = SCHEMES.find(({ value }) => value === colorScheme) ?? { Icon: Monitor }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Theme">
          <Icon size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label="Theme">
        {SCHEMES.map(({ value, word, Icon: Choice }) => (
          <Menu.Item
            key={value}
            leftSection={<Choice size={15} aria-hidden />}
            rightSection={value === colorScheme ? <Check size={14} aria-label="chosen" /> : undefined}
            onClick={() => setColorScheme(value)}
          >
            {word}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
