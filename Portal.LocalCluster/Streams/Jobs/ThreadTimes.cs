using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>What a job's one thread spent its time with since the job started last, up to a moment.</summary>
/// <param name="At">A timestamp of the job's clock.</param>
/// <param name="Busy">On rows, without waiting.</param>
/// <param name="Waited">For each sink, until it took them.</param>
public sealed record ThreadTimes(long At, TimeSpan Busy, ImmutableDictionary<ISink, TimeSpan> Waited)
{
    public static readonly ThreadTimes None = new(
        0,
        TimeSpan.Zero,
        ImmutableDictionary.Create<ISink, TimeSpan>(ReferenceEqualityComparer.Instance)
    );

    public TimeSpan AllWaited => Waited.Values.Aggregate(TimeSpan.Zero, (sum, each) => sum + each);
}
