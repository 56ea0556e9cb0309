using System.Text.Json;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Engines.Registry;

/// <summary>
/// One registry over Confluent's REST API. What Apicurio answers otherwise is known by what it answers, not by its name: a level that
/// nobody set is NONE there, the body of a deletion differs, and verbose compatibility gives a reason instead of messages.
/// </summary>
internal sealed class SchemaRegistry(RegistryCalls calls) : ISchemaRegistry
{
    private readonly RegistryComparison _comparison = new(calls);
    private readonly RegistryDeletions _deletions = new(calls);
    private readonly RegistrySettings _settings = new(calls);

    public object As { get; init; } = new();

    public async Task<LiveSchema?> Subject(string name, CancellationToken stop)
    {
        var newest = Version(name, "latest", stop);
        var level = Level(name, stop);
        var inherited = _settings.Inherited(name, stop);
        await Task.WhenAll(newest, level, inherited);
        return newest.Result?.ToLive(name, level.Result, inherited.Result);
    }

    public async Task<IReadOnlyList<string>> Subjects(CancellationToken stop) =>
        RegistryShape.Names(await Good("subjects", stop));

    public async Task<IReadOnlyList<int>> Versions(string subject, CancellationToken stop)
    {
        var answer = await calls.Ask($"{RegistryPaths.Of(subject)}/versions", null, stop);
        return answer.IsMissing ? [] : RegistryShape.Numbers(Good(answer));
    }

    public async Task<SubjectVersions> AllVersions(string subject, CancellationToken stop)
    {
        var there = Versions(subject, stop);
        var answer = await calls.Ask($"{RegistryPaths.Of(subject)}/versions?deleted=true", null, stop);
        var all = answer.IsMissing ? [] : RegistryShape.Numbers(Good(answer));
        return new([.. (await there).Order()], [.. all.Except(await there).Order()]);
    }

    public Task<RegisteredSchema?> Version(string subject, int version, bool evenDeleted, CancellationToken stop) =>
        Version(subject, evenDeleted ? $"{version}?deleted=true" : $"{version}", stop);

    public async Task<RegistryText?> OfId(int id, string subject, CancellationToken stop)
    {
        var answer = await calls.Ask($"schemas/ids/{id}?subject={RegistryPaths.Name(subject)}", null, stop);
        return answer.IsMissing ? null : RegistryJson.Text(Good(answer));
    }

    public Task<CompatibilityLevel?> Level(string subject, CancellationToken stop) => _settings.Level(subject, stop);

    public Task<CompatibilityLevel?> GlobalLevel(CancellationToken stop) => _settings.GlobalLevel(stop);

    public Task<string?> Settings(string subject, CancellationToken stop) => _settings.Others(subject, stop);

    public async Task<SchemaVersion?> Find(string subject, RegistryText text, CancellationToken stop)
    {
        var answer = await calls.Ask(RegistryPaths.Of(subject), RegistryJson.Body(text), stop);
        return answer.IsMissing ? null
            : answer.IsFine ? RegistryJson.Version(answer.Body).At
            : throw RegistryFaults.Refused($"read the schema for {subject}", answer);
    }

    public Task<RegistryJudgement> Judge(
        string subject,
        RegistryText text,
        CompatibilityLevel? level,
        CancellationToken stop
    ) => _comparison.Of(subject, text, level, () => Versions(subject, stop), stop);

    public Task<bool> KnowsOwnNone(CancellationToken stop) => _settings.KnowsOwnNone(stop);

    public Task<string?> Mode(string subject, CancellationToken stop) => RegistryModes.Of(calls, subject, stop);

    public async Task<SchemaVersion> Register(
        string subject,
        RegistryText text,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        var path = $"{RegistryPaths.Of(subject)}/versions";
        var answer = await calls.Act(HttpMethod.Post, path, RegistryJson.Body(text), deadline, stop);
        if (!answer.IsFine)
        {
            throw RegistryFaults.Refused($"register a version of {subject}", answer);
        }

        // Its answer tells the id alone, and two versions may share one.
        var (id, found) = (RegistryJson.Id(answer.Body), await Find(subject, text, stop));
        return (found?.Id == id ? found : await Having(id, subject, stop) ?? found)
            ?? throw new EngineException(
                EngineFault.Unknown,
                $"The version of {subject} that was registered isn't there."
            );
    }

    public Task SetLevel(string subject, CompatibilityLevel? level, ActBefore deadline, CancellationToken stop) =>
        _settings.SetLevel(subject, level, deadline, stop);

    public Task SetSettings(string subject, string settings, ActBefore deadline, CancellationToken stop) =>
        _settings.SetOthers(subject, settings, deadline, stop);

    public Task DeleteSubject(string subject, ActBefore deadline, CancellationToken stop) =>
        _deletions.Subject(subject, isPermanent: false, deadline, stop);

    public Task DeleteVersion(string subject, int version, ActBefore deadline, CancellationToken stop) =>
        _deletions.Version(subject, version, isPermanent: false, deadline, stop);

    public Task DeleteSubjectPermanently(string subject, ActBefore deadline, CancellationToken stop) =>
        _deletions.Subject(subject, isPermanent: true, deadline, stop);

    public Task DeleteVersionPermanently(string subject, int version, ActBefore deadline, CancellationToken stop) =>
        _deletions.Version(subject, version, isPermanent: true, deadline, stop);

    private async Task<RegisteredSchema?> Version(string subject, string version, CancellationToken stop)
    {
        var answer = await calls.Ask($"{RegistryPaths.Of(subject)}/versions/{version}", null, stop);
        return answer.IsMissing ? null : RegistryJson.Version(Good(answer));
    }

    // Confluent's gives a text without rules those of the version before, and its older ones don't find it by the text alone.
    private async Task<SchemaVersion?> Having(int? id, string subject, CancellationToken stop)
    {
        if (id is not { } known)
        {
            return null;
        }

        var path = $"schemas/ids/{known}/versions?subject={RegistryPaths.Name(subject)}";
        var answer = await calls.Ask(path, null, stop);
        return answer.IsFine && RegistryJson.NewestOf(subject, answer.Body) is { } version ? new(version, known) : null;
    }

    private async Task<JsonElement> Good(string path, CancellationToken stop) =>
        Good(await calls.Ask(path, null, stop));

    private static JsonElement Good(RegistryAnswer answer) =>
        answer.IsFine ? answer.Body : throw RegistryFaults.Refused("answer", answer);
}
