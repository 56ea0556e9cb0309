using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>How often a record counts after a failure.</summary>
public enum JobGuarantee
{
    ExactlyOnce,
    AtLeastOnce,
}

/// <summary>Where a job reads its topics from when it starts without state.</summary>
public enum JobStartAt
{
    Earliest,
    Latest,
}

/// <summary>What a new version of a job starts from.</summary>
public enum JobUpgradeMode
{
    /// <summary>From the savepoint that the former version is stopped with.</summary>
    Savepoint,

    /// <summary>From the newest checkpoint of the former version, which is cancelled: for one whose savepoint can't be taken.</summary>
    LastState,

    /// <summary>Without state: it reads its topics from where <see cref="JobDefinition.StartAt"/> says.</summary>
    Stateless,
}

/// <summary>What a job is wanted to do.</summary>
public enum JobDesired
{
    Running,

    /// <summary>Stopped with a savepoint, from which it goes on.</summary>
    Suspended,
}

/// <summary>How a job writes a topic, where its author says it.</summary>
/// <param name="Table">The topic as the statements name it: <c>prod.orders</c>.</param>
/// <param name="Key">The columns that become the record's key; none: records have no key.</param>
/// <param name="Upsert">Each record replaces the one before with the same key, as in a compacted topic.</param>
public sealed record JobSink(string Table, ImmutableArray<string> Key, bool Upsert)
{
    /// <summary>The columns of a key as people write them: "id, country".</summary>
    public static ImmutableArray<string> Columns(string? typed) =>
        [.. (typed ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    public bool Equals(JobSink? other) =>
        other is not null && Table == other.Table && Key.SequenceEqual(other.Key) && Upsert == other.Upsert;

    public override int GetHashCode() => HashCode.Combine(Table, Key.Length, Upsert);
}

/// <summary>What is wanted of a stream job.</summary>
/// <param name="Rehearsal">Whether its upgrades are rehearsed; null: where it is critical and exactly-once.</param>
/// <param name="RestoreFrom">The savepoint of its catalogue that this change starts it from; null: from its newest state.</param>
/// <param name="TakeSavepoint">This change takes a savepoint of it while it goes on, and nothing else.</param>
/// <param name="NewestSchemas">This change generates its tables from the newest schema versions, though nothing else differs.</param>
public sealed record JobSpec(
    JobDefinition Definition,
    JobUpgradeMode UpgradeMode,
    JobDesired State,
    string Owner,
    Tier Tier = Tier.Standard,
    string Description = "",
    bool? Rehearsal = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? RestoreFrom = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool NewestSchemas = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool TakeSavepoint = false
) : ResourceSpec(Owner)
{
    /// <summary>Whether a new version is rehearsed before the running one is touched, where it can be.</summary>
    [JsonIgnore]
    public bool IsRehearsed => Rehearsal ?? (Tier == Tier.Critical && Definition.Guarantee == JobGuarantee.ExactlyOnce);

    /// <summary>The topics that it reads, each as <c>prod.orders</c>. Stored with the spec: by it a topic's jobs are found.</summary>
    public ImmutableArray<string> Sources => Names(isWritten: false);

    /// <summary>The topics that it writes, each as <c>prod.orders</c>. Stored with the spec: by it a topic's jobs are found.</summary>
    public ImmutableArray<string> Sinks => Names(isWritten: true);

    [JsonIgnore]
    public override JobSpec Lasting =>
        this is { RestoreFrom: null, NewestSchemas: false, TakeSavepoint: false }
            ? this
            : this with
            {
                RestoreFrom = null,
                NewestSchemas = false,
                TakeSavepoint = false,
            };

    [JsonIgnore]
    public override Tier? Criticality => Tier;

    [JsonIgnore]
    public override string About => Description;

    public override JobSpec At(Tier tier) => this with { Tier = tier };

    private ImmutableArray<string> Names(bool isWritten) =>
        [
            .. Definition
                .Topics()
                .Where(t => t.IsWritten == isWritten)
                .Select(t => t.Name)
                .Distinct(StringComparer.Ordinal),
        ];
}
