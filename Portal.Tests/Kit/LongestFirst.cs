using Portal.Tests.CrashMatrix;
using Portal.Tests.House;
using Portal.Tests.Interop;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;
using Portal.Tests.RealEngines.Kafka;
using Portal.Tests.Upgrade;
using Portal.Tests.Web;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Portal.Tests.Kit." + nameof(LongestFirst), "Portal.Tests")]

namespace Portal.Tests.Kit;

/// <summary>The classes that take minutes begin first: one that began last would be waited for alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        .. new[]
        {
            typeof(KilledTests),
            typeof(EngineDownTests),
            typeof(UpTests),
            typeof(JavaToolTests),
            typeof(JourneyTests),
            typeof(StrangerTests),
            typeof(FormerVersionTests),
            typeof(RollingRestartTests),
        }.Select(type => type.FullName!),
        KafkaBrokers.Shared,
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection =>
            Long.Any(name => collection.DisplayName.Contains(name, StringComparison.Ordinal))
        );
}
