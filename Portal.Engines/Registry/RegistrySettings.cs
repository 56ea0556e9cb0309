using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Engines.Registry;

/// <summary>What a registry keeps beside the schemas: levels, and of Confluent's also an alias, normalization, rules and defaults of a subject.</summary>
internal sealed class RegistrySettings(RegistryCalls calls)
{
    // The level is told by the one name and set by the other.
    private static readonly string[] Levels = ["compatibilityLevel", "compatibility"];

    private readonly KnownModes _modes = new(calls);

    public Task<CompatibilityLevel?> Level(string subject, CancellationToken stop) => At(PathOf(subject), stop);

    /// <summary>
    /// What holds for a subject that sets no level: the registry's, or in a context what the registry resolves for it. One that resolves nothing has
    /// no contexts.
    /// </summary>
    public async Task<CompatibilityLevel?> Inherited(string subject, CancellationToken stop) =>
        SubjectContext.Of(subject).Length == 0
            ? await GlobalLevel(stop)
            : await At($"{PathOf(subject)}{RegistryPaths.Inherited}", stop) ?? await GlobalLevel(stop);

    public async Task<CompatibilityLevel?> GlobalLevel(CancellationToken stop) =>
        RegistryJson.Level(Good(await calls.Ask("config", null, stop)));

    // Confluent's, which keeps both apart, has modes; Apicurio, which answers NONE for both, has none.
    public Task<bool> KnowsOwnNone(CancellationToken stop) => _modes.AreThere(stop);

    public async Task SetLevel(string subject, CompatibilityLevel? level, ActBefore deadline, CancellationToken stop)
    {
        var answer = level is { } wanted
            ? await calls.Act(HttpMethod.Put, PathOf(subject), new { compatibility = wanted.Word() }, deadline, stop)
            : await calls.Act(HttpMethod.Delete, PathOf(subject), null, deadline, stop);
        if (!answer.IsFine && !(level is null && answer.IsMissing))
        {
            throw RegistryFaults.Refused($"set the compatibility of {subject}", answer);
        }
    }

    public async Task<string?> Others(string subject, CancellationToken stop)
    {
        var answer = await calls.Ask(PathOf(subject), null, stop);
        if (answer.IsMissing || JsonObject.Create(RegistryShape.Object(Good(answer))) is not { } all)
        {
            return null;
        }

        foreach (var name in all.Where(s => s.Value is null || Levels.Contains(s.Key)).Select(s => s.Key).ToList())
        {
            all.Remove(name);
        }

        return all.Count == 0 ? null : all.ToJsonString();
    }

    public async Task SetOthers(string subject, string settings, ActBefore deadline, CancellationToken stop)
    {
        var wanted = JsonNode.Parse(settings);
        if (await Others(subject, stop) is { } now && JsonNode.DeepEquals(JsonNode.Parse(now), wanted))
        {
            return;
        }

        var answer = await calls.Act(HttpMethod.Put, PathOf(subject), wanted, deadline, stop);
        if (!answer.IsFine)
        {
            throw RegistryFaults.Refused($"set the configuration of {subject}", answer);
        }
    }

    private async Task<CompatibilityLevel?> At(string path, CancellationToken stop)
    {
        var answer = await calls.Ask(path, null, stop);
        var level = answer.IsMissing ? null : RegistryJson.Level(Good(answer));
        return level == CompatibilityLevel.None && !await KnowsOwnNone(stop) ? null : level;
    }

    private static string PathOf(string subject) => $"config/{RegistryPaths.Name(subject)}";

    private static JsonElement Good(RegistryAnswer answer) =>
        answer.IsFine ? answer.Body : throw RegistryFaults.Refused("answer", answer);
}
