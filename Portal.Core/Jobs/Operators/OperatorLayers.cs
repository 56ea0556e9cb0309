namespace Portal.Core.Jobs.Operators;

/// <summary>A place in a layer: an operator, or where an arrow passes between others.</summary>
internal sealed class LayerNode(JobOperator? of, int layer)
{
    /// <summary>Null: an arrow passes here.</summary>
    public JobOperator? Of => of;

    public int Layer => layer;

    /// <summary>In the layer before; of a passing arrow exactly one.</summary>
    public List<LayerNode> From { get; } = [];
}

/// <summary>Operators in layers, each one layer behind the last of those that feed it, with few crossings between two layers. Pure.</summary>
internal static class OperatorLayers
{
    private const int Sweeps = 4;

    public static IReadOnlyList<List<LayerNode>> Of(IReadOnlyList<JobOperator> operators)
    {
        var depth = Depths(operators);
        var layers = Enumerable
            .Range(0, depth.Count == 0 ? 0 : depth.Values.Max() + 1)
            .Select(_ => new List<LayerNode>())
            .ToList();
        var nodes = new Dictionary<string, LayerNode>(StringComparer.Ordinal);
        foreach (
            var one in operators.Where(o => depth.ContainsKey(o.Id)).DistinctBy(o => o.Id).OrderBy(o => depth[o.Id])
        )
        {
            var node = nodes[one.Id] = new(one, depth[one.Id]);
            foreach (
                var input in one
                    .Inputs.Distinct(StringComparer.Ordinal)
                    .Where(id => depth.GetValueOrDefault(id, int.MaxValue) < node.Layer)
            )
            {
                node.From.Add(Pass(nodes[input], node.Layer, layers));
            }

            layers[node.Layer].Add(node);
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            Order(layers, forward: sweep % 2 == 0);
        }

        return layers;
    }

    // The longest way from a source. A cycle, which Flink has none of, ends where it would begin again.
    private static Dictionary<string, int> Depths(IReadOnlyList<JobOperator> operators)
    {
        var byId = operators.DistinctBy(o => o.Id).ToDictionary(o => o.Id, StringComparer.Ordinal);
        var depth = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new HashSet<string>(StringComparer.Ordinal);
        int Of(JobOperator one)
        {
            if (depth.TryGetValue(one.Id, out var known))
            {
                return known;
            }

            if (!open.Add(one.Id))
            {
                return 0;
            }

            var deepest = one.Inputs.Where(byId.ContainsKey).Select(id => Of(byId[id]) + 1).DefaultIfEmpty(0).Max();
            return depth[one.Id] = deepest;
        }

        foreach (var one in byId.Values)
        {
            Of(one);
        }

        return depth;
    }

    /// <returns>What stands for it in the layer before <paramref name="layer"/>.</returns>
    private static LayerNode Pass(LayerNode from, int layer, List<List<LayerNode>> layers)
    {
        for (var at = from.Layer + 1; at < layer; at++)
        {
            var pass = new LayerNode(null, at);
            pass.From.Add(from);
            layers[at].Add(pass);
            from = pass;
        }

        return from;
    }

    // Each to the middle of those it is connected with, in the layer before or behind.
    private static void Order(List<List<LayerNode>> layers, bool forward)
    {
        var into = layers
            .SelectMany(layer => layer)
            .SelectMany(node => node.From.Select(from => (From: from, To: node)))
            .ToLookup(e => e.From, e => e.To);
        foreach (
            var at in forward
                ? Enumerable.Range(1, Math.Max(0, layers.Count - 1))
                : Enumerable.Range(0, Math.Max(0, layers.Count - 1)).Reverse()
        )
        {
            var beside = layers[forward ? at - 1 : at + 1]
                .Select((node, i) => (node, i))
                .ToDictionary(p => p.node, p => p.i);
            var sorted = layers[at]
                .Select(
                    (node, i) =>
                    {
                        var near = (forward ? node.From : into[node])
                            .Where(beside.ContainsKey)
                            .Select(n => beside[n])
                            .ToList();
                        return (Node: node, Place: near.Count == 0 ? i : near.Average());
                    }
                )
                .OrderBy(p => p.Place)
                .Select(p => p.Node)
                .ToList();
            layers[at] = sorted;
        }
    }
}
