using Portal.Core.Jobs;
using Portal.Core.Wording;

namespace Portal.Core.FlinkClusters.Facts;

/// <summary>Whether brokers take the transactions of exactly-once jobs.</summary>
internal static class TransactionFacts
{
    private const string Name = "transaction-timeout";

    public static FlinkFact Of(TransactionLimit limit) =>
        limit switch
        {
            { Longest: { } longest, Suffices: false } => FlinkFact.Missing(
                Name,
                $"Transactions on {limit.Cluster} last {Age.InWords(longest)} at most",
                $"Exactly-once jobs that write there don't start: their sinks set {Age.InWords(TransactionLimit.OfSinks)}.",
                TransactionLimit.Remedy
            ),
            { Longest: { } longest } => FlinkFact.Fine(
                Name,
                $"Transactions on {limit.Cluster} may last {Age.InWords(longest)}",
                $"Exactly-once jobs set {Age.InWords(TransactionLimit.OfSinks)}; one that is down for longer than that, less its checkpoint interval, may lose records of its last checkpoint."
            ),
            _ => FlinkFact.Unknown(
                Name,
                $"Longest transaction on {limit.Cluster} unknown",
                limit.Unknown ?? "Its brokers didn't show it.",
                $"{TransactionLimit.Setting} of its brokers has to be {TransactionLimit.OfSinks.TotalMilliseconds:0} or more."
            ),
        };
}
