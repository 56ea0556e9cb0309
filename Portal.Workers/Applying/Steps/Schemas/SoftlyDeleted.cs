using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;

namespace Portal.Workers.Applying.Steps.Schemas;

/// <summary>What a soft deletion left behind.</summary>
internal static class SoftlyDeleted
{
    /// <exception cref="EngineException">Final: somebody deleted it permanently.</exception>
    public static async Task<RegisteredSchema> Version(
        ISchemaRegistry registry,
        string subject,
        int version,
        CancellationToken stop
    ) => await registry.Version(subject, version, evenDeleted: true, stop) ?? throw IsGone(subject, version);

    /// <summary>
    /// Whether a version is known as deleted softly: a node that is behind doesn't know it at all. Apicurio shows nothing of a subject without versions; it answers by the id.
    /// </summary>
    public static async Task<bool> Has(
        ISchemaRegistry registry,
        string subject,
        SchemaVersion version,
        CancellationToken stop
    )
    {
        var all = await registry.AllVersions(subject, stop);
        return all is { There.IsEmpty: true, Deleted.IsEmpty: true }
            ? await registry.OfId(version.Id, subject, stop) is not null
            : all.Deleted.Contains(version.Version);
    }

    /// <summary>
    /// The versions that a subject has since some were deleted. A node that is behind still shows these, and gets the time to learn it; whether one that
    /// is shown after that is back, <see cref="Back"/> decides.
    /// </summary>
    public static Task<IReadOnlyList<int>> Others(
        ISchemaRegistry registry,
        string subject,
        IReadOnlyCollection<int> deleted,
        StepScope scope,
        CancellationToken stop
    ) =>
        scope.Retry.Until(
            again => registry.Versions(subject, again),
            versions => !versions.Any(deleted.Contains),
            stop
        );

    /// <summary>
    /// Whether a version that is shown though it was deleted may be registered again. Somebody restored it, as the mode IMPORT can, or the node is behind: at the second try its
    /// text is registered again, which changes nothing where it is there, unless it <see cref="IsImported"/>. With another id it is another version: after a permanent deletion
    /// numbers begin again.
    /// </summary>
    /// <remarks>A follower of Confluent's answers a registration from its own copy: one that is behind all that time isn't distinguished from a restored version.</remarks>
    /// <param name="isSame">It has its former id, which stands for one text.</param>
    /// <exception cref="EngineException">Transient: it is the same, at the first try.</exception>
    public static Verdict Back(string subject, int version, bool isSame, Undoing undoing) =>
        !isSame
            ? Verdict.Not($"Somebody else registered version {version} of {subject} after this change had deleted it.")
        : undoing.IsRepeated ? Verdict.Good
        : throw IsStillThere(subject, version);

    /// <summary>
    /// Whether what is shown though it was deleted was restored for certain: its subject is in mode IMPORT, in which versions come back with their ids, and a
    /// registration without an id is refused even of a text that is there.
    /// </summary>
    public static async Task<bool> IsImported(ISchemaRegistry registry, string subject, CancellationToken stop) =>
        await registry.Mode(subject, stop) == "IMPORT";

    /// <summary>All versions that a subject has and had, before more is deleted of it than this run did: that has to be shown first.</summary>
    /// <param name="deleted">What this run deleted.</param>
    /// <exception cref="EngineException">Transient: one of these is still shown.</exception>
    public static async Task<SubjectVersions> All(
        ISchemaRegistry registry,
        string subject,
        IReadOnlyCollection<int> deleted,
        StepScope scope,
        CancellationToken stop
    )
    {
        var all = await scope.Retry.Until(
            again => registry.AllVersions(subject, again),
            versions => !versions.There.Any(deleted.Contains),
            stop
        );
        var still = all.There.Where(deleted.Contains).ToList();
        return still.Count == 0 ? all : throw IsStillThere(subject, still[0]);
    }

    public static EngineException IsGone(string subject, int version) =>
        new(
            EngineFault.Final,
            $"Somebody deleted version {version} of {subject} permanently: its text is gone, and it can't be registered again."
        );

    private static EngineException IsStillThere(string subject, int version) =>
        NotShownYet.Of($"version {version} of {subject} is still there");
}
