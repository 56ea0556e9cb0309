using Portal.Core.Health;
using Portal.Engines.Collecting;

namespace Portal.Tests.Collecting;

/// <summary>A topic of one partition and a group behind its end, as a collector reads them each ten seconds.</summary>
internal static class SteadyReading
{
    /// <summary>Ten records a second come in.</summary>
    public static long End(int number) => 1_000 + (number * 100);

    public static ClusterReading Of(DateTimeOffset at, long end, long behind = 50, string state = "Stable") =>
        new(
            at,
            TimeSpan.Zero,
            null,
            4,
            [],
            [new TopicReading("orders", new Guid(1, 0, 0, new byte[8]), false, 1, [new PartitionReading(1, 1, end)])],
            [new GroupReading("billing", GroupType.Classic, state, true, [new CommitReading(0, 0, end - behind)])],
            true,
            null
        );
}
