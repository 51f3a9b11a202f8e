"""How a benchmark tells its figures: a line 'bench NAME VALUE UNIT', and a mark where a target is missed."""


def bench(name, value, unit, target=None):
    print(f"bench {name} {value:.4g} {unit}", flush=True)
    if target is not None and value > target:
        print(f"missed {name}: the target is {target:g} {unit}", flush=True)
