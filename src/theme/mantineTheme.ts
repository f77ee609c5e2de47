import { createTheme, type CSSVariablesResolver } from '@mantine/core'

/** Mantine's own components in the app's type and colours. Their colours are mended to our tokens, whose contrast is checked. */
export const mantineTheme = createTheme({
  fontFamily: 'var(--rl-font)',
  fontFamilyMonospace: 'var(--rl-mono)',
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 8 },
  // Mantine's dark greys, in the hue of our own surfaces: text, dimmed text, borders, inputs, surface, canvas.
  colors: {
    dark: [
      '#e6e9ee',
      '#c6ccd5',
      '#a6adb9',
      '#757e8d',
      '#3b424c',
      '#2e333b',
      '#20242a',
      '#181b20',
      '#121418',
      '#101215',
    ],
  },
  autoContrast: true,
  luminanceThreshold: 0.28,
  defaultRadius: 'sm',
  fontSizes: { xs: '12px', sm: '13px', md: '13.5px', lg: '15px', xl: '18px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // No menu is larger than the window leaves room for; global.css lets it scroll.
    Popover: { defaultProps: { middlewares: { flip: true, shift: true, size: true } } },
  },
})

const shared = {
  '--mantine-color-body': 'var(--rl-surface)',
  '--mantine-color-text': 'var(--rl-text)',
  '--mantine-color-dimmed': 'var(--rl-dim)',
  '--mantine-color-placeholder': 'var(--rl-dim)',
  '--mantine-color-default-border': 'var(--rl-border)',
  '--mantine-color-default': 'var(--rl-surface)',
  '--mantine-color-default-hover': 'var(--rl-hover)',
  '--mantine-color-anchor': 'var(--rl-accent)',
  '--mantine-color-error': 'var(--rl-failed)',
}

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })
