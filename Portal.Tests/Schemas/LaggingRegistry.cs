using Portal.Core;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>A registry of two nodes: each act goes to the first, and a question may be answered from the copy of the second, which is behind.</summary>
internal sealed class LaggingRegistry(FakeRegistry primary, FakeRegistry copy) : ISchemaRegistries, ISchemaRegistry
{
    /// <summary>Whether a question, by its name, is answered from the copy.</summary>
    public Func<string, bool> IsBehind { get; set; } = _ => false;

    /// <summary>What somebody else does right after it has refused an act or deleted something permanently.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>The next question is answered by nobody.</summary>
    public bool IsDown { get; set; }

    /// <summary>It has refused an act.</summary>
    public bool HasRefused { get; private set; }

    /// <summary>It has deleted something softly.</summary>
    public bool HasDeleted { get; private set; }

    public Task<ISchemaRegistry> Open(ClusterId cluster, CancellationToken stop) =>
        Task.FromResult<ISchemaRegistry>(this);

    public Task<LiveSchema?> Subject(string name, CancellationToken stop) => At(nameof(Subject)).Subject(name, stop);

    public Task<IReadOnlyList<string>> Subjects(CancellationToken stop) => At(nameof(Subjects)).Subjects(stop);

    public Task<IReadOnlyList<int>> Versions(string subject, CancellationToken stop) =>
        At(nameof(Versions)).Versions(subject, stop);

    public Task<SubjectVersions> AllVersions(string subject, CancellationToken stop) =>
        At(nameof(AllVersions)).AllVersions(subject, stop);

    public Task<RegisteredSchema?> Version(string subject, int version, bool evenDeleted, CancellationToken stop) =>
        At(nameof(Version)).Version(subject, version, evenDeleted, stop);

    public Task<RegistryText?> OfId(int id, string subject, CancellationToken stop) =>
        At(nameof(OfId)).OfId(id, subject, stop);

    public Task<CompatibilityLevel?> Level(string subject, CancellationToken stop) =>
        At(nameof(Level)).Level(subject, stop);

    public Task<CompatibilityLevel?> GlobalLevel(CancellationToken stop) => At(nameof(GlobalLevel)).GlobalLevel(stop);

    public Task<string?> Settings(string subject, CancellationToken stop) =>
        At(nameof(Settings)).Settings(subject, stop);

    public Task<SchemaVersion?> Find(string subject, RegistryText text, CancellationToken stop) =>
        At(nameof(Find)).Find(subject, text, stop);

    public Task<RegistryJudgement> Judge(
        string subject,
        RegistryText text,
        CompatibilityLevel? level,
        CancellationToken stop
    ) => At(nameof(Judge)).Judge(subject, text, level, stop);

    public Task<bool> KnowsOwnNone(CancellationToken stop) => At(nameof(KnowsOwnNone)).KnowsOwnNone(stop);

    public Task<string?> Mode(string subject, CancellationToken stop) => At(nameof(Mode)).Mode(subject, stop);

    public async Task<SchemaVersion> Register(
        string subject,
        RegistryText text,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        try
        {
            return await primary.Register(subject, text, deadline, stop);
        }
        catch (EngineException)
        {
            HasRefused = true;
            await Meanwhile();
            throw;
        }
    }

    public Task SetSettings(string subject, string settings, ActBefore deadline, CancellationToken stop) =>
        primary.SetSettings(subject, settings, deadline, stop);

    public Task SetLevel(string subject, CompatibilityLevel? level, ActBefore deadline, CancellationToken stop) =>
        primary.SetLevel(subject, level, deadline, stop);

    public async Task DeleteSubject(string subject, ActBefore deadline, CancellationToken stop)
    {
        await primary.DeleteSubject(subject, deadline, stop);
        HasDeleted = true;
    }

    public async Task DeleteVersion(string subject, int version, ActBefore deadline, CancellationToken stop)
    {
        await primary.DeleteVersion(subject, version, deadline, stop);
        HasDeleted = true;
    }

    public async Task DeleteSubjectPermanently(string subject, ActBefore deadline, CancellationToken stop)
    {
        await primary.DeleteSubjectPermanently(subject, deadline, stop);
        await Meanwhile();
    }

    public Task DeleteVersionPermanently(string subject, int version, ActBefore deadline, CancellationToken stop) =>
        primary.DeleteVersionPermanently(subject, version, deadline, stop);

    private FakeRegistry At(string question)
    {
        if (IsDown)
        {
            IsDown = false;
            throw new EngineException(EngineFault.Transient, "It can't be reached, as the test wants it.");
        }

        return IsBehind(question) ? copy : primary;
    }
}
