using System.Collections.Immutable;

namespace Portal.Core.Jobs.Upgrades;

/// <summary>An operator of the job that a program starts.</summary>
/// <param name="Id">By which Flink gives it its state. It follows from its uid; without one from the shape of the graph, and from what is chained behind it.</param>
public sealed record ProgramOperator(string Id, string Name);

/// <summary>The graph of a program's job.</summary>
/// <param name="Operators">Each by itself, as none is chained: of those in a chain Flink shows the first one's id alone.</param>
/// <param name="Chains">The ids of those that begin a chain where it runs.</param>
public sealed record ProgramGraph(ImmutableArray<ProgramOperator> Operators, ImmutableHashSet<string> Chains)
{
    /// <summary>What becomes of a version's state in the one after it.</summary>
    public ProgramChange To(ProgramGraph next)
    {
        var (then, now) = (Names(), next.Names());
        var both = Operators.Where(o => now.ContainsKey(o.Id)).ToLookup(o => o.Name == now[o.Id]);
        return new(
            both[true].Count(),
            [.. Operators.Where(o => !now.ContainsKey(o.Id)).Select(o => o.Name)],
            [.. next.Operators.Where(o => !then.ContainsKey(o.Id)).Select(o => o.Name)],
            [.. both[false].Select(o => $"{now[o.Id]} that of {o.Name}")],
            // A chain that begins elsewhere, though the operator that began it is in both versions, or with an id that only holds within its chain.
            Chains.SymmetricExcept(next.Chains).Any(id => then.ContainsKey(id) == now.ContainsKey(id))
        );
    }

    private Dictionary<string, string> Names() =>
        Operators
            .DistinctBy(o => o.Id, StringComparer.Ordinal)
            .ToDictionary(o => o.Id, o => o.Name, StringComparer.Ordinal);
}
