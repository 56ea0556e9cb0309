using System.Text.Json;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Registries;
using Portal.Core.Schemas;
using Portal.Engines.Http;
using Portal.Engines.Secrets;

namespace Portal.Engines.Registry;

/// <summary>Tries a registry as somebody typed it: what it is and what it offers, found by asking.</summary>
internal sealed class RegistryProbe(SecretVault vault, ClusterReach reach, TimeProvider clock) : IRegistryProbe
{
    public async Task<Outcome<RegistryFacts>> Ask(HttpAccess access, CancellationToken stop)
    {
        try
        {
            using var http = EngineHttp.Client(
                access.Url,
                RegistryCalls.Accepts,
                access.SignIn?.Username,
                vault.Plain(access.SignIn),
                reach
            );
            return await Facts(new RegistryCalls(http, access.Url.Authority, clock), stop);
        }
        catch (EngineException wrong)
        {
            return Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = wrong.Message });
        }
    }

    private static async Task<RegistryFacts> Facts(RegistryCalls calls, CancellationToken stop)
    {
        var registry = new SchemaRegistry(calls);
        var level = await registry.GlobalLevel(stop);
        var subjects = await registry.Subjects(stop);
        var types = await calls.Ask("schemas/types", null, stop);
        var version = await calls.Ask("v1/metadata/version", null, stop);
        var hasModes = await registry.KnowsOwnNone(stop);
        return new(
            version.IsFine ? "Confluent Schema Registry"
                : hasModes ? "Registry with Confluent's API"
                : "Apicurio or alike",
            version.IsFine ? RegistryCalls.Text(version.Body, "version") : null,
            level?.Word(),
            types is { IsFine: true, Body.ValueKind: JsonValueKind.Array }
                ? [.. types.Body.EnumerateArray().Select(t => EngineText.Name(t.GetString() ?? ""))]
                : [SchemaType.Avro.Word()],
            subjects.Count
        )
        {
            Lacks = hasModes ? [] : ["It holds the registry's level against a subject's own NONE.", "It has no modes."],
        };
    }
}
