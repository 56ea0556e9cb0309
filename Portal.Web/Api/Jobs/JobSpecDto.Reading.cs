using System.Collections.Immutable;
using System.Text.Json;
using Portal.Core;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

public sealed partial record JobSpecDto
{
    public JobSpec ToSpec(string owner) =>
        new(
            new(
                Statements ?? "",
                Parallelism,
                (Checkpoints ?? new()).IntervalSeconds,
                Guarantee,
                StartAt,
                [
                    .. (Writes ?? []).Select(w =>
                        w?.ToSink() ?? throw new JsonException("An entry of writes is null; leave it out.")
                    ),
                ],
                Program(),
                DeserializationErrors?.ToErrors(),
                Restart?.ToRestart(),
                StateTtlSeconds,
                ReadSources(),
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

    /// <summary>Of statements that aren't a job yet: what would run, or which list holds a null.</summary>
    internal Outcome<JobDefinition> Read() =>
        HoldsNull(Writes) ? NullIn("writes")
        : HoldsNull(Sources) ? NullIn("sources")
        : ToSpec("").Definition;

    private static bool HoldsNull<T>(IReadOnlyList<T>? list)
        where T : class => list?.Any(entry => entry is null) == true;

    private static Refusal NullIn(string field) =>
        Refusal.Invalid(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [field] = $"An entry of {field} is null; leave it out.",
            }
        );

    private JobProgram? Program() =>
        Type == JobType.Jar
            ? new(
                Artifact ?? "",
                EntryClass,
                Each(Arguments, nameof(Arguments)),
                [.. Each(SecretArguments, nameof(SecretArguments)).Select(s => s.ToArgument())],
                Each(Reads, nameof(Reads)),
                Each(Dependencies, nameof(Dependencies))
            )
        : (Artifact, Dependencies, EntryClass, Arguments, SecretArguments, Reads)
            is (null, null, null, null, null, null)
            ? null
        : throw new JsonException(
            "artifact, dependencies, entryClass, arguments, secretArguments and reads belong to the type jar. Set it, or leave them out."
        );

    private IReadOnlyList<JobSource>? ReadSources() =>
        Sources is { Count: > 0 } ? [.. Each(Sources, nameof(Sources)).Select(s => s.ToSource())] : null;

    private static ImmutableArray<T> Each<T>(IReadOnlyList<T>? list, string field)
        where T : class =>
        [
            .. (list ?? []).Select(item =>
                item
                ?? throw new JsonException(
                    $"An entry of {JsonNamingPolicy.CamelCase.ConvertName(field)} is null; leave it out."
                )
            ),
        ];
}
