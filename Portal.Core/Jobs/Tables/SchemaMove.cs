using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Tables;

/// <summary>A table of a job that is generated from another schema version than the one that runs.</summary>
/// <param name="From">What runs; null where the topic had no schema.</param>
/// <param name="To">What is started; null where it has none any more.</param>
/// <param name="Added">Columns, each as "note STRING".</param>
/// <param name="Removed">Columns, by name.</param>
/// <param name="Retyped">Columns whose type changes, each as "amount INT to BIGINT".</param>
/// <param name="IsCompared">Both tables could be generated; else its columns aren't known.</param>
public sealed record SchemaMove(
    string Table,
    TableSchema? From,
    TableSchema? To,
    ImmutableArray<string> Added,
    ImmutableArray<string> Removed,
    ImmutableArray<string> Retyped,
    bool IsCompared
)
{
    private const int MostNamed = 10;

    /// <summary>Columns that both have come in another order. State holds rows by position.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsReordered { get; init; }

    /// <summary>State that holds its rows may not fit those of the new table.</summary>
    [JsonIgnore]
    public bool MayNotFit => !IsCompared || IsReordered || !Removed.IsEmpty || !Retyped.IsEmpty;

    /// <summary>State that holds its rows fits those of the new table.</summary>
    [JsonIgnore]
    public bool Fits => !MayNotFit && Added.IsEmpty;

    /// <summary>"dev.orders from orders-value version 3 to version 5 (added note STRING)".</summary>
    [JsonIgnore]
    public string InWords => $"{Table} from {From?.InWords ?? "no schema"} to {Target} ({Columns})";

    /// <summary>Of the same subject the version alone.</summary>
    [JsonIgnore]
    public string Target =>
        To is null ? "no schema"
        : To.Subject == From?.Subject ? $"version {To.Version}"
        : To.InWords;

    /// <summary>What becomes of its columns.</summary>
    [JsonIgnore]
    public string Columns =>
        !IsCompared ? "columns not compared"
        : Fits ? "the same columns"
        : string.Join(
            "; ",
            new[]
            {
                Part("added", Added),
                Part("removed", Removed),
                Part("changed", Retyped),
                IsReordered ? "in another order" : null,
            }.OfType<string>()
        );

    /// <summary>The tables that differ, in the order of what is started.</summary>
    /// <param name="running">Generated again with what runs.</param>
    public static ImmutableArray<SchemaMove> Between(
        IReadOnlyCollection<JobTable> running,
        IReadOnlyCollection<JobTable> next
    ) =>
        [
            .. from table in next
            join former in running on table.Name equals former.Name
            from kind in new Func<JobTable, TableSchema?>[] { t => t.Version, t => t.KeyVersion }
            let version = kind(table)
            where version is not null ? !version.Is(kind(former)) : kind(former) is not null
            where IsRead(former, table, version ?? kind(former)!)
            select Of(former, table, kind),
        ];

    // A key that the two versions don't both read is a change of the job, and no change of a schema.
    private static bool IsRead(JobTable from, JobTable to, TableSchema schema) =>
        !schema.IsOfKey || (from.KeyVersion is not null && to.KeyVersion is not null);

    private static SchemaMove Of(JobTable from, JobTable to, Func<JobTable, TableSchema?> version)
    {
        var before = from.Columns.ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
        var after = to.Columns.ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
        return new(
            to.Name,
            version(from),
            version(to),
            [.. to.Columns.Where(c => !before.ContainsKey(c.Name)).Select(c => $"{c.Name} {c.Type}")],
            [.. from.Columns.Where(c => !after.ContainsKey(c.Name)).Select(c => c.Name)],
            [
                .. to
                    .Columns.Where(c => before.TryGetValue(c.Name, out var type) && type != c.Type)
                    .Select(c => $"{c.Name} {before[c.Name]} to {c.Type}"),
            ],
            !from.Columns.IsEmpty && !to.Columns.IsEmpty
        )
        {
            IsReordered = !from
                .Columns.Select(c => c.Name)
                .Where(after.ContainsKey)
                .SequenceEqual(to.Columns.Select(c => c.Name).Where(before.ContainsKey), StringComparer.Ordinal),
        };
    }

    private static string? Part(string what, ImmutableArray<string> columns) =>
        columns.IsEmpty ? null : $"{what} {NameList.InWords(columns, MostNamed)}";
}
