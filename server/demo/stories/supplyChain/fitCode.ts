import { dedent } from '../../dedent.ts'
import type { Demand } from './Demand.ts'

export const fitCode = ({ weeks }: Demand) => dedent`
  import lightgbm as lgb
  from backtest import rolling_folds, mape

  X = features(wide)
  scores = []
  for train, test in rolling_folds(X, folds=5, horizon=${weeks}):
      model = lgb.LGBMRegressor(objective="quantile", alpha=0.5,
                                n_estimators=600, num_leaves=63)
      model.fit(train.X, train.y)
      scores.append(mape(test.y, model.predict(test.X)))
  print("folds          ", len(scores))
  print("seasonal naive ", naive_score)
  print("model          ", np.mean(scores).round(1), "%")
  `

export const fitTraceback = dedent`
  Traceback (most recent call last):
    File "/sandbox/fit.py", line 9, in <module>
      model.fit(train)
    File "/usr/lib/python3.11/site-packages/lightgbm/sklearn.py", line 1189, in fit
      super().fit(X, y, **kwargs)
  ValueError: Input contains infinity or a value too large for dtype('float32').
  `
