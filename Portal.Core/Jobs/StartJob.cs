using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>Submits a job and waits until it runs. Its id in Flink follows from the run that starts it, so that no try makes a second one.</summary>
/// <param name="From">The savepoint or checkpoint it starts from; null: see <paramref name="Stopped"/>.</param>
/// <param name="Stopped">The run that the same change stops, and whose savepoint it starts from; null: it starts without state, unless <paramref name="From"/> says.</param>
/// <param name="Former">What ran before, for who approves; null when nothing did.</param>
/// <param name="FromCheckpoint">It starts from the newest checkpoint of <paramref name="Stopped"/>, which is stopped without a savepoint.</param>
/// <param name="Fork">The number of another job's savepoint, of whose state it starts with a copy; null: none.</param>
/// <param name="Restored">The savepoint of the catalogue that <paramref name="From"/> is; null when none was requested.</param>
[StoredAs("start-job")]
public sealed record StartJob(
    ResourceRef On,
    JobDefinition Definition,
    string? From,
    string? Stopped = null,
    JobDefinition? Former = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RestoredSavepoint? Restored = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool FromCheckpoint = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Fork = null
) : Step(On)
{
    /// <summary>It goes on from a savepoint or checkpoint, wherever that lies.</summary>
    [JsonIgnore]
    public bool IsFromState => (From ?? Stopped) is not null;

    /// <summary>That is for its Flink and SQL Gateway to bring about, which not every release can.</summary>
    [JsonIgnore]
    public bool IsSqlFromState => IsFromState && Definition.Program is null;

    /// <summary>
    /// Taken back while it has completed no checkpoint: until then nothing of its exactly-once output can be read. Of other output it can, which the plan says,
    /// and the change once it is taken back.
    /// </summary>
    [JsonIgnore]
    public override Reversal Reversal => Reversal.WhileEmpty;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Makes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [.. JobMerge.Between(Former, Definition), new("state", null, Start())];

    public override IReadOnlyList<string> Details(ResourceEvidence? seen) =>
        Definition.WritesInTransactions ? base.Details(seen) : [.. base.Details(seen), TakenBack];

    [JsonIgnore]
    public override string Title => $"Start {On.Name} {Start()}";

    [JsonIgnore]
    public override string Done => $"{On.Name} started {Start()}";

    private string TakenBack =>
        $"If it is taken back before its first checkpoint, what it has written stays readable, and a start from the earlier state writes it again: {(Definition.Program is null ? "its guarantee is at least once" : "how its program writes isn't known")}.";

    private string Start() =>
        Restored is { } restored ? $"from savepoint {restored.Number} of {UtcTime.InWords(restored.TakenAt)}"
        : Fork is { } number ? $"with a copy of savepoint {number}"
        : FromCheckpoint ? "from the newest checkpoint of the run before"
        : Stopped is not null ? "from the savepoint it was stopped with"
        : From is { } path ? $"from {path}"
        : Definition.Program is not null ? "without state, where its program begins"
        : Definition.StartAt == JobStartAt.Earliest ? "without state, at the earliest records"
        : "without state, at the latest records";
}
