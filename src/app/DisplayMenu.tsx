import { CLOCK_ZONES, type ClockZone } from '#src/lib/clockZone.ts'
import { currentZone } from '#src/lib/format.ts'
import { setPreferences, usePreferences } from '#src/theme/preferencesStore.ts'
import { ActionIcon, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { Check, Clock, Globe, Monitor, Moon, Sun, type LucideIcon } from 'lucide-react'

const SCHEMES: readonly { readonly value: MantineColorScheme; readonly word: string; readonly Icon: LucideIcon }[] = [
  { value: 'light', word: 'Light', Icon: Sun },
  { value: 'dark', word: 'Dark', Icon: Moon },
  { value: 'auto', word: 'System', Icon: Monitor },
]

const CLOCKS: Readonly<Record<ClockZone, { readonly word: string; readonly Icon: LucideIcon }>> = {
  local: { word: 'Local time', Icon: Clock },
  utc: { word: 'UTC', Icon: Globe },
}

/** The theme, and the time zone of all times. */
export function DisplayMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const clock = usePreferences((state) => state.clock)
  const { Icon } = SCHEMES.find(({ value }) => value === colorScheme) ?? { Icon: Monitor }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Display">
          <Icon size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label="Display">
        <Menu.Label>Theme</Menu.Label>
        {SCHEMES.map(({ value, word, Icon: SchemeIcon }) => (
          <Choice
            key={value}
            word={word}
            Icon={SchemeIcon}
            isChosen={value === colorScheme}
            onChoose={() => setColorScheme(value)}
          />
        ))}
        <Menu.Label>Times</Menu.Label>
        {CLOCK_ZONES.map((zone) => (
          <Choice
            key={zone}
            word={zone === 'local' ? `${CLOCKS.local.word}, ${currentZone('local')}` : CLOCKS.utc.word}
            Icon={CLOCKS[zone].Icon}
            isChosen={zone === clock}
            onChoose={() => setPreferences({ clock: zone })}
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

type ChoiceProps = {
  readonly word: string
  readonly Icon: LucideIcon
  readonly isChosen: boolean
  readonly onChoose: () => void
}

const Choice = ({ word, Icon, isChosen, onChoose }: ChoiceProps) => (
  <Menu.Item
    leftSection={<Icon size={15} aria-hidden />}
    rightSection={isChosen ? <Check size={14} aria-label="chosen" /> : undefined}
    onClick={onChoose}
  >
    {word}
  </Menu.Item>
)
