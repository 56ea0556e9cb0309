using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>How long the brokers of a cluster let a transaction be open: the least that one of them has set.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Longest">Null: not known.</param>
/// <param name="Unknown">Why it isn't known, as a sentence; null where it is.</param>
public sealed record TransactionLimit(string Cluster, TimeSpan? Longest, string? Unknown = null)
{
    /// <summary>The brokers' setting.</summary>
    public const string Setting = "transaction.max.timeout.ms";

    /// <summary>What the sinks of exactly-once jobs of SQL set; brokers that allow less refuse their transactions.</summary>
    public static TimeSpan OfSinks => SinkOptions.TransactionTimeout;

    /// <summary>Null where it isn't known.</summary>
    public bool? Suffices => Longest is { } longest ? longest >= OfSinks : null;

    /// <summary>What an exactly-once job that writes there has to know; null where its transactions are taken, or that isn't known.</summary>
    public LintNote? Note =>
        Suffices == false
            ? new(
                TransactionCheck.Name,
                CheckVerdict.Blocked,
                $"The brokers of {Cluster} let a transaction be open for {Age.InWords(Longest!.Value)}, and the job's sinks set {Age.InWords(OfSinks)}: they would be refused when it starts. {Remedy}"
            )
            : null;

    /// <summary>What to do where it doesn't suffice.</summary>
    public static string Remedy => $"Set {Setting} of its brokers to {OfSinks.TotalMilliseconds:0} or more.";
}
