using System.Text.Json;
using Portal.Core;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

public sealed partial record JobSpecDto
{
    public JobSpec ToSpec(string owner)
    {
        if (ListWithNull() is { } field)
        {
            throw new JsonException(NullIn(field));
        }

        return new(
            new(
                Statements ?? "",
                Parallelism,
                (Checkpoints ?? new()).IntervalSeconds,
                Guarantee,
                StartAt,
                [.. (Writes ?? []).Select(w => w.ToSink())],
                Program(),
                DeserializationErrors?.ToErrors(),
                Restart?.ToRestart(),
                StateTtlSeconds,
                Sources is { Count: > 0 } ? [.. Sources.Select(s => s.ToSource())] : null,
                Checkpoints?.Mode
            ),
            UpgradeMode,
            State,
            owner,
            Tier,
            Description,
            Rehearsal,
            RestoreFrom,
            NewestSchemas,
            TakeSavepoint
        );
    }

    /// <summary>Of statements that aren't a job yet: what would run, or which list holds a null.</summary>
    internal Outcome<JobDefinition> Read() =>
        ListWithNull() is { } field
            ? Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = NullIn(field) })
            : ToSpec("").Definition;

    // What is null in a list, no annotation of a type can refuse.
    private string? ListWithNull()
    {
        var isJar = Type == JobType.Jar;
        var lists = new (string Field, IEnumerable<object?>? Entries)[]
        {
            ("writes", Writes),
            ("arguments", isJar ? Arguments : null),
            ("secretArguments", isJar ? SecretArguments : null),
            ("reads", isJar ? Reads : null),
            ("dependencies", isJar ? Dependencies : null),
            ("sources", Sources),
        };
        return Array.Find(lists, list => list.Entries?.Any(entry => entry is null) == true).Field;
    }

    private static string NullIn(string field) => $"An entry of {field} is null; leave it out.";

    private JobProgram? Program() =>
        Type == JobType.Jar
            ? new(
                Artifact ?? "",
                EntryClass,
                [.. Arguments ?? []],
                [.. (SecretArguments ?? []).Select(s => s.ToArgument())],
                [.. Reads ?? []],
                [.. Dependencies ?? []]
            )
        : (Artifact, Dependencies, EntryClass, Arguments, SecretArguments, Reads)
            is (null, null, null, null, null, null)
            ? null
        : throw new JsonException(
            "artifact, dependencies, entryClass, arguments, secretArguments and reads belong to the type jar. Set it, or leave them out."
        );
}
