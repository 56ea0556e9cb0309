using Portal.Core;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;

namespace Portal.Tests.CrashMatrix;

/// <summary>Notes every act that reached a registry in a file that all workers of a cell share.</summary>
public sealed class CountedRegistries(ISchemaRegistries inner, string file, IHook hook) : ISchemaRegistries
{
    public async Task<ISchemaRegistry> Open(ClusterId cluster, CancellationToken stop) =>
        new Counted(await inner.Open(cluster, stop), file, hook);

    private sealed class Counted(ISchemaRegistry inner, string file, IHook hook) : ISchemaRegistry
    {
        private readonly NotedActs _acts = new(file);

        public Task<LiveSchema?> Subject(string name, CancellationToken stop) => inner.Subject(name, stop);

        public Task<IReadOnlyList<string>> Subjects(CancellationToken stop) => inner.Subjects(stop);

        public Task<IReadOnlyList<int>> Versions(string subject, CancellationToken stop) =>
            inner.Versions(subject, stop);

        public Task<SubjectVersions> AllVersions(string subject, CancellationToken stop) =>
            inner.AllVersions(subject, stop);

        public Task<RegisteredSchema?> Version(string subject, int version, bool evenDeleted, CancellationToken stop) =>
            inner.Version(subject, version, evenDeleted, stop);

        public Task<RegistryText?> OfId(int id, string subject, CancellationToken stop) =>
            inner.OfId(id, subject, stop);

        public Task<CompatibilityLevel?> Level(string subject, CancellationToken stop) => inner.Level(subject, stop);

        // What a claim asks first.
        public async Task<CompatibilityLevel?> GlobalLevel(CancellationToken stop)
        {
            await hook.At(Moment.TheClaim);
            return await inner.GlobalLevel(stop);
        }

        public Task<SchemaVersion?> Find(string subject, RegistryText text, CancellationToken stop) =>
            inner.Find(subject, text, stop);

        public Task<RegistryJudgement> Judge(
            string subject,
            RegistryText text,
            CompatibilityLevel? level,
            CancellationToken stop
        ) => inner.Judge(subject, text, level, stop);

        public Task<string?> Settings(string subject, CancellationToken stop) => inner.Settings(subject, stop);

        public Task SetSettings(string subject, string settings, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(SetSettings), () => inner.SetSettings(subject, settings, deadline, stop));

        public Task<string?> Mode(string subject, CancellationToken stop) => inner.Mode(subject, stop);

        public Task<bool> KnowsOwnNone(CancellationToken stop) => inner.KnowsOwnNone(stop);

        public Task<SchemaVersion> Register(
            string subject,
            RegistryText text,
            ActBefore deadline,
            CancellationToken stop
        ) => _acts.Note(nameof(Register), () => inner.Register(subject, text, deadline, stop));

        public Task SetLevel(string subject, CompatibilityLevel? level, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(SetLevel), () => inner.SetLevel(subject, level, deadline, stop));

        public Task DeleteSubject(string subject, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(DeleteSubject), () => inner.DeleteSubject(subject, deadline, stop));

        public Task DeleteVersion(string subject, int version, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(DeleteVersion), () => inner.DeleteVersion(subject, version, deadline, stop));

        public Task DeleteSubjectPermanently(string subject, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(nameof(DeleteSubjectPermanently), () => inner.DeleteSubjectPermanently(subject, deadline, stop));

        public Task DeleteVersionPermanently(string subject, int version, ActBefore deadline, CancellationToken stop) =>
            _acts.Note(
                nameof(DeleteVersionPermanently),
                () => inner.DeleteVersionPermanently(subject, version, deadline, stop)
            );
    }
}
