import { callTool, codeFailed, delegate, handOver, optional, runCode, think } from '../act.ts'
import { dedent } from '../dedent.ts'
import { DIVERGING } from '../files/Canvas.ts'
import { csv } from '../files/csv.ts'
import { heatMap } from '../files/heatMap.ts'
import type { Random } from '../random.ts'
import { deliver, deliverPlot } from './deliver.ts'
import type { Brief, Story, Telling } from './Story.ts'

export const protein: Story = {
  topic: 'protein design',
  sessions: ['Stability screen', 'Lipase thermostability', 'Library for round 3'],
  tell,
}

const ACIDS = 'ACDEFGHIKLMNPQRSTVWY'.split('')

type Screen = {
  readonly enzyme: string
  readonly structure: string
  readonly residues: number
  readonly first: number
  readonly best: string
  /** kcal/mol, negative is more stable. */
  readonly gain: number
}

function tell(brief: Brief): Telling {
  const { random, model } = brief
  const first = random.int(41, 160)
  const screen: Screen = {
    enzyme: random.pick(['lipase B', 'PET hydrolase', 'β-lactamase', 'subtilisin', 'xylanase']),
    structure: `${random.int(1, 8)}${random.pick(['TCA', 'EQE', 'XJ3', 'M40', 'QGJ', 'H1M'])}`,
    residues: random.int(181, 342),
    first,
    best: `${random.pick(['S', 'A', 'N', 'G', 'D'])}${first + random.int(2, 20)}${random.pick(['P', 'F', 'I', 'Y', 'L'])}`,
    gain: random.number(-3.4, -1.3, 2),
  }
  const { enzyme, structure, residues, best, gain } = screen
  const variants = (residues - 20) * 19
  const pearson = random.number(0.58, 0.74, 2)
  const stable = random.int(14, 60)
  const code = scanCode(structure)
  const output = `${variants} variants scored in ${random.int(80, 190)} s\nstabilising (< -1 kcal/mol): ${stable}\nbest: ${best}  ${gain} kcal/mol\n`
  return {
    task: `Screen all single mutants of ${enzyme} (PDB ${structure}) for stability and propose 12 for the bench. Keep the active site as it is.`,
    plan: dedent`
      ## Stability screen, ${enzyme} (${structure})

      1. Prepare the structure: protonate at pH 7.4, close two loops
      2. Score **${variants}** single mutants with the language model *and* the physics score
      3. Drop everything within 8 Å of the catalytic residues
      4. Check the ranking against ${random.int(28, 90)} measured variants
      5. Choose 12 that differ in mechanism, not only in score
      `,
    agent: 'researcher',
    assignment: `Rank all single mutants of ${structure} by ΔΔG and validate the ranking`,
    result: `${stable} stabilising mutants; best ${best} at ${gain} kcal/mol; r = ${pearson} against measurements`,
    begin: [
      callTool(
        'pdb.fetch',
        { id: structure, assembly: 1 },
        { residues, resolution_a: random.number(1.3, 2.4, 2), missing_loops: 2 },
        2.4,
      ),
      runCode(
        'bash',
        dedent`
        pdbfixer ${structure}.pdb --add-residues --ph=7.4 --output=fixed.pdb
        grep -c ' CA ' fixed.pdb
        `,
        `${residues}\n`,
        7.8,
      ),
      think(
        model,
        'Which residues must not change?',
        `The catalytic triad and whatever touches it: ${random.int(17, 24)} residues within 8 Å. I also leave both disulfides alone.`,
        4.2,
        2900,
      ),
      callTool(
        'uniprot.annotations',
        { protein: enzyme, features: 'ACT_SITE, DISULFID, METAL' },
        { act_site: 3, disulfid: 2, metal: 1 },
        1.0,
      ),
      callTool('gpu.reserve', { kind: 'a10', minutes: 20 }, { granted: true, queue_s: random.int(3, 50) }, 9.1),
    ],
    smooth: [
      runCode('python', code, output, random.int(90, 190)),
      runCode(
        'python',
        dedent`
        r = np.corrcoef(measured.ddg, scores.loc[measured.variant])[0, 1]
        print(f"Pearson r = {r:.2f} over {len(measured)} variants")
        `,
        `Pearson r = ${pearson} over ${random.int(28, 90)} variants\n`,
        2.1,
      ),
      think(
        model,
        `Is r = ${pearson} good enough to choose by?`,
        'Good enough to rank, not to predict a value. I choose from the top 60 by diversity of mechanism.',
        3.8,
        3800,
      ),
    ],
    trouble: {
      failed: codeFailed(
        'python',
        code,
        dedent`
        Traceback (most recent call last):
          File "/sandbox/scan.py", line 11, in <module>
            logits = model(tokens.to("cuda"))["logits"]
          File "/usr/lib/python3.11/site-packages/torch/nn/modules/module.py", line 1553, in _call_impl
            return forward_call(*args, **kwargs)
        torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.81 GiB. GPU 0 has a total capacity of 21.99 GiB of which 1.04 GiB is free.
        `,
        33,
      ),
      diagnosis: think(
        model,
        'Out of memory on 22 GiB. What gives?',
        `The batch holds all 19 mutants of ${random.int(24, 40)} positions at once. Half precision and batches of 64 sequences fit with room to spare.`,
        3.9,
        4000,
      ),
      retried: runCode(
        'python',
        code.replace('batch=760', 'batch=64, dtype=torch.float16'),
        output,
        random.int(120, 240),
      ),
    },
    finish: [
      delegate(
        'reviewer',
        'Look at the top twelve as a chemist would',
        'Two proline swaps sit in one helix; one is replaced by the next best',
        [
          callTool(
            'structure.environment',
            { id: structure, variants: best },
            { burial: random.number(0.2, 0.9, 2), helix: false, clash: false },
            3.0,
          ),
          optional(
            think(
              model,
              `Why should ${best} stabilise?`,
              `It fills a cavity of ${random.int(24, 61)} Å³ next to the β-sheet and loses no hydrogen bond.`,
              3.4,
              3100,
            ),
          ),
        ],
      ),
      optional(handOver('plot_agent', 'a map of ΔΔG, positions against amino acids')),
      deliverPlot(
        brief,
        'output/stability_map.png',
        () => stabilityMap(screen, random.for('map')),
        `Stability map: ${enzyme}, ${stable} stabilising mutants`,
      ),
      deliver(
        brief,
        () => ({ path: 'output/variants.csv', type: 'data', content: table(screen, random.for('table')) }),
        `Variant table: ${variants} scores`,
      ),
      think(
        model,
        'Write the order list for the bench in three lines.',
        `1. ${best} and five more cavity fillers\n2. four surface charges, far from the active site\n3. two prolines in loops\n\nExpect about half of them to hold up.`,
        4.6,
        4900,
      ),
    ],
    impasse: {
      query: 'CUDA out of memory batch 1 sequence length',
      found: 'model card: peak memory 23 GiB for more than 300 residues',
      idea: 'Score on the CPU, on a random tenth of the variants.',
      conclusion: `Another job holds the GPU until tomorrow and the CPU would need ${random.int(19, 40)} hours. The run should be repeated when a card is free.`,
    },
    ending: `Twelve variants of ${enzyme} proposed, ${best} first.`,
  }
}

