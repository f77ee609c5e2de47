import { dedent } from '../../dedent.ts'
import type { Story } from '../Story.ts'
import { demandOf } from './Demand.ts'
import { demandStep } from './demandStep.ts'

export const supplyChain: Story = {
  topic: 'supply chain',
  sessions: ['Demand forecast Q1', 'Safety stock review', 'Warehouse planning'],
  tell: (brief) => {
    const demand = demandOf(brief.random)
    const { warehouse, family, skus, weeks, naive, mape } = demand
    return {
      task: `Forecast the weekly demand for ${family} at ${warehouse}, ${weeks} weeks ahead, and propose safety stocks for a 97 % service level.`,
      plan: dedent`
        ## Demand forecast, ${family} at ${warehouse}

        1. Pull two years of weekly shipments for ${skus} SKUs
        2. Clean: stock-outs are *missing* demand, not zero demand
        3. Fit a global model, compare it with the seasonal naive forecast over 5 rolling folds
        4. Derive safety stocks from the **quantiles**, not from a normal assumption
        5. Review, then hand over the order proposal

        Success: MAPE at least 20 % better than the naive forecast.
        `,
      agent: 'analyst',
      assignment: `Forecast ${skus} SKUs of ${family} for ${weeks} weeks and back-test it`,
      result: `MAPE ${mape} % against ${naive} % of the naive forecast, over 5 folds`,
      step: demandStep(brief, demand),
      impasse: {
        query: 'lightgbm infinity float32 after clipping',
        found: 'LightGBM FAQ: infinite values in categorical encodings',
        idea: 'Drop the price features altogether and fit on calendar and lags only.',
        conclusion: `Without prices the model is worse than the naive forecast (${(naive * 1.08).toFixed(1)} % against ${naive} %). The price table of ${warehouse} needs mending first.`,
      },
      ending: `Forecast for ${skus} SKUs delivered: MAPE ${mape} %, naive ${naive} %.`,
    }
  },
}
