using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Floating numbers that have more digits before the point than DECIMAL(38, 18) takes are rounded as any other.</summary>
public sealed class RoundingTests
{
    [ClusterTheory]
    [InlineData("ROUND(CAST('1.5E20' AS DOUBLE), 2)", 1.5e20)]
    [InlineData("ROUND(CAST('-1E20' AS DOUBLE))", -1e20)]
    [InlineData("TRUNCATE(CAST('-6.9E27' AS DOUBLE), 0)", -6.9e27)]
    [InlineData("ROUND(CAST('1.5E20' AS DOUBLE), -20)", 2e20)]
    [InlineData("TRUNCATE(CAST('1.5E20' AS DOUBLE), -20)", 1e20)]
    [InlineData("ROUND(CAST('1E28' AS DOUBLE), 2)", 1e28)]
    [InlineData("ROUND(CAST('2.345' AS DOUBLE), 2)", 2.35)]
    [InlineData("ROUND(CAST('1.5E20' AS FLOAT), 2)", 1.5e20f)]
    [InlineData("TRUNCATE(CAST('6.9E27' AS FLOAT))", 6.9e27f)]
    public void A_number_of_any_size_is_rounded(string expression, object rounded)
    {
        var taker = new CollectSink(TimeProvider.System);
        var planner = new Planner(
            new Catalog(),
            new PlanOptions(ImmutableDictionary<string, string>.Empty),
            TimeProvider.System
        );
        var plan = planner.Select(((SelectStatement)Parser.Read($"SELECT {expression}")).Of, taker).Plan;

        new ParallelPlan(() => plan).Sources[0].Poll(TimeSpan.Zero);

        taker.Take().ShouldHaveSingleItem().Row[0].ShouldBe(rounded);
    }
}
