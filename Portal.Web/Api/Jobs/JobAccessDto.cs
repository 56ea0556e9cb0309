using System.ComponentModel;
using Portal.Core.JobCredentials;

namespace Portal.Web.Api.Jobs;

/// <summary>What a test of the way in for jobs came to.</summary>
public sealed record JobAccessFactsDto(
    [property: Description("Why it couldn't be tested from here; null when it was.")] string? Untested,
    [property: Description("What should be different, each with its remedy.")] IReadOnlyList<string> Lacks
)
{
    public static JobAccessFactsDto Of(JobAccessFacts facts) => new(facts.Untested, facts.Lacks);
}
