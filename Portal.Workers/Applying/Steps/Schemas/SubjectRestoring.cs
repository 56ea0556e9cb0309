using System.Collections.Immutable;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;

namespace Portal.Workers.Applying.Steps.Schemas;

/// <summary>
/// Registers the texts of a subject that was deleted softly again, in their order. Each gets the next number and the id that it had. It
/// goes on where it was left: what is there of it is known by the ids.
/// </summary>
internal static class SubjectRestoring
{
    public static async Task<Verdict> Of(
        ISchemaRegistry registry,
        DeleteSubject step,
        LiveSchema before,
        Undoing undoing,
        StepScope scope,
        CancellationToken stop
    )
    {
        var (subject, kept) = (step.On.Name, before.Kept);
        var there = await SoftlyDeleted.Others(registry, subject, step.Versions, scope, stop);
        var found = await Of(registry, subject, there, stop);
        var isShown = there.Any(step.Versions.Contains);
        if (
            isShown
            && SoftlyDeleted.Back(subject, there.Max(), kept.SequenceEqual(found), undoing) is { Holds: false } refused
        )
        {
            return refused;
        }

        // Somebody's, or what an earlier try registered: which of the two isn't known.
        var others = found.Where((version, at) => at >= kept.Length || version.Id != kept[at].Id).ToList();
        if (others is [var other, ..])
        {
            await FormerText.SetLevel(registry, subject, step.Level, before.Settings, scope, stop);
            return Verdict.Not(
                $"Version {other.Version} of {subject}, registered after this change had deleted it, has id {other.Id}, and isn't the one that was to come back there."
            );
        }

        try
        {
            var missing =
                !isShown ? kept[found.Length..]
                : await SoftlyDeleted.IsImported(registry, subject, stop) ? []
                : kept;
            await Register(registry, step, before with { Kept = missing }, scope, stop);
        }
        catch (EngineException failed) when (failed.Fault == EngineFault.Final)
        {
            // Whatever came of the texts: without its level everything would be taken.
            await FormerText.SetLevel(registry, subject, step.Level, before.Settings, scope, stop);
            throw;
        }

        await FormerText.SetLevel(registry, subject, step.Level, before.Settings, scope, stop);
        var left = await scope.Retry.Until(
            again => registry.Versions(subject, again),
            versions => versions.Count == kept.Length,
            stop
        );
        return left.Count == kept.Length
            ? Verdict.Good
            : throw NotShownYet.Of($"{subject} has {left.Count} of its {kept.Length} versions");
    }

    /// <summary>What has to be known of a subject before it is deleted, to register it again.</summary>
    public static Task<ImmutableArray<SchemaVersion>> Kept(
        ISchemaRegistry registry,
        DeleteSubject step,
        CancellationToken stop
    ) => Of(registry, step.On.Name, step.Versions, stop);

    private static async Task Register(
        ISchemaRegistry registry,
        DeleteSubject step,
        LiveSchema missing,
        StepScope scope,
        CancellationToken stop
    )
    {
        foreach (var version in missing.Kept)
        {
            var text = await Text(registry, step.On.Name, version, missing, stop);
            await FormerText.Register(registry, step.On.Name, new(version, text), scope, stop);
        }
    }

    // The version says the most: by its id alone a registry doesn't say of each text of what type it is.
    private static async Task<RegistryText> Text(
        ISchemaRegistry registry,
        string subject,
        SchemaVersion version,
        LiveSchema missing,
        CancellationToken stop
    )
    {
        if (await registry.Version(subject, version.Version, evenDeleted: true, stop) is { } deleted)
        {
            // Where it was deleted permanently, numbers begin again.
            return deleted.At == version ? deleted.Schema : throw SoftlyDeleted.IsGone(subject, version.Version);
        }

        // Apicurio shows none of a subject that has no other.
        return await registry.OfId(version.Id, subject, stop) is { } known
            ? known with
            {
                Type = missing.Type,
            }
            : throw SoftlyDeleted.IsGone(subject, version.Version);
    }

    private static async Task<ImmutableArray<SchemaVersion>> Of(
        ISchemaRegistry registry,
        string subject,
        IReadOnlyList<int> versions,
        CancellationToken stop
    )
    {
        var found = new List<SchemaVersion>();
        foreach (var version in versions.Order())
        {
            found.Add((await SoftlyDeleted.Version(registry, subject, version, stop)).At);
        }

        return [.. found];
    }
}
