using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Engines.Registry;

/// <summary>The schema registries of the clusters that have one, each opened once and shared.</summary>
public interface ISchemaRegistries
{
    /// <summary>The registry as it is set now.</summary>
    /// <exception cref="EngineException">Final: the cluster has none, or its password can't be read. Transient: it has just changed.</exception>
    Task<ISchemaRegistry> Open(ClusterId cluster, CancellationToken stop);
}

/// <summary>
/// What planning, applying and collecting ask of one registry with Confluent's API. Every call throws <see cref="EngineException"/>;
/// a deadline that passes after bytes were written is <see cref="EngineFault.Unknown"/> for acts and Transient for questions.
/// </summary>
public interface ISchemaRegistry
{
    /// <summary>Where and as whom it is asked. Two with equal ones answer alike, whichever cluster they were opened for.</summary>
    object As => this;

    /// <summary>
    /// The subject's newest version, its own level, and the registry's as <see cref="LiveSchema.GlobalLevel"/>; null when the registry answers that
    /// there is none. In a context a registry resolves one level for the subject: its own where it sets one, which is then that global level too.
    /// </summary>
    Task<LiveSchema?> Subject(string name, CancellationToken stop);

    /// <summary>All subjects by name, without those that were deleted softly.</summary>
    Task<IReadOnlyList<string>> Subjects(CancellationToken stop);

    /// <summary>The numbers of a subject's versions; none when there is no such subject.</summary>
    Task<IReadOnlyList<int>> Versions(string subject, CancellationToken stop);

    /// <summary>The same with those that were deleted softly. What is registered or deleted between its two requests may be missing.</summary>
    Task<SubjectVersions> AllVersions(string subject, CancellationToken stop);

    /// <summary>Null when there is none of that number.</summary>
    /// <param name="evenDeleted">One that was deleted softly counts too.</param>
    Task<RegisteredSchema?> Version(string subject, int version, bool evenDeleted, CancellationToken stop);

    /// <summary>The text that an id stands for, also after its versions were deleted softly; null when there is none.</summary>
    /// <param name="subject">One that has it: in another context the same id stands for another text.</param>
    Task<RegistryText?> OfId(int id, string subject, CancellationToken stop);

    /// <summary>The level a subject sets itself; null when it sets none.</summary>
    Task<CompatibilityLevel?> Level(string subject, CancellationToken stop);

    Task<CompatibilityLevel?> GlobalLevel(CancellationToken stop);

    /// <summary>What a subject's configuration holds beside its level (an alias, rules, defaults), as the registry's JSON; null: nothing.</summary>
    Task<string?> Settings(string subject, CancellationToken stop);

    /// <summary>The version under which a subject has this text; null when it has none, whatever other subjects have.</summary>
    Task<SchemaVersion?> Find(string subject, RegistryText text, CancellationToken stop);

    /// <summary>Whether a text could be the subject's next version, by the level it has now.</summary>
    /// <param name="level">That level, as it was just seen; null: unknown.</param>
    Task<RegistryJudgement> Judge(string subject, RegistryText text, CompatibilityLevel? level, CancellationToken stop);

    /// <summary>Whether a subject's NONE is kept apart from no level of its own. One that doesn't holds the global level against it.</summary>
    Task<bool> KnowsOwnNone(CancellationToken stop);

    /// <summary>The mode that holds for a subject; null where the registry has no modes, or doesn't show them.</summary>
    Task<string?> Mode(string subject, CancellationToken stop);

    /// <summary>Registers it as the newest version, unless the subject has this text already. Gives what it then is.</summary>
    Task<SchemaVersion> Register(string subject, RegistryText text, ActBefore deadline, CancellationToken stop);

    /// <summary>Sets what <see cref="Settings"/> told, unless it is so.</summary>
    Task SetSettings(string subject, string settings, ActBefore deadline, CancellationToken stop);

    /// <param name="level">Null takes the subject's own away, and with it all else that its configuration holds.</param>
    Task SetLevel(string subject, CompatibilityLevel? level, ActBefore deadline, CancellationToken stop);

    /// <summary>Deletes all versions softly: their ids still answer. A subject that is gone already is no error.</summary>
    Task DeleteSubject(string subject, ActBefore deadline, CancellationToken stop);

    /// <summary>Deletes one version softly: its id still answers. One that is gone already is no error.</summary>
    Task DeleteVersion(string subject, int version, ActBefore deadline, CancellationToken stop);

    /// <summary>Deletes what a soft deletion left. Refused while a version is there; a subject of which nothing is left is no error.</summary>
    Task DeleteSubjectPermanently(string subject, ActBefore deadline, CancellationToken stop);

    /// <summary>Deletes what a soft deletion left. Refused while the version is there; one of which nothing is left is no error.</summary>
    Task DeleteVersionPermanently(string subject, int version, ActBefore deadline, CancellationToken stop);
}

/// <summary>A schema's text with all that gives it its meaning.</summary>
public sealed record RegistryText(SchemaType Type, string Text, ImmutableArray<SchemaReference> References)
{
    /// <summary>The metadata and the rules that a version has beside its text, as members of the registry's JSON; null: none.</summary>
    public string? MetadataAndRules { get; init; }
}

/// <summary>One version as the registry has it.</summary>
public sealed record RegisteredSchema(SchemaVersion At, RegistryText Schema)
{
    public LiveSchema ToLive(
        string subject,
        CompatibilityLevel? level = null,
        CompatibilityLevel? globalLevel = null
    ) => new(subject, At, Schema.Type, Schema.Text, Schema.References, level, globalLevel);
}

/// <param name="IsCompatible">Null: there is no version to compare it with.</param>
/// <param name="Words">The registry's own, why it isn't.</param>
public sealed record RegistryJudgement(bool? IsCompatible, ImmutableArray<string> Words)
{
    /// <summary>Compatible with the newest version; the level names those before it too, and they are too many to be compared with.</summary>
    public bool IsOfNewestAlone { get; init; }
}
