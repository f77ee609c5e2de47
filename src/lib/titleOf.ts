/** As much of a text as a title, a tooltip or a link can bear. */
const TITLE_MAX = 300

/** The beginning of a text of any length, with an ellipsis where it goes on. */
export const titleOf = (text: string): string =>
  text.length > TITLE_MAX ? `${text.slice(0, TITLE_MAX).toWellFormed()}…` : text

export const isLongerThanTitle = (text: string): boolean => text.length > TITLE_MAX
