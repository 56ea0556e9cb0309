using System.Collections.Immutable;

namespace Portal.Core.Jobs;

/// <summary>A topic that a new version of a job reads so that state of the one before means something else. Pure.</summary>
/// <param name="From">How it was read.</param>
/// <param name="To">How it is read.</param>
public sealed record SourceChange(JobSource From, JobSource To)
{
    /// <summary>Rows of a changelog withdraw others: an operator of its own keeps them, and state of the other kind is of no use to it.</summary>
    public bool IsMoved => From.Upsert != To.Upsert;

    /// <summary>What becomes of the state, in a sentence or two.</summary>
    public string InWords =>
        (IsMoved, From.EventTime != To.EventTime) switch
        {
            (true, _) =>
                $"{To.Table} is read {(To.Upsert ? "as a changelog, and was read record by record" : "record by record, and was read as a changelog")}: Flink refuses the savepoint where an operator comes or goes, and sums of the other kind would be wrong where it takes it. Set the upgrade mode to stateless, and the job reads the topic anew; or leave upsert as it is.",
            (_, true) =>
                $"The event time of {To.Table} is {To.EventTime ?? "the record's timestamp"}, and was {From.EventTime ?? "the record's timestamp"}: windows that are open keep what they counted by the former one, rows from now on count by the new one, and a row for a window that is over is dropped. Where the additional column moves operators, Flink refuses the savepoint, and the former version goes on from it.",
            _ =>
                $"The key of {To.Table} is read as {Columns(To)}, and was read as {Columns(From)}: state that holds its rows is refused at the start where it doesn't fit.",
        };

    /// <summary>Between two versions of one job. How late rows may be, and the idle timeout, are no state's matter.</summary>
    public static ImmutableArray<SourceChange> Between(JobDefinition from, JobDefinition to) =>
        [
            .. (from.Sources ?? [])
                .Concat(to.Sources ?? [])
                .Select(source => source.Table)
                .Distinct(StringComparer.Ordinal)
                .Select(table => new SourceChange(Of(from, table), Of(to, table)))
                .Where(change =>
                    change.IsMoved
                    || change.From.EventTime != change.To.EventTime
                    || !change.From.Key.SequenceEqual(change.To.Key)
                ),
        ];

    private static JobSource Of(JobDefinition definition, string table) =>
        definition.SourceOf(table) ?? new(table, null, null, null, []);

    private static string Columns(JobSource source) => source.Key.IsEmpty ? "none" : string.Join(", ", source.Key);
}
