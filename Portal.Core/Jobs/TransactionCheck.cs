using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>Whether the brokers that an exactly-once job writes to take its transactions, and how long an outage those survive.</summary>
internal static class TransactionCheck
{
    public const string Name = "transactions";

    public static IEnumerable<Finding> Of(CheckedResource resource, JobDefinition wanted, JobEvidence? seen) =>
        seen is null || wanted is not { Guarantee: JobGuarantee.ExactlyOnce, Program: null }
            ? []
            : Finding.OnePerName(seen.Transactions.Select(limit => Of(resource, wanted, limit)));

    private static Finding Of(CheckedResource resource, JobDefinition wanted, TransactionLimit limit) =>
        limit switch
        {
            { Note: { } note } => resource.Say(note.Name, note.Verdict, note.Words),
            { Longest: not null } => resource.Say(
                Name,
                CheckVerdict.Passed,
                $"The brokers of {limit.Cluster} keep its transactions open for {Age.InWords(TransactionLimit.OfSinks)}. {Outage(wanted)}"
            ),
            _ => resource.Say(
                Name,
                CheckVerdict.Noted,
                $"Whether the brokers of {limit.Cluster} take its transactions isn't known: {limit.Unknown} They have to allow {Age.InWords(TransactionLimit.OfSinks)} ({TransactionLimit.Setting}). {Outage(wanted)}"
            ),
        };

    // What is written between two checkpoints is as old as the first of them when the job goes down.
    private static string Outage(JobDefinition wanted)
    {
        var checkpoint = TimeSpan.FromSeconds(wanted.CheckpointSeconds);
        return $"With a checkpoint every {Age.InWords(checkpoint)} it may be down for {Age.InWords(TransactionLimit.OfSinks - checkpoint)}; after a longer outage, records of its last checkpoint may be missing there.";
    }
}
