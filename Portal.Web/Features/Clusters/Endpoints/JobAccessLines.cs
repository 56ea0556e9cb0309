using Portal.Core.JobCredentials;

namespace Portal.Web.Features.Clusters.Endpoints;

/// <summary>What a test of the way in for jobs came to, line by line.</summary>
internal static class JobAccessLines
{
    public static IEnumerable<EndpointFact> Of(JobAccessFacts facts)
    {
        yield return facts.Untested is { } why
            ? new(false, "Not tested from here", why)
            : new(true, "Connected as jobs will", "Tested from the portal; Flink's network may differ.");
        foreach (var missing in facts.Lacks)
        {
            yield return new(false, missing);
        }
    }
}
