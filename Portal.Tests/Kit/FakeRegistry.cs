using System.Collections.Concurrent;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;

namespace Portal.Tests.Kit;

/// <summary>A registry in memory, for worlds that have none over the wire: versions, ids by text in each context, levels.</summary>
public sealed class FakeRegistry : ISchemaRegistries, ISchemaRegistry
{
    private readonly ConcurrentDictionary<string, List<RegisteredSchema>> _subjects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, List<RegisteredSchema>> _deleted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CompatibilityLevel> _levels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _last = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, List<string?>> _texts = new(StringComparer.Ordinal);

    /// <summary>What the next question of compatibility is answered.</summary>
    public RegistryJudgement? Judgement { get; set; }

    /// <summary>In which way of writing it keeps a text: Confluent's has one of its own.</summary>
    public Func<string, string> Keeps { get; set; } = text => text;

    /// <summary>The subject of which it takes no version.</summary>
    public string? Refuses { get; set; }

    /// <summary>The text that gets another id each time it is registered, as one that had rules and is registered without them.</summary>
    public string? HadRules { get; set; }

    /// <summary>As Apicurio: what was deleted softly is shown only while its subject has another version.</summary>
    public bool HidesDeletedSubjects { get; set; }

    /// <summary>The mode of every subject; null: it has no modes.</summary>
    public string? SubjectMode { get; set; }

    /// <summary>What the configuration of subjects holds beside their levels.</summary>
    public ConcurrentDictionary<string, string> Others { get; } = new(StringComparer.Ordinal);

    public Task<ISchemaRegistry> Open(ClusterId cluster, CancellationToken stop) =>
        Task.FromResult<ISchemaRegistry>(this);

    public Task<LiveSchema?> Subject(string name, CancellationToken stop) =>
        Task.FromResult(
            _subjects.GetValueOrDefault(name) is [.., var newest]
                ? new LiveSchema(
                    name,
                    newest.At,
                    newest.Schema.Type,
                    newest.Schema.Text,
                    newest.Schema.References,
                    _levels.TryGetValue(name, out var level) ? level : null,
                    CompatibilityLevel.Backward
                )
                : null
        );

