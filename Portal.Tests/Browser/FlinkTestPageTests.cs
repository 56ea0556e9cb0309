using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>What the test of a Flink found, on the page of its cluster.</summary>
[Collection(PageWorldTests.Name)]
public sealed class FlinkTestPageTests(PageWorld world)
{
    [LongFact]
    public async Task The_page_of_a_cluster_shows_what_the_test_of_its_Flink_found()
    {
        await world.HasFlink();
        await using var visit = await Visit.As(world.Address, "sam");

        await visit.Open($"/clusters/{PageWorld.Prod}");

        await visit.Sees("Kafka connector found");
        await visit.Sees("Formats raw, json, avro-confluent");
        await visit.IsWholeInEveryLook(null);
    }
}
