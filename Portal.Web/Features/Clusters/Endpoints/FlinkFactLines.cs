using Portal.Core.FlinkClusters;

namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>What a test of a Flink found, line by line: first what is missing, then what isn't known.</summary>
internal static class FlinkFactLines
{
    public static IEnumerable<EndpointFact> Of(FlinkFacts facts) =>
        facts
            .All.OrderBy(fact =>
                fact.State switch
                {
                    FlinkFactState.Missing => 0,
                    FlinkFactState.Unknown => 1,
                    _ => 2,
                }
            )
            .Select(fact => new EndpointFact(
                fact.State == FlinkFactState.Fine,
                fact.Words,
                fact.Advice,
                fact.State == FlinkFactState.Unknown
            ));
}
