import { CodeBlock } from '#src/ui/viewers/code/CodeBlock.tsx'
import { useCutEdges } from '#src/ui/hooks/useCutEdges.ts'
import { useNarrowScreen } from '#src/ui/hooks/useNarrowScreen.ts'
import { Tabs } from '@mantine/core'
import type { Recipe } from './Recipe.ts'
import styles from './RecipeTabs.module.css'

type Props = { readonly recipes: readonly [Recipe, ...Recipe[]] }

/** One tab for each framework, beside the code to paste, or above it on narrow screens. */
export function RecipeTabs({ recipes }: Props) {
  const isNarrow = useNarrowScreen()
  const cutEdges = useCutEdges()
  return (
    <Tabs
      defaultValue={recipes[0].id}
      orientation={isNarrow ? 'horizontal' : 'vertical'}
      keepMounted={false}
      className={styles['tabs'] ?? ''}
      classNames={{ tabLabel: styles['label'] ?? '' }}
    >
      <Tabs.List ref={cutEdges} className={styles['list'] ?? ''} aria-label="Agent framework or SDK">
        {recipes.map(({ id, name }) => (
          <Tabs.Tab key={id} value={id} className={styles['tab'] ?? ''}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {recipes.map((recipe) => (
        <Tabs.Panel key={recipe.id} value={recipe.id} className={styles['panel'] ?? ''}>
          <RecipeView recipe={recipe} />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

const RecipeView = ({ recipe: { name, about, snippets } }: { readonly recipe: Recipe }) => (
  <>
    <h2 className={styles['name']}>{name}</h2>
    <p className={styles['about']}>{about}</p>
    {snippets.map(({ says, language, code }) => (
      <div key={says} className={styles['snippet']}>
        <p className={styles['says']}>{says}</p>
        <CodeBlock code={code} language={language} copy="always" />
      </div>
    ))}
  </>
)
