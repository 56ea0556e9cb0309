using System.Collections.Immutable;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>An edit laid over what is there now, and a job's spec field by field. Pure.</summary>
internal static class JobMerge
{
    public const string CheckpointMode = "checkpoints.mode";

    public static JobSpec Over(JobSpec now, JobSpec origin, JobSpec wanted) =>
        wanted with
        {
            Definition = DefinitionMerge.Of(now.Definition, origin.Definition, wanted.Definition),
            UpgradeMode = origin.UpgradeMode == wanted.UpgradeMode ? now.UpgradeMode : wanted.UpgradeMode,
            State = origin.State == wanted.State ? now.State : wanted.State,
            Tier = origin.Tier == wanted.Tier ? now.Tier : wanted.Tier,
            Description = origin.Description == wanted.Description ? now.Description : wanted.Description,
            Rehearsal = origin.Rehearsal == wanted.Rehearsal ? now.Rehearsal : wanted.Rehearsal,
        };

    /// <summary>A live job as a spec. One that the portal didn't start doesn't say what it runs.</summary>
    public static JobSpec Seen(LiveJob live, JobSpec wanted) =>
        wanted with
        {
            Definition = live.Definition ?? wanted.Definition,
            State = live.IsAlive ? JobDesired.Running : wanted.State,
        };

    public static IReadOnlyList<FieldMove> Between(JobSpec from, JobSpec to) =>
        [
            .. Between(from.Definition, to.Definition)
                .Concat(
                    Moved(
                        new("description", $"“{from.Description}”", $"“{to.Description}”"),
                        new("newestSchemas", null, to.NewestSchemas && !from.NewestSchemas ? "yes" : null),
                        new("rehearsal", JobWords.Rehearsal(from.Rehearsal), JobWords.Rehearsal(to.Rehearsal)),
                        new("restoreFrom", Savepoint(from.RestoreFrom), Savepoint(to.RestoreFrom)),
                        new("state", JobWords.Word(from.State), JobWords.Word(to.State)),
                        new("takeSavepoint", null, to.TakeSavepoint && !from.TakeSavepoint ? "yes" : null),
                        new("tier", JobWords.Word(from.Tier), JobWords.Word(to.Tier)),
                        new("upgradeMode", JobWords.Word(from.UpgradeMode), JobWords.Word(to.UpgradeMode))
                    )
                ),
        ];

    /// <param name="from">Null: there was none.</param>
    public static IReadOnlyList<FieldMove> Between(JobDefinition? from, JobDefinition to) =>
        Moved(
            new(
                "checkpoints.intervalSeconds",
                from is null ? null : Seconds(from.CheckpointSeconds),
                Seconds(to.CheckpointSeconds)
            ),
            new(
                CheckpointMode,
                from is null ? null : JobWords.Word(from.CheckpointsIn),
                JobWords.Word(to.CheckpointsIn)
            ),
            new("deserializationErrors", from is null ? null : Errors(from), Errors(to)),
            new("guarantee", from is null ? null : JobWords.Word(from.Guarantee), JobWords.Word(to.Guarantee)),
            new("parallelism", from is null ? null : $"{from.Parallelism}", $"{to.Parallelism}"),
            new("restart", from?.Restart?.InWords, to.Restart?.InWords),
            new("sources", Sources(from), Sources(to)),
            new("startAt", from is null ? null : StartAt(from), StartAt(to)),
            new("stateTtlSeconds", Ttl(from), Ttl(to)),
            new("statements", Statements(from), Statements(to)),
            new("writes", from is null ? null : Writes(from), Writes(to)),
            new("artifact", Of(from, p => JobProgram.Brief(p.Artifact)), Of(to, p => JobProgram.Brief(p.Artifact))),
            new("dependencies", Of(from, p => p.Jars.DependenciesInWords), Of(to, p => p.Jars.DependenciesInWords)),
            new("entryClass", Of(from, Entry), Of(to, Entry)),
            new("arguments", Of(from, Arguments), Of(to, Arguments)),
            new("secretArguments", Of(from, Secrets), Of(to, Secrets)),
            new("reads", Of(from, Reads), Of(to, Reads))
        );

    private static string? Of(JobDefinition? definition, Func<JobProgram, string?> field) =>
        definition?.Program is { } program ? field(program) : null;

    // What a JAR has none of is no move: it has no statements, and its program says where it begins.
    private static string? Statements(JobDefinition? definition) =>
        definition is { Program: null } ? definition.Statements : null;

    private static string? Errors(JobDefinition definition) =>
        definition.DeadLetters is { } topic ? $"skip, to {topic}"
        : definition.Errors is { } errors ? JobWords.Word(errors.Policy)
        : null;

    private static string? StartAt(JobDefinition definition) =>
        definition.Program is null ? JobWords.Word(definition.StartAt) : null;

    private static string Entry(JobProgram program) => program.EntryClass ?? "as the manifest names it";

    private static string? Arguments(JobProgram program) =>
        program.Arguments.IsEmpty ? null : string.Join(' ', program.Arguments);

    // By number: that a value was replaced has to show, and nothing of the value may.
    private static string? Secrets(JobProgram program) =>
        program.Secrets.IsEmpty
            ? null
            : string.Join(", ", program.Secrets.Select(s => $"{s.Name} (secret {s.Secret})"));

    private static string? Reads(JobProgram program) => program.Reads.IsEmpty ? null : string.Join(", ", program.Reads);

    private static ImmutableArray<FieldMove> Moved(params ReadOnlySpan<FieldMove> moves)
    {
        var moved = ImmutableArray.CreateBuilder<FieldMove>();
        foreach (var move in moves)
        {
            if (move.Before != move.After)
            {
                moved.Add(move);
            }
        }

        return moved.ToImmutable();
    }

    private static string? Savepoint(long? number) => number is { } id ? $"savepoint {id}" : null;

    private static string? Sources(JobDefinition? definition) =>
        definition?.Sources is { Count: > 0 } sources ? string.Join("; ", sources.Select(s => s.InWords)) : null;

    private static string? Ttl(JobDefinition? definition) =>
        definition?.StateTtlSeconds is { } seconds ? Seconds(seconds) : null;

    private static string Seconds(int seconds) => Unit.Of(seconds, "s");

    private static string? Writes(JobDefinition definition) =>
        definition.Writes.IsEmpty
            ? null
            : string.Join(
                "; ",
                definition.Writes.Select(w =>
                    definition.Program is not null
                        ? w.Table
                        : $"{w.Table} by {(w.Key.IsEmpty ? "no key" : string.Join(", ", w.Key))}{(w.Upsert ? ", upsert" : "")}"
                )
            );
}
