using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Operators;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>A job's plan once for each of its subtasks: a vertex of n subtasks runs in the first n of them.</summary>
public sealed class ParallelPlan
{
    private readonly IReadOnlyList<Plan> _copies;

    /// <param name="planned">Makes its operators, anew with each call.</param>
    public ParallelPlan(Func<Plan> planned)
    {
        var first = planned();
        var most = first.Vertices.Select(v => v.Parallelism).DefaultIfEmpty(1).Max();
        _copies = [first, .. Enumerable.Range(1, most - 1).Select(_ => planned())];
        for (var at = 0; at < first.Vertices.Count; at++)
        {
            var vertex = first.Vertices[at];
            vertex.Subtasks = [.. _copies.Take(vertex.Parallelism).Select(copy => copy.Vertices[at].Nodes)];
            for (var i = 0; i < vertex.Parallelism; i++)
            {
                foreach (var node in vertex.Subtasks[i])
                {
                    node.Operator.Subtask = new(i, vertex.Parallelism);
                }
            }
        }

        Operators =
        [
            .. first
                .Vertices.SelectMany(vertex => vertex.Subtasks)
                .SelectMany(nodes => nodes)
                .Select(node => node.Operator),
        ];
        Sources = [.. Operators.OfType<ISource>()];
        Sinks = [.. Operators.OfType<ISink>()];
    }

    /// <summary>Subtasks run side by side; else all is one chain for one thread.</summary>
    public bool IsParallel => _copies.Count > 1;

    public IReadOnlyList<PlanVertex> Vertices => _copies[0].Vertices;

    public IReadOnlyList<Operator> Operators { get; }

    public IReadOnlyList<ISource> Sources { get; }

    public IReadOnlyList<ISink> Sinks { get; }

    public bool WritesWithoutTransactions => _copies[0].WritesWithoutTransactions;

    /// <summary>The first operator of a vertex in a copy of the plan, whether it runs there or not.</summary>
    public Operator FirstOf(PlanVertex vertex, int copy) =>
        _copies[copy].Vertices[Vertices.ToList().IndexOf(vertex)].Nodes[0].Operator;

    /// <summary>Those that keep state, with the operator of each subtask.</summary>
    public IEnumerable<(string Id, PlanNode Node, IReadOnlyList<Operator> Subtasks)> Stateful()
    {
        var all = _copies.Select(copy => copy.Stateful().ToList()).ToList();
        return all[0]
            .Select(
                (first, at) =>
                    (
                        first.Id,
                        first.Node,
                        (IReadOnlyList<Operator>)
                            [.. all.Take(first.Node.Operator.Subtask.Count).Select(copy => copy[at].Node.Operator)]
                    )
            );
    }
}
