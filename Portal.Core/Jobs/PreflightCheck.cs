using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>Whether its Flink has what a start depends on, by the newest test of it.</summary>
internal static class PreflightCheck
{
    /// <summary>Of the submission: that no second one starts the job twice.</summary>
    public const string Submission = "submission";

    public static IEnumerable<Finding> Of(CheckedResource resource, JobDefinition wanted, JobEvidence? seen)
    {
        PreflightFact? Fact(string name) => seen?.Preflight.FirstOrDefault(fact => fact.Name == name);
        Finding?[] findings =
        [
            Twice(resource, Fact(PreflightFact.HighAvailability), Fact(PreflightFact.JobResultStore)),
            wanted.Program is null ? OfSql(resource, Fact(PreflightFact.Connector), CheckVerdict.Blocked) : null,
            wanted.Program is null ? OfSql(resource, Fact(PreflightFact.Gateway), CheckVerdict.NeedsOverride) : null,
        ];
        return findings.OfType<Finding>();
    }

    // A start whose answer was lost is sent again: what Flink itself refuses then needs no journal.
    private static Finding? Twice(CheckedResource resource, PreflightFact? failover, PreflightFact? store) =>
        (failover, store) switch
        {
            ({ IsFine: false }, _) => resource.Say(
                Submission,
                CheckVerdict.Noted,
                "Its Flink isn't highly available: a JobManager that restarts forgets the job, and with it that the job was submitted. It is shown as unknown then; requested again, it goes on from its newest state."
            ),
            (_, { IsFine: true }) => resource.Say(
                Submission,
                CheckVerdict.Passed,
                "Its Flink keeps the ids of jobs that ended, and refuses one that is submitted a second time."
            ),
            (_, { IsFine: false } missing) => resource.Say(
                Submission,
                resource.IsProduction ? CheckVerdict.NeedsOverride : CheckVerdict.Noted,
                $"{missing.Words}: only the portal's journal keeps the job from being started twice. {missing.Advice}"
            ),
            _ => null,
        };

    private static Finding? OfSql(CheckedResource resource, PreflightFact? fact, CheckVerdict missing) =>
        fact is null
            ? null
            : resource.Say(
                fact.Name,
                fact.IsFine switch
                {
                    true => CheckVerdict.Passed,
                    false => missing,
                    null => CheckVerdict.Noted,
                },
                fact.Advice is null ? $"{fact.Words}." : $"{fact.Words}. {fact.Advice}"
            );
}
