using System.Text.Json;
using Portal.Core.Registries;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;

namespace Portal.Engines.Registry;

/// <summary>
/// What a registry is, offers and allows, found by questions alone. Whether it lets the portal register and delete shows only when it does: trying that
/// would change something.
/// </summary>
internal static class RegistryLook
{
    private const string Unlisted = "portal-connection-test";
    private static readonly RegistryText Any = new(SchemaType.Avro, "\"string\"", []);

    /// <exception cref="EngineException">It doesn't answer, or doesn't show its subjects: nothing can be done with it.</exception>
    public static async Task<RegistryFacts> At(RegistryCalls calls, CancellationToken stop)
    {
        var registry = new SchemaRegistry(calls);
        var subjects = await registry.Subjects(stop);
        var types = await calls.Ask("schemas/types", null, stop);
        var level = await Allowed(() => registry.GlobalLevel(stop));
        // A level that names the newest version alone: comparing with all at once is a path that not every registry has.
        var judged = await Allowed(() => registry.Judge(Unlisted, Any, CompatibilityLevel.Backward, stop));
        var mode = await Allowed(() => calls.Ask("mode", null, stop));
        var word = mode is { Answer.IsFine: true } ? RegistryCalls.Text(mode.Answer.Body, "mode") : null;
        var hasModes = mode.IsForbidden || mode.Answer is { IsFine: true };
        var (product, version) =
            await RegistryIdentity.At(calls, stop)
            ?? (hasModes ? "Registry with Confluent's API" : "Apicurio or alike", null);
        return new(
            product,
            version,
            level.Answer?.Word(),
            types is { IsFine: true, Body.ValueKind: JsonValueKind.Array }
                ? [.. RegistryShape.Names(types.Body)]
                : [SchemaType.Avro.Word()],
            subjects.Count
        )
        {
            Mode = word,
            Allowed =
            [
                "list subjects",
                .. level.IsForbidden ? Array.Empty<string>() : ["read levels"],
                .. judged.IsForbidden ? Array.Empty<string>() : ["check compatibility"],
                .. word is null ? Array.Empty<string>() : ["read the mode"],
            ],
            Lacks =
            [
                .. level.IsForbidden
                    ? ["It doesn't let the portal read levels: schemas can't be planned."]
                    : Array.Empty<string>(),
                .. judged.IsForbidden
                    ? ["It doesn't let the portal check compatibility: new versions can't be planned."]
                    : Array.Empty<string>(),
                .. Mode(word, mode.IsForbidden, hasModes),
            ],
        };
    }

    private static IEnumerable<string> Mode(string? word, bool isForbidden, bool hasModes) =>
        (word, isForbidden, hasModes) switch
        {
            (_, true, _) => ["It doesn't let the portal read its mode: whether it takes new versions isn't known."],
            (_, _, false) =>
            [
                "It holds the registry's level against a subject's own NONE.",
                "It has no modes: whether it takes new versions isn't known.",
            ],
            ("READWRITE", _, _) => [],
            ("READONLY" or "READONLY_OVERRIDE", _, _) =>
            [
                $"It is in mode {word}: no version can be registered or deleted until whoever runs it sets READWRITE.",
            ],
            ("IMPORT", _, _) =>
            [
                "It is in mode IMPORT: it takes versions only with an id of their own, which the portal doesn't give.",
            ],
            _ => [$"It is in mode {word}, which the portal doesn't know."],
        };

    private static async Task<(T? Answer, bool IsForbidden)> Allowed<T>(Func<Task<T>> ask)
    {
        try
        {
            return (await ask(), false);
        }
        catch (EngineException refused) when (refused.IsForbidden)
        {
            return (default, true);
        }
    }
}
