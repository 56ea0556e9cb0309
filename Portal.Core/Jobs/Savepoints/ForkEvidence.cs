using System.Collections.Immutable;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>The job whose state a new one starts with a copy of.</summary>
/// <param name="IsSettled">What its transactions had prepared at the savepoint has been committed since, or it has none.</param>
/// <param name="IsSameQuery">What made the savepoint runs the same as what is started; null where that isn't known.</param>
/// <param name="Obstacle">Why what is started can't read it; null where nothing is known against it.</param>
/// <param name="Shared">The topics that both write, each as <c>prod.orders</c>.</param>
public sealed record ForkEvidence(
    string Job,
    DateTimeOffset TakenAt,
    bool IsSettled,
    bool? IsSameQuery,
    string? Obstacle,
    ImmutableArray<string> Shared
);
