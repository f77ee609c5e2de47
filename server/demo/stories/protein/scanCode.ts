import { dedent } from '../../dedent.ts'
import type { Screen } from './Screen.ts'

export const scanCode = ({ structure }: Screen) => dedent`
  import torch, esm
  from variants import all_single_mutants, keep_out

  model, alphabet = esm.pretrained.esm2_t33_650M_UR50D()
  model.eval().cuda()
  wild = read_chain("fixed.pdb")              # ${structure}
  mutants = [m for m in all_single_mutants(wild) if m.pos not in keep_out]
  scores = {}
  for tokens, names in batches(mutants, alphabet, batch=760):
      with torch.no_grad():
          logits = model(tokens.to("cuda"))["logits"]
      scores.update(ddg(names, logits, wild))
  print(len(scores), "variants scored in", round(clock()), "s")
  print("stabilising (< -1 kcal/mol):", sum(s < -1 for s in scores.values()))
  best = min(scores, key=scores.get)
  print("best:", best, "", scores[best], "kcal/mol")
  `

export const scanTraceback = dedent`
  Traceback (most recent call last):
    File "/sandbox/scan.py", line 11, in <module>
      logits = model(tokens.to("cuda"))["logits"]
    File "/usr/lib/python3.11/site-packages/torch/nn/modules/module.py", line 1553, in _call_impl
      return forward_call(*args, **kwargs)
  torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.81 GiB. GPU 0 has a total capacity of 21.99 GiB of which 1.04 GiB is free.
  `
