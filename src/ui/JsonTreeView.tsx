import { JsonView } from 'react-json-view-lite'
import styles from './JsonTreeView.module.css'

/** Objects and lists of at most this many members are open from the start, in the first three levels. */
const OPEN_MEMBERS_MAX = 24

const css = (name: string): string => styles[name] ?? ''

const STYLE = {
  container: css('tree'),
  basicChildStyle: css('row'),
  childFieldsContainer: css('children'),
  label: css('label'),
  clickableLabel: css('label'),
  nullValue: css('word'),
  undefinedValue: css('word'),
  booleanValue: css('word'),
  otherValue: css('word'),
  numberValue: css('number'),
  stringValue: css('string'),
  punctuation: css('punctuation'),
  expandIcon: css('expand'),
  collapseIcon: css('collapse'),
  collapsedContent: css('collapsed'),
  noQuotesForStringValues: false,
  quotesForFieldNames: false,
  stringifyStringValues: false,
  ariaLables: { collapseJson: 'Fold', expandJson: 'Unfold' },
}

const opensAtFirst = (level: number, value: object): boolean =>
  level < 3 && Object.keys(value).length <= (level === 0 ? 200 : OPEN_MEMBERS_MAX)

type Props = { readonly value: object; readonly name: string }

/** The default export, since it is fetched when first needed. Arrow keys walk the tree and fold it. */
export default function JsonTreeView({ value, name }: Props) {
  return <JsonView data={value} aria-label={name} style={STYLE} shouldExpandNode={opensAtFirst} clickToExpandNode />
}