const scanCode = (structure: string) => dedent`
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

function stabilityMap({ enzyme, structure, first, gain }: Screen, random: Random): Uint8Array<ArrayBuffer> {
  const positions = Array.from({ length: 56 }, (_, index) => first + index)
  const burial = positions.map((_, index) => 1.2 + 1.4 * Math.sin(index / 2.7) + random.normal() * 0.4)
  const name = enzyme.replace('β', 'beta')
  return heatMap({
    title: `${name} ${structure}: ddG of single mutants`,
    subtitle: 'kcal/mol, blue stabilises, red destabilises. rows: new amino acid, columns: position',
    columns: positions.map((position) => (position % 5 === 0 ? String(position) : '')),
    rows: ACIDS,
    values: ACIDS.map((acid) =>
      burial.map(
        (buried) =>
          (acid === 'P' ? 2.2 : 0) + buried * (/[DEKRNQ]/.test(acid) ? 1.1 : 0.3) - 0.9 + random.normal() * 0.5,
      ),
    ),
    low: Math.floor(gain),
    high: -Math.floor(gain),
    ramp: DIVERGING,
  })
}

function table({ first }: Screen, random: Random): string {
  const rows = Array.from({ length: 20 }, (_, index) => first + index).flatMap((position) => {
    const wild = random.pick(['A', 'G', 'S', 'T', 'L', 'V', 'N', 'D'])
    return ACIDS.filter((acid) => acid !== wild).map((acid) => {
      const physics = random.number(-2, 4, 2)
      return [
        `${wild}${position}${acid}`,
        position,
        wild,
        acid,
        physics,
        Number((physics * 0.6 + random.normal() * 0.5).toFixed(2)),
        random.number(0, 1, 2),
      ] as const
    })
  })
  return csv(['variant', 'position', 'wild_type', 'mutant', 'ddg_physics', 'ddg_model', 'burial'], rows)
}