    public Task<IReadOnlyList<string>> Subjects(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<string>>([.. _subjects.Where(s => s.Value.Count > 0).Select(s => s.Key)]);

    public Task<IReadOnlyList<int>> Versions(string subject, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<int>>([.. Of(subject).Select(v => v.At.Version)]);

    public Task<SubjectVersions> AllVersions(string subject, CancellationToken stop) =>
        Task.FromResult(
            new SubjectVersions(
                [.. Of(subject).Select(v => v.At.Version)],
                [.. Deleted(subject).Select(v => v.At.Version).Order()]
            )
        );

    public Task<RegisteredSchema?> Version(string subject, int version, bool evenDeleted, CancellationToken stop) =>
        Task.FromResult(
            Of(subject)
                .Concat(evenDeleted && !(HidesDeletedSubjects && Of(subject).Count == 0) ? Deleted(subject) : [])
                .FirstOrDefault(v => v.At.Version == version)
        );

    public Task<RegistryText?> OfId(int id, string subject, CancellationToken stop) =>
        Task.FromResult(
            _subjects
                .Concat(_deleted)
                .Where(other => Context(other.Key) == Context(subject))
                .SelectMany(other => other.Value)
                .FirstOrDefault(version => version.At.Id == id)
                ?.Schema
        );

    public Task<CompatibilityLevel?> Level(string subject, CancellationToken stop) =>
        Task.FromResult(_levels.TryGetValue(subject, out var level) ? level : (CompatibilityLevel?)null);

    public Task<CompatibilityLevel?> GlobalLevel(CancellationToken stop) =>
        Task.FromResult<CompatibilityLevel?>(CompatibilityLevel.Backward);

    public Task<SchemaVersion?> Find(string subject, RegistryText text, CancellationToken stop) =>
        Task.FromResult(Of(subject).Find(v => v.Schema.Text == Keeps(text.Text))?.At);

    public Task<RegistryJudgement> Judge(
        string subject,
        RegistryText text,
        CompatibilityLevel? level,
        CancellationToken stop
    ) => Task.FromResult(Judgement ?? new(Of(subject).Count == 0 ? null : true, []));

    public Task<string?> Settings(string subject, CancellationToken stop) =>
        Task.FromResult(Others.GetValueOrDefault(subject));

    public Task SetSettings(string subject, string settings, ActBefore deadline, CancellationToken stop)
    {
        Others[subject] = settings;
        return Task.CompletedTask;
    }

    public Task<string?> Mode(string subject, CancellationToken stop) => Task.FromResult(SubjectMode);

    public Task<bool> KnowsOwnNone(CancellationToken stop) => Task.FromResult(true);

    public async Task<SchemaVersion> Register(
        string subject,
        RegistryText text,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        if (subject == Refuses)
        {
            throw new EngineException(EngineFault.Final, "Refused, as the test wants it.");
        }

        if (await Find(subject, text, stop) is { } known)
        {
            return known;
        }

        var kept = text with { Text = Keeps(text.Text) };
        var texts = _texts.GetOrAdd(Context(subject), _ => []);
        if (kept.Text == HadRules && texts.IndexOf(kept.Text) is >= 0 and var former)
        {
            texts[former] = null;
        }

        if (!texts.Contains(kept.Text))
        {
            texts.Add(kept.Text);
        }

        var version = _last.AddOrUpdate(subject, 1, (_, last) => last + 1);
        var at = new SchemaVersion(version, texts.IndexOf(kept.Text) + 1);
        Of(subject).Add(new(at, kept));
        return at;
    }

    public Task SetLevel(string subject, CompatibilityLevel? level, ActBefore deadline, CancellationToken stop)
    {
        if (level is { } set)
        {
            _levels[subject] = set;
        }
        else
        {
            // All of its configuration goes with the level.
            _levels.TryRemove(subject, out _);
            Others.TryRemove(subject, out _);
        }

        return Task.CompletedTask;
    }

    public Task DeleteSubject(string subject, ActBefore deadline, CancellationToken stop)
    {
        Deleted(subject).AddRange(Of(subject));
        Of(subject).Clear();
        Others.TryRemove(subject, out _);
        return Task.CompletedTask;
    }

    public Task DeleteVersion(string subject, int version, ActBefore deadline, CancellationToken stop)
    {
        Deleted(subject).AddRange(Of(subject).Where(v => v.At.Version == version));
        Of(subject).RemoveAll(v => v.At.Version == version);
        return Task.CompletedTask;
    }

    public Task DeleteSubjectPermanently(string subject, ActBefore deadline, CancellationToken stop)
    {
        Deleted(subject).Clear();
        _last.TryRemove(subject, out _); // it counts from 1 again
        Forget();
        return Task.CompletedTask;
    }

    public Task DeleteVersionPermanently(string subject, int version, ActBefore deadline, CancellationToken stop)
    {
        Deleted(subject).RemoveAll(v => v.At.Version == version);
        return Task.CompletedTask;
    }

    /// <summary>What was deleted softly is there again with its numbers and ids, as the mode IMPORT allows it.</summary>
    public void Restore(string subject)
    {
        Of(subject).AddRange(Deleted(subject));
        Of(subject).Sort((one, other) => one.At.Version.CompareTo(other.At.Version));
        Deleted(subject).Clear();
    }

    // A text that no subject has any more gets another id when it comes again.
    private void Forget()
    {
        var known = _subjects
            .Values.Concat(_deleted.Values)
            .SelectMany(versions => versions.ToArray())
            .Select(version => version.Schema.Text)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var texts in _texts.Values)
        {
            for (var at = 0; at < texts.Count; at++)
            {
                texts[at] = texts[at] is { } text && known.Contains(text) ? text : null;
            }
        }
    }

    // Of “:.eu:orders-value” it is “:.eu:”; most subjects are in none.
    private static string Context(string subject) =>
        subject.StartsWith(":.", StringComparison.Ordinal) ? subject[..(subject.IndexOf(':', 1) + 1)] : "";

    private List<RegisteredSchema> Deleted(string subject) => _deleted.GetOrAdd(subject, _ => []);

    private List<RegisteredSchema> Of(string subject) => _subjects.GetOrAdd(subject, _ => []);
}
