"""Finding duplicates: block, compare, score, train, cluster, explain."""
