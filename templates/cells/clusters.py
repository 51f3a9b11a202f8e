# @title The clusters
def make_clusters(center_A, center_B, n_sets, generator, n_per_class=100):
    """Two round clusters with standard deviation 1.

    Returns X (n_sets, 2·n_per_class, 2) and y (n_sets, 2·n_per_class, 1): 0
    for A, 1 for B.
    """
    noise = torch.randn(n_sets, 2 * n_per_class, 2, generator=generator)
    centers = torch.tensor([center_A] * n_per_class + [center_B] * n_per_class)
    y = torch.cat((torch.zeros(n_per_class, 1), torch.ones(n_per_class, 1)))
    return noise + centers, y.expand(n_sets, -1, -1)
