namespace GanCli.Engine.Watch;

/// <summary>Clusters of points that chains of short edges join.</summary>
internal static class ConnectedClusters
{
    /// <summary>Finds them.</summary>
    /// <param name="distances">Between the points.</param>
    /// <param name="edge">Points that lie no farther apart are joined.</param>
    /// <param name="fewest">Points of a cluster that counts.</param>
    /// <param name="part">The same as a part of all; the more of both decides.</param>
    /// <returns>The cluster of each point, from 0. Points of clusters too small to count belong to the nearest that does; where none counts all are
    /// one.</returns>
    public static int[] Of(DistanceTable distances, double edge, int fewest, double part)
    {
        int[] rootOf = Roots(distances, edge * edge);
        var size = new int[rootOf.Length];
        foreach (int root in rootOf)
        {
            size[root]++;
        }

        int least = Math.Max(fewest, (int)Math.Ceiling(part * rootOf.Length));
        bool[] counts = [.. rootOf.Select(root => size[root] >= least)];
        if (!counts.Contains(true))
        {
            return new int[rootOf.Length];
        }

        var number = new Dictionary<int, int>();
        var clusters = new int[rootOf.Length];
        for (int i = 0; i < clusters.Length; i++)
        {
            int home = rootOf[counts[i] ? i : Nearest(distances, i, counts)];
            clusters[i] = number.TryGetValue(home, out int known) ? known : number[home] = number.Count;
        }

        return clusters;
    }

    private static int[] Roots(DistanceTable distances, double longest)
    {
        int[] root = [.. Enumerable.Range(0, distances.Count)];
        for (int i = 0; i < root.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (distances[i, j] <= longest)
                {
                    // The smaller number is the root: clusters do not depend on the order of the edges.
                    (int a, int b) = (Root(root, i), Root(root, j));
                    root[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        return [.. root.Select(of => Root(root, of))];
    }

    private static int Root(int[] root, int of)
    {
        while (root[of] != of)
        {
            of = root[of] = root[root[of]];
        }

        return of;
    }

    private static int Nearest(DistanceTable distances, int point, bool[] counts)
    {
        int nearest = Array.IndexOf(counts, true);
        for (int j = nearest + 1; j < counts.Length; j++)
        {
            nearest = counts[j] && distances[point, j] < distances[point, nearest] ? j : nearest;
        }

        return nearest;
    }
}
