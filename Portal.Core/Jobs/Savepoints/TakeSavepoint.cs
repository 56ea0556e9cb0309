using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>
/// Takes a savepoint of a job that goes on. It lies in a folder of the run's own, so that it is found even when Flink's answer is lost, and is in the catalogue like
/// that of a stop.
/// </summary>
/// <param name="JobId">The run that it is taken of. Another one is never touched.</param>
[StoredAs("take-savepoint")]
public sealed record TakeSavepoint(ResourceRef On, string JobId) : Step(On)
{
    /// <summary>Taken back by deleting it, as long as nothing can have begun there: its change isn't over.</summary>
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("savepoint", null, $"of job {JobId}")];

    [JsonIgnore]
    public override string Title => $"Take a savepoint of {On.Name}";

    [JsonIgnore]
    public override string Done => $"Savepoint of {On.Name} taken";
}
